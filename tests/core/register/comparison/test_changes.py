"""For each edit of a register the kind of change that it is, and for its reverse the reverse."""

from dataclasses import replace

import pytest
from hypothesis import given

from ketju.core.model.date import PartialDate
from ketju.core.model.register import (
    Condition,
    Contact,
    DataCategory,
    Entry,
    Group,
    GroupReference,
    Identifier,
    NoticeTerms,
    ObjectionTerms,
    Option,
    Parent,
    Place,
    Region,
    Register,
    Scope,
    Service,
    Site,
    Transfer,
    Words,
)
from ketju.core.register.comparison.changes import changes_between
from ketju.core.register.comparison.kinds import KINDS
from tests.core.register.registers import edited, randoms, registers, relaxed


def en(text):
    return Words((("en", text),)) if text else Words()


KITE = Entry(
    "kite",
    "Kite",
    legal_entity="Kite Oy",
    brand="Kite Mail",
    service="Kite Relay",
    identifiers=(Identifier("2431560-5", "fi-ytunnus", "2431560-5"),),
    address="Long Street 1, Helsinki",
    function=en("Mail"),
    purpose=en("Sending of e-mail"),
    purpose_read=("CommunicationForCustomerCare",),
    data=(DataCategory("e-mail address", ("EmailAddress",)), DataCategory("remarks of staff")),
    data_subjects=("customers",),
    places_printed="Finland, Germany",
    places=(Place("FI", city="Helsinki"), Place("DE")),
    outside_eea=False,
    transfer=Transfer("standard contractual clauses", ("SCC",), ("46(2)(c)",)),
    access="metadata",
    since=PartialDate(2020, 1, 1),
    notified=PartialDate(2019, 11, 1),
    links=("https://kite.example/",),
    mentions=("Owl Ltd",),
    placeholders=("address",),
    retention="30 days",
    status="live",
    notes=("Backup at night",),
    applies_to=Scope(services=("shop",)),
)
OWL = Entry("owl", "Owl Ltd", purpose=en("Support by telephone"), places=(Place("IE"),))
BASE = Register(
    publisher="Ruskoilves Oy",
    title=en("Sub-processors"),
    languages=("en",),
    parent=Parent("Data processing agreement", "Appendix B"),
    notice=NoticeTerms("We tell you 30 days before.", 30, "days", "main users", ("e-mail",)),
    objection=ObjectionTerms("You may object within 14 days.", 14, "days"),
    tlp="TLP:CLEAR",
    services=(Service("shop", en("Shop"), groups=(GroupReference("mail"),)), Service("blog", en("Blog"))),
    regions=(Region("eu", en("Europe")), Region("us", en("America"))),
    groups=(Group("mail", en("Mail servers")), Group("web", en("Web servers"))),
    options=(Option("extra", en("Extra backup")),),
    sites=(Site("fi-1", "FI", "Helsinki 1"),),
    entries=(KITE, OWL),
)


def with_kite(**members):
    return replace(BASE, entries=(replace(KITE, **members), OWL))


def kinds(old, new):
    return [change.kind for change in changes_between(old, new)]


EDITS = [
    (replace(BASE, entries=(OWL,)), ["removed"], ["added"]),
    (with_kite(name="Osprey", brand="Osprey Mail"), ["renamed", "renamed"], ["renamed", "renamed"]),
    (with_kite(legal_entity="Kite Ltd"), ["legal-entity"], ["legal-entity"]),
    (with_kite(legal_entity="Other Oy"), ["legal-entity"], ["legal-entity"]),
    (with_kite(legal_entity="Kite Osakeyhtiö"), [], []),
    (with_kite(legal_entity=""), ["no-longer-stated"], ["now-stated"]),
    (with_kite(brand=""), ["no-longer-stated"], ["now-stated"]),
    (with_kite(role="controller"), ["role"], ["role"]),
    (with_kite(until=PartialDate(2026, 5)), ["ended"], ["no-longer-stated"]),
    (with_kite(since=PartialDate(2021)), ["dates"], ["dates"]),
    (with_kite(since=None), ["no-longer-stated"], ["now-stated"]),
    (with_kite(notified=PartialDate(2019, 12)), ["dates"], ["dates"]),
    (with_kite(places=(*KITE.places, Place("NO"))), ["place-added"], ["place-removed"]),
    (with_kite(places=(*KITE.places, Place("US"))), ["first-third-country", "place-added"], ["place-removed"]),
    (with_kite(places=(Place("EU"),)), ["place-added"], ["place-removed"]),
    (with_kite(places=(Place("FI", city="Espoo"), Place("DE"))), ["place-changed"], ["place-changed"]),
    (with_kite(places=(Place("FI"), Place("DE"))), ["no-longer-stated"], ["now-stated"]),
    (with_kite(places=(), places_printed=""), ["no-longer-stated"], ["now-stated"]),
    (with_kite(outside_eea=None), ["no-longer-stated"], ["now-stated"]),
    (with_kite(outside_eea=True), ["outside-eea"], ["outside-eea"]),
    (with_kite(transfer=Transfer("DPF", ("DPF",), ("45(3)",))), ["transfer"], ["transfer"]),
    (with_kite(transfer=Transfer("SCCs", ("SCC",), ("46(2)(c)",))), ["wording-only"], ["wording-only"]),
    (with_kite(transfer=None), ["no-longer-stated"], ["now-stated"]),
    (with_kite(purpose=en("Sending of e-mail, newsletters")), ["purpose-widened"], ["purpose-narrowed"]),
    (
        with_kite(purpose_read=("CommunicationForCustomerCare", "Marketing")),
        ["purpose-widened"],
        ["purpose-narrowed"],
    ),
    (with_kite(purpose=en("Storage"), purpose_read=("X",)), ["purpose-changed"], ["purpose-changed"]),
    (with_kite(purpose=en("E-mail sending")), ["wording-only"], ["wording-only"]),
    (with_kite(purpose=en("sending of E-mail.")), [], []),
    (with_kite(purpose=Words((*KITE.purpose.texts, ("fi", "Sähköpostin lähetys")))), [], []),
    (with_kite(purpose=Words((("fi", "Sähköpostin lähetys"),))), [], []),
    (with_kite(purpose=Words(), purpose_read=()), ["no-longer-stated"], ["now-stated"]),
    (
        with_kite(data=(*KITE.data, DataCategory("phone", ("TelephoneNumber",)))),
        ["data-widened"],
        ["data-narrowed"],
    ),
    (with_kite(data=(*KITE.data, DataCategory("colour of hair"))), ["data-widened"], ["data-narrowed"]),
    (with_kite(data=(KITE.data[0], DataCategory("colour of hair"))), ["data-changed"], ["data-changed"]),
    (
        with_kite(data=(DataCategory("emails", ("EmailAddress",)), KITE.data[1])),
        ["wording-only"],
        ["wording-only"],
    ),
    (with_kite(data=KITE.data[::-1]), [], []),
    (with_kite(data=()), ["no-longer-stated"], ["now-stated"]),
    (with_kite(data_subjects=("customers", "staff")), ["data-subjects-widened"], ["data-subjects-narrowed"]),
    (with_kite(data_subjects=("staff",)), ["data-subjects-changed"], ["data-subjects-changed"]),
    (with_kite(function=en("Hosting")), ["function"], ["function"]),
    (with_kite(service="Kestrel"), ["function"], ["function"]),
    (with_kite(access="content"), ["access-widened"], ["access-narrowed"]),
    (with_kite(access="unknown"), ["no-longer-stated"], ["now-stated"]),
    (with_kite(retention="A year"), ["retention"], ["retention"]),
    (with_kite(condition=Condition(en("by contract"), "contract")), ["condition-added"], ["condition-removed"]),
    (with_kite(applies_to=Scope(services=("shop", "blog"))), ["applies-to-widened"], ["applies-to-narrowed"]),
    (
        with_kite(applies_to=Scope(services=("shop",), regions=("eu",))),
        ["applies-to-narrowed"],
        ["applies-to-widened"],
    ),
    (with_kite(applies_to=Scope()), ["applies-to-widened"], ["applies-to-narrowed"]),
    (with_kite(applies_to=Scope(groups=("mail",))), ["structure"], ["structure"]),
    (with_kite(varies_by_customer=True), ["varies"], ["varies"]),
    (with_kite(identifiers=(Identifier("FI24315605", "eu-vat-fi", "FI24315605"),)), [], []),
    (with_kite(identifiers=(Identifier("2431560-5"),)), [], []),
    (with_kite(identifiers=(Identifier("0112038-9"),)), ["identifier"], ["identifier"]),
    (
        with_kite(identifiers=(Identifier("0112038-9", "fi-ytunnus", "0112038-9"),)),
        ["identifier"],
        ["identifier"],
    ),
    (with_kite(identifiers=()), ["no-longer-stated"], ["now-stated"]),
    (with_kite(tier=2), ["chain"], ["chain"]),
    (with_kite(engaged_by="owl"), ["now-stated"], ["no-longer-stated"]),
    (with_kite(address="Short Road 9, Turku"), ["address"], ["address"]),
    (with_kite(contact=Contact("A. Person")), ["contact"], ["contact"]),
    (with_kite(status="in trial"), ["remarks"], ["remarks"]),
    (with_kite(notes=()), ["no-longer-stated"], ["now-stated"]),
    (with_kite(links=("https://kite.example/new",)), ["remarks"], ["remarks"]),
    (with_kite(mentions=("Emu AS",)), ["remarks"], ["remarks"]),
    (with_kite(placeholders=()), ["no-longer-stated"], ["now-stated"]),
    (replace(BASE, publisher="Other Oy"), ["publisher"], ["publisher"]),
    (replace(BASE, publisher="Ruskoilves"), ["wording-only"], ["wording-only"]),
    (replace(BASE, title=en("Our helpers")), ["wording-only"], ["wording-only"]),
    (replace(BASE, parent=Parent("Service agreement", "1")), ["agreement"], ["agreement"]),
    (replace(BASE, parent=None), ["no-longer-stated"], ["now-stated"]),
    (replace(BASE, notice=replace(BASE.notice, days=14)), ["notice-terms"], ["notice-terms"]),
    (replace(BASE, objection=replace(BASE.objection, days=30)), ["objection-terms"], ["objection-terms"]),
    (replace(BASE, tlp="TLP:GREEN"), ["structure"], ["structure"]),
    (replace(BASE, services=(*BASE.services, Service("cv", en("CV")))), ["product-added"], ["product-removed"]),
    (replace(BASE, regions=BASE.regions[:1]), ["structure"], ["structure"]),
    (replace(BASE, options=()), ["structure"], ["structure"]),
    (replace(BASE, sites=(Site("fi-1", "SE", "Helsinki 1"),)), ["structure"], ["structure"]),
    (replace(BASE, version="7", version_on=PartialDate(2026, 1, 1), source_revision="abc"), [], []),
    (replace(BASE, entries=BASE.entries[::-1]), [], []),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "there", "back"), EDITS)
def test_each_edit_gives_the_kind_of_change_that_it_is(changed, there, back):
    assert kinds(BASE, changed) == there
    assert kinds(changed, BASE) == back


def test_every_kind_of_change_is_among_the_edits():
    found = {kind for _, there, back in EDITS for kind in (*there, *back)}
    elsewhere = {"replaced", "condition-changed"}
    assert {kind.id for kind in KINDS} - found == elsewhere


def test_a_country_within_a_bloc_that_is_named_too_is_no_new_place():
    old = with_kite(places=(Place("EU"), Place("FI")))
    assert kinds(old, with_kite(places=(Place("EU"),))) == ["no-longer-stated"]
    assert kinds(old, with_kite(places=(Place("EU"), Place("SE")))) == ["now-stated", "no-longer-stated"]
    assert kinds(old, with_kite(places=(Place("EU"), Place("NO")))) == ["place-added"]


def test_a_condition_that_asks_for_something_else_is_another_condition():
    old = with_kite(condition=Condition(en("by contract"), "contract"))
    new = with_kite(condition=Condition(en("with consent"), "consent"))
    assert kinds(old, new) == ["condition-changed"]


@relaxed
@given(registers(max_entries=4), randoms)
def test_a_register_does_not_differ_from_itself_in_any_order(register, random):
    entries = list(register.entries)
    random.shuffle(entries)
    assert changes_between(register, register) == ()
    assert changes_between(register, replace(register, entries=tuple(entries))) == ()


def test_a_reference_to_a_group_means_the_same_with_its_regions_in_another_order():
    one, other = (
        replace(
            BASE,
            groups=(
                Group("web", en("Web servers"), groups=(GroupReference("mail", regions),)),
                BASE.groups[0],
            ),
        )
        for regions in (("eu", "us"), ("us", "eu"))
    )
    assert kinds(one, other) == []
    assert kinds(one, replace(one, groups=(replace(one.groups[0], groups=()), BASE.groups[0]))) == [
        "structure"
    ]


def named_apart(register):
    """The register with companies that nobody can take for each other: which is which is not the matter here."""
    return replace(
        register,
        entries=tuple(
            replace(entry, name=f"Company {entry.id} Oy", legal_entity="", brand="", identifiers=())
            for entry in register.entries
        ),
    )


@relaxed
@given(registers(max_entries=3), registers(max_entries=3), randoms)
def test_swapping_two_registers_turns_what_came_into_what_went(register, other, random):
    one, two = named_apart(register), named_apart(edited(register, other, random))
    there, back = changes_between(one, two), changes_between(two, one)
    came = [c for c in there if c.kind == "added"]
    assert sorted(c.name for c in came) == sorted(c.name for c in back if c.kind == "removed")
    for kind in ("product", "applies-to", "condition", "data", "purpose", "access"):
        for gain, loss in (("added", "removed"), ("widened", "narrowed")):
            gained = sorted((c.new_id, c.after) for c in there if c.kind == f"{kind}-{gain}")
            lost = sorted((c.old_id, c.before) for c in back if c.kind == f"{kind}-{loss}")
            assert [id for id, _ in gained] == [id for id, _ in lost]


@pytest.mark.parametrize(
    ("before", "after", "added"),
    [
        (("US",), ("US", "SG"), {"SG": "yes"}),  # instructions are for each third country (Art. 28(3)(a))
        (("US",), ("SG",), {"SG": "yes"}),
        (("US",), ("US", "SE"), {"SE": "by agreement"}),
        (("FI",), ("FI", "US"), {"US": "by agreement"}),  # the first one is told of as such
        (("FI",), ("FI", "NO"), {"NO": "by agreement"}),
        (("FI", "GB"), ("FI", "GB", "IN", "DE"), {"IN": "yes", "DE": "by agreement"}),
    ],
)
def test_notice_is_owed_of_every_new_third_country(before, after, added):
    old, new = (with_kite(places=tuple(map(Place, codes)), outside_eea=None) for codes in (before, after))
    found = changes_between(old, new)
    assert {one.after[0]: one.notice.owed for one in found if one.kind == "place-added"} == added
    assert any(one.notice.owed == "yes" for one in found) == any(code in ("SG", "US", "IN") for code in added)

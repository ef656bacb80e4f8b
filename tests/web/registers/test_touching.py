"""Which sub-processors touch a customer's data: against a slow oracle, by hand, and never another customer's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest

from ketju.core.model.register import Register as Content
from ketju.core.territory.zones import zone_of
from ketju.text.render import phrasebook
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.content import register_in, register_of
from ketju.web.apps.registers.customer_words import notes_of, rows_of, why_words
from ketju.web.apps.registers.downloads import data_of
from ketju.web.apps.registers.reads_changes import happened_to
from ketju.web.apps.registers.reads_customers import View, versions_on, view_of
from ketju.web.apps.registers.reads_touched import customers_touched, reaches
from ketju.web.apps.registers.sorting import mark_due, sort_customers
from ketju.web.apps.registers.touching import touches_in, touches_of
from ketju.web.apps.registers.usages import UNKNOWN
from ketju.web.apps.services.models import Consent, EntryValue, Product, Server, Service
from ketju.web.base.access.models import Processor
from tests.web.registers.lists import LIST, changed, published, without
from tests.web.registers.oracle import touching

TODAY = date(2026, 11, 29)
NOW = datetime(2026, 11, 29, 10, tzinfo=UTC)
PRODUCTS = ("hosting", "mail", "unnamed")
COUNTRIES = ("", "FI", "SE", "US", "IN")
OPTIONS = ("dedicated-mta", "transcripts")
EN = phrasebook("en")

pytestmark = pytest.mark.django_db


@pytest.fixture
def kite() -> Processor:
    made = Processor.objects.create(slug="kite", name="Kite Hosting Oy")
    for slug in PRODUCTS:
        Product.objects.create(processor=made, slug=slug, names={"en": slug.title()})
    return made


def customer(kite: Processor, name: str = "Alder Bakery") -> Customer:
    return Customer.objects.create(processor=kite, name=name)


def uses(whose: Customer, product: str, country: str = "FI", **more: object) -> Service:
    of = Product.objects.get(processor=whose.processor, slug=product)
    return Service.objects.create(
        processor=whose.processor, customer=whose, product=of, country=country, **more
    )


def seen(whose: Customer, on: date = TODAY, at: datetime = NOW) -> View:
    return view_of(whose, on, at)


def names(view: View) -> dict[str, bool]:
    return {one.entry.id: not one.doubts for one in view.lines}


def variants() -> list[tuple[str, Content]]:
    """The list as it is, without regions, without services, with a region of the whole world."""
    no_regions = replace(
        LIST,
        regions=(),
        services=tuple(replace(one, regions=()) for one in LIST.services),
        entries=tuple(replace(one, applies_to=replace(one.applies_to, regions=())) for one in LIST.entries),
    )
    world = replace(LIST, regions=(*LIST.regions, replace(LIST.regions[1], id="world", places=("GLOBAL",))))
    return [("whole", LIST), ("no regions", no_regions), ("world", world)]


@pytest.mark.parametrize(("name", "content"), variants())
def test_everything_is_as_the_oracle_says(kite: Processor, name: str, content: Content) -> None:
    plain = replace(content, entries=tuple(replace(one, varies_by_customer=False) for one in content.entries))
    published(kite, plain)
    whose = customer(kite)
    sets = [set(some) for size in range(3) for some in combinations(OPTIONS, size)]
    for product in PRODUCTS:
        for country in COUNTRIES:
            for options in sets:
                for region in ("", "eu"):
                    Service.objects.filter(customer=whose).delete()
                    flags = {"region": region} if region else {}
                    uses(whose, product, country, options=sorted(options), flags=flags)
                    expected = touching(plain, product, {country} - {""}, region, options)
                    assert names(seen(whose)) == expected, (product, country, options, region)


@pytest.mark.parametrize(("name", "content"), variants())
def test_entries_that_are_alike_are_answered_for_as_each_by_itself(
    kite: Processor, name: str, content: Content
) -> None:
    copies = [
        replace(one, id=f"{one.id}-{role}", name=f"{one.name} {role}", role=role)  # type: ignore[arg-type]
        for one in content.entries for role in ("processor", "controller")
    ]  # fmt: skip
    version = published(kite, replace(content, entries=(*content.entries, *copies)))
    register, asked = register_of(version), 0
    regions = [one.id for one in register.regions] or [""]
    for service in (*(one.id for one in register.services), UNKNOWN):
        sold = next((one.regions for one in register.services if one.id == service), ())
        possible = tuple(one for one in regions if not sold or one in sold)
        for options in ((), OPTIONS[:1], OPTIONS):
            for some in {possible, possible[:1], possible[-1:]}:
                ask = service, some, options
                alone = {one.entry: one for one in touches_in(register, ask)}
                assert touches_of(version.public_id, ask) == alone
                asked += len(alone)
    assert asked > 100


def test_two_services_are_touched_by_what_touches_either(kite: Processor) -> None:
    published(kite)
    whose = customer(kite)
    uses(whose, "mail", "SE", options=["dedicated-mta"])
    uses(whose, "hosting", "US")
    found = seen(whose)
    either = touching(LIST, "mail", {"SE"}, "", {"dedicated-mta"}) | touching(
        LIST, "hosting", {"US"}, "", set()
    )
    assert set(names(found)) == set(either)
    post = found.line("main", "post")
    assert post is not None
    assert why_words(post, EN) == (
        "because you use Mail in the region EU",
        "because you ordered “Dedicated MTA”",
    )
    sieve = found.line("main", "sieve")
    assert sieve is not None
    assert why_words(sieve, EN) == (
        "because you use Mail in the region EU, and that uses “Mail delivery → Spam filters”",
    )


def test_flags_and_consents_count_while_they_hold(kite: Processor) -> None:
    published(kite)
    whose = customer(kite)
    one = uses(whose, "mail", flags={"dedicated-mta": "yes", "transcripts": "no"})
    assert "post" in names(seen(whose))
    assert "scribe" not in names(seen(whose))
    given = Consent.objects.create(
        customer=whose, service=one, subject="transcripts", given_at=NOW - timedelta(days=10)
    )
    assert "scribe" in names(seen(whose))
    assert "scribe" not in names(seen(whose, TODAY - timedelta(days=20), NOW - timedelta(days=20)))
    given.withdrawn_at = NOW - timedelta(days=1)
    given.save()
    assert "scribe" not in names(seen(whose))
    assert "scribe" in names(seen(whose, TODAY - timedelta(days=5), NOW - timedelta(days=5)))
    other = uses(whose, "hosting")
    Consent.objects.create(customer=whose, service=other, subject="transcripts", given_at=NOW)
    line = seen(whose).line("main", "scribe")
    assert line is not None
    assert [way.service.pk for way in line.ways] == [other.pk]


def test_where_the_register_does_not_decide_it_is_said(kite: Processor) -> None:
    published(kite)
    whose = customer(kite)
    uses(whose, "hosting", "")
    uses(whose, "hosting", "BR")
    uses(whose, "unnamed", "FI")
    server = Server.objects.create(processor=kite, code="us-1", country="US")
    uses(whose, "hosting", "FI", server=server)
    uses(whose, "mail", "US")
    notes = notes_of(seen(whose), EN)
    assert [one.doubt for one in seen(whose).doubts] == [
        "country-missing", "country-nowhere", "product", "country-twofold", "not-sold",
    ]  # fmt: skip
    assert "Brazil, which no region of the list names" in notes[1]
    line = seen(whose).line("main", "juniper")
    assert line is not None
    assert line.doubts == ("region",)


def test_values_of_the_customer_where_an_entry_varies(kite: Processor) -> None:
    published(kite)
    whose = customer(kite)
    uses(whose, "hosting")
    line = seen(whose).line("main", "variable")
    assert line is not None and line.doubts == ("varies",) and line.codes == ("DE", "SE")
    EntryValue.objects.create(
        customer=whose, entry="variable", field="places", value="SE", since=date(2026, 1, 1)
    )
    line = seen(whose).line("main", "variable")
    assert line is not None and line.doubts == () and line.codes == ("SE",)
    EntryValue.objects.create(
        customer=whose, entry="variable", field="applies", value="no", since=date(2026, 6, 1)
    )
    assert seen(whose).line("main", "variable") is None
    assert seen(whose, date(2026, 5, 1)).line("main", "variable") is not None


def test_planned_ended_and_controllers_stand_apart(kite: Processor) -> None:
    published(kite)
    whose = customer(kite)
    uses(whose, "hosting")
    found = seen(whose)
    on = {
        shelf: [one.entry.id for one in found.on_shelf(shelf)]
        for shelf in ("planned", "ended", "controllers")
    }
    assert on == {"planned": ["future"], "ended": ["past"], "controllers": ["bank"]}
    assert "future" in [one.entry.id for one in seen(whose, date(2097, 2, 1)).on_shelf("current")]


def test_outside_the_eea_counts_where_no_country_is_named(kite: Processor) -> None:
    published(kite, changed(LIST, "larch", outside_eea=True, transfer=None))
    whose = customer(kite)
    uses(whose, "mail")
    found = {one.entry.id: one.found for one in seen(whose).lines}
    larch = found["larch"]
    assert (larch.is_outside, larch.is_missing, larch.is_unnamed) == (True, True, True)
    assert [one for one in found if found[one].is_unnamed] == ["larch"]


def test_the_version_of_the_day_holds(kite: Processor) -> None:
    published(kite, without(LIST, "sequoia"), on=date(2026, 1, 10))
    published(kite, on=date(2026, 6, 1))
    whose = customer(kite)
    uses(whose, "hosting", started_on=date(2026, 1, 5))
    assert seen(whose, date(2026, 1, 9)).held == ()
    assert "sequoia" not in names(seen(whose, date(2026, 5, 31)))
    assert "sequoia" in names(seen(whose, date(2026, 6, 1)))
    assert seen(whose, date(2026, 1, 4)).services == ()
    rows = rows_of(seen(whose).on_shelf("current"), TODAY, EN)
    assert {one.entry.id: one.came.number for one in rows}["sequoia"] == 2


def test_lists_that_are_not_for_customers_are_not_shown(kite: Processor) -> None:
    published(kite, replace(LIST, tlp="TLP:RED"))
    assert versions_on(kite.pk, TODAY) == ()
    published(kite, replace(LIST, tlp="TLP:AMBER"), slug="other")
    assert [one.register.slug for one in versions_on(kite.pk, TODAY)] == ["other"]


def test_zones_and_safeguards_follow_the_law_of_the_day(kite: Processor) -> None:
    # D-141: (EU) 2023/1795 covers recipients on the DPF list since 10 July 2023; Switzerland has a
    # decision for all (2000/518/EC); India has none; Norway is in the EEA.
    assert [zone_of(code, TODAY) for code in ("FI", "NO", "CH", "US", "IN", "GLOBAL")] == [
        "inside", "inside", "adequate", "partly", "third", "unknown",
    ]  # fmt: skip
    assert zone_of("US", date(2023, 7, 9)) == "third"
    assert zone_of("GB", date(2019, 5, 1)) == "inside"
    published(kite)
    whose = customer(kite)
    uses(whose, "mail", "FI")
    uses(whose, "hosting", "US")
    rows = {one.entry.id: one for one in rows_of(seen(whose).on_shelf("current"), TODAY, EN)}
    told = {key: [place.safeguard for place in row.places] for key, row in rows.items()}
    assert told["sequoia"] == ["standard contractual clauses, as the list states"]
    assert told["mango"] == ["no safeguard is stated"]
    assert told["sieve"][0].startswith("adequacy decision")
    assert told["sieve"][1].startswith("Data Privacy Framework, as the list states")
    assert told["juniper"][0].startswith("no safeguard is stated; decision (EU) 2023/1795 covers it only if")
    assert rows["mango"].is_missing and not rows["sequoia"].is_missing


def test_changes_that_touch_the_customer(kite: Processor) -> None:
    published(kite, on=date(2026, 3, 2))
    published(kite, changed(LIST, "larch", places=LIST.entries[3].places), on=date(2026, 4, 1))
    published(kite, without(LIST, "larch"), on=date(2026, 5, 1))
    mail, plain = customer(kite), customer(kite, "Birch Books")
    uses(mail, "mail")
    uses(plain, "hosting", "US")
    touched = {(one.step.number, one.change.old_id) for one in happened_to(seen(mail))}
    assert (2, "larch") in touched
    assert (3, "larch") in touched
    assert not any(one.change.old_id == "larch" for one in happened_to(seen(plain)))
    since = datetime(2026, 4, 15, tzinfo=UTC)
    assert {one.step.number for one in happened_to(seen(mail), since)} == {3}


def test_customers_of_an_entry_are_those_who_see_it(kite: Processor) -> None:
    held = versions_on(kite.pk, TODAY)
    published(kite)
    for at in range(24):
        whose = customer(kite, f"Customer {at}")
        uses(whose, PRODUCTS[at % 3], COUNTRIES[at % 5], options=list(OPTIONS[: at % 3]))
        if at % 4 == 0:
            uses(whose, "mail", "SE")
        if at % 7 == 0:
            Consent.objects.create(customer=whose, subject="transcripts", given_at=NOW - timedelta(days=1))
        if at % 6 == 0:
            EntryValue.objects.create(
                customer=whose, entry="variable", field="applies", value="no", since=date(2026, 1, 1)
            )
    while sort_customers(TODAY):
        pass
    held = versions_on(kite.pk, TODAY)
    found = reaches(kite, held[0], LIST.entries, TODAY)
    views = [seen(one) for one in Customer.objects.filter(processor=kite)]
    for entry in LIST.entries:
        expected = {view.customer.pk for view in views if view.line("main", entry.id)}
        assert found[entry.id].customers == len(expected), entry.id
        listed, after = [], 0
        while True:
            some = customers_touched(kite, entry.id, found[entry.id], after, 5)
            listed += [one.pk for one, _ in some.shown]
            if not (after := some.next):
                break
        assert set(listed) == expected and len(listed) == len(expected), entry.id


def test_classes_follow_every_write(kite: Processor) -> None:
    published(kite)
    whose = customer(kite)
    held = versions_on(kite.pk, TODAY)[0]

    def count(entry: str) -> int:
        mark_due(TODAY)
        sort_customers(TODAY)
        return reaches(kite, held, [one for one in LIST.entries if one.id == entry], TODAY)[entry].customers

    assert count("sequoia") == 0
    one = uses(whose, "hosting", "FI", ended_on=date(2026, 12, 24))
    assert (count("sequoia"), count("juniper")) == (1, 0)
    Service.objects.filter(pk=one.pk).update(country="US")
    assert count("juniper") == 1
    server = Server.objects.create(processor=kite, code="s", country="US")
    Service.objects.filter(pk=one.pk).update(country="", server=server)
    Server.objects.filter(pk=server.pk).update(country="FI")
    assert count("juniper") == 0
    later = TODAY + timedelta(days=60)
    mark_due(later)
    sort_customers(later)
    assert reaches(kite, held, LIST.entries[3:4], later)["sequoia"].customers == 0
    Service.objects.bulk_create(
        [Service(processor=kite, customer=whose, product=one.product, country="FI") for _ in range(3)]
    )
    assert count("sequoia") == 1
    Service.objects.filter(customer=whose).delete()
    assert count("sequoia") == 0


def test_what_a_link_shows_has_no_contact_person_and_no_names_of_the_customer(kite: Processor) -> None:
    published(kite)
    whose = customer(kite, "Secret Bakery")
    uses(whose, "hosting", label="kuopio.example.com")
    inside = repr(data_of(seen(whose), NOW, EN, has_contacts=True))
    outside = repr(data_of(seen(whose), NOW, EN, has_contacts=False))
    assert "Pihla" in inside and "Secret Bakery" in inside and "kuopio" in inside
    assert not any(word in outside for word in ("Pihla", "pihla", "Secret", "kuopio"))
    assert "Cloudberry" in outside


def test_versions_share_the_entries_that_are_alike(kite: Processor) -> None:
    first = published(kite, on=date(2026, 1, 10))
    second = published(kite, changed(LIST, "larch", retention="30 days"), on=date(2026, 2, 10))
    one, other = register_of(first), register_of(second)
    assert (one, other) == (register_in(first.content), register_in(second.content))
    assert [a is b for a, b in zip(one.entries, other.entries, strict=True)].count(False) == 1

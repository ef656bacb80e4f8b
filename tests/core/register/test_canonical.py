import hashlib
import json
import unicodedata
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
from ketju.core.register.canonical import (
    canonical_bytes,
    content_hash,
    data_from_register,
    language_tag,
    register_from_data,
)
from ketju.core.register.shape import MapKind, members
from tests.core.register.registers import randoms, registers, relaxed, without_meaningless

SMALL = Register(
    publisher="Revontuli Oy",
    languages=("fi",),
    entries=(
        Entry(
            id="alku",
            name="Alku Oy",
            places=(Place("SE", "backup"), Place("FI", inferred=True)),
            outside_eea=False,
            since=PartialDate(2015),
            purpose=Words((("fi", "Sähköposti"), ("en", "Mail"))),
        ),
    ),
    version="7",
    version_on=PartialDate(2026, 11, 22),
    source_revision="c" * 40,
)
# Written by hand after RFC 8785: members in order of their names, no white space, UTF-8.
SMALL_BYTES = (
    '{"entries":{"alku":{"name":"Alku Oy","outside_eea":false,'
    '"places":[{"code":"FI"},{"code":"SE","kind":"backup"}],'
    '"purpose":{"en":"Mail","fi":"Sähköposti","source":"fi"},"since":"2015"}},'
    '"ketju":1,"languages":["fi"],"publisher":"Revontuli Oy"}'
).encode()
# printf '%s' '…' | sha256sum
SMALL_HASH = "7fd0ccac236435d39cf66aeaeeb0e522358f53c87168643fa4c642455bc82789"


def one(**changes) -> Register:
    return Register(publisher="Revontuli Oy", entries=(Entry(id="alku", name="Alku Oy", **changes),))


def test_the_bytes_are_those_of_rfc_8785():
    assert canonical_bytes(SMALL) == SMALL_BYTES


def test_the_hash_is_the_sha_256_of_the_bytes():
    assert content_hash(SMALL) == SMALL_HASH


def test_an_empty_register_has_a_form_too():
    assert canonical_bytes(Register()) == b'{"ketju":1}'


@relaxed
@given(registers())
def test_the_register_comes_back_from_its_data_with_the_same_hash(register):
    again = register_from_data(data_from_register(register))
    assert content_hash(again) == content_hash(register)
    assert canonical_bytes(again) == canonical_bytes(register)


@relaxed
@given(registers())
def test_the_register_comes_back_from_its_bytes(register):
    data = json.loads(canonical_bytes(register))
    assert canonical_bytes(register_from_data(data)) == canonical_bytes(register)


@relaxed
@given(registers())
def test_whole_data_loses_nothing_but_what_is_computed(register):
    whole = data_from_register(register, whole=True)
    again = register_from_data(whole)
    assert data_from_register(again, whole=True) == whole
    assert again.version_on == register.version_on
    assert again.source_revision == unicodedata.normalize("NFC", register.source_revision)


@relaxed
@given(registers())
def test_release_and_inference_are_no_meaning(register):
    assert content_hash(without_meaningless(register)) == content_hash(register)


@relaxed
@given(registers(), randoms)
def test_the_order_of_records_and_sets_is_no_meaning(register, random):
    def shuffled(values):
        return tuple(random.sample(values, len(values)))

    moved = replace(
        register,
        services=shuffled(register.services),
        groups=shuffled(register.groups),
        entries=tuple(
            replace(
                entry,
                places=shuffled(entry.places),
                data=shuffled(entry.data),
                links=(*shuffled(entry.links), *entry.links),
                applies_to=replace(entry.applies_to, groups=shuffled(entry.applies_to.groups)),
            )
            for entry in shuffled(register.entries)
        ),
    )
    assert content_hash(moved) == content_hash(register)


@relaxed
@given(registers(max_entries=1))
def test_a_letter_composed_or_decomposed_is_the_same_letter(register):
    decomposed = replace(register, publisher=unicodedata.normalize("NFD", register.publisher))
    assert content_hash(decomposed) == content_hash(register)


def test_the_order_of_headings_of_notes_and_of_languages_is_meaning():
    assert content_hash(one(notes=("a", "b"))) != content_hash(one(notes=("b", "a")))
    assert content_hash(Register(languages=("fi", "en"))) != content_hash(Register(languages=("en", "fi")))
    inwards, outwards = (Scope(sections=names) for names in (("EU", "Mail"), ("Mail", "EU")))
    assert content_hash(one(applies_to=inwards)) != content_hash(one(applies_to=outwards))


def test_which_language_is_the_original_is_meaning():
    finnish, english = ("fi", "Posti"), ("en", "Mail")
    assert content_hash(one(purpose=Words((finnish, english)))) != content_hash(
        one(purpose=Words((english, finnish)))
    )


def test_unknown_and_no_are_not_the_same_answer():
    assert len({content_hash(one(outside_eea=answer)) for answer in (None, True, False)}) == 3


def test_a_default_that_is_written_out_changes_nothing():
    written = one(role="processor", tier=1, access="unknown", applies_to=Scope(), places=(), notes=("",))
    assert content_hash(written) == content_hash(one())
    assert content_hash(replace(one(), notice=NoticeTerms())) == content_hash(one())


CHANGED = {
    Register: Register(
        publisher="B",
        title=Words((("fi", "B"),)),
        languages=("sv",),
        parent=Parent("B", "C"),
        tlp="TLP:GREEN",
        notice=NoticeTerms("B", 30, "days", "C", ("D",)),
        objection=ObjectionTerms("B", 30, "days", "C", "D"),
        regions=(Region("b", Words((("fi", "B"),)), ("FI",)),),
        services=(Service("b", Words((("fi", "B"),)), ("b",), (GroupReference("b", ("b",)),)),),
        options=(Option("b", Words((("fi", "B"),)), "consent"),),
        sites=(Site("b", "FI", "B"),),
        groups=(Group("b", Words((("fi", "B"),)), ("b",), True, (GroupReference("c"),)),),
        entries=(Entry("b", "B"),),
    ),
    Entry: Entry(
        "alku",
        "B",
        legal_entity="B",
        brand="B",
        service="B",
        identifiers=(Identifier("B", "fi-ytunnus", "C", None, "FI"),),
        address="B",
        contact=Contact("B", "C", "D"),
        role="controller",
        tier=2,
        engaged_by="B",
        access="content",
        function=Words((("fi", "B"),)),
        purpose=Words((("fi", "B"),)),
        purpose_read=("B",),
        data=(DataCategory("B", ("C",)),),
        data_subjects=("B",),
        places_printed="B",
        places=(Place("FI", "storage", "B", "C"),),
        outside_eea=True,
        transfer=Transfer("B", ("C",), ("D",)),
        condition=Condition(Words((("fi", "B"),)), "use", "b"),
        varies_by_customer=True,
        since=PartialDate(2020, 1),
        until=PartialDate(2020, 1, 2),
        notified=PartialDate(2020),
        replaces="b",
        mentions=("B",),
        links=("B",),
        applies_to=Scope(("b",), ("b",), ("b",), ("B",)),
        placeholders=("B",),
        retention="B",
        status="B",
        notes=("B",),
    ),
}


@pytest.mark.parametrize("name", [m.name for m in members(Register) if m.meaning])
def test_every_part_of_a_register_that_means_something_counts(name):
    changed = replace(one(), **{name: getattr(CHANGED[Register], name)})
    assert content_hash(changed) != content_hash(one())


@pytest.mark.parametrize("name", [m.name for m in members(Entry)])
def test_every_part_of_an_entry_counts(name):
    (entry,) = one().entries
    changed = replace(one(), entries=(replace(entry, **{name: getattr(CHANGED[Entry], name)}),))
    assert content_hash(changed) != content_hash(one())


def nested(value):
    """The paths of every text, number and flag in plain data."""
    if isinstance(value, dict):
        return [f"{key}/{path}" for key, inner in value.items() for path in nested(inner)]
    if isinstance(value, list):
        return [f"*/{path}" for inner in value for path in nested(inner)]
    return [""]


def test_the_data_of_a_full_register_name_every_member_of_every_record():
    full = replace(CHANGED[Register], entries=(CHANGED[Entry],))
    found = {part for path in nested(data_from_register(full)) for part in path.split("/")}
    kinds = [Register, Entry, *(m.kind.of for m in members(Register) if isinstance(m.kind, MapKind))]
    assert {m.name for of in kinds for m in members(of) if m.meaning} <= found


def test_two_records_with_one_id_have_no_canonical_form():
    with pytest.raises(ValueError, match="alku"):
        canonical_bytes(Register(entries=(Entry("alku", "A"), Entry("alku", "B"))))
    with pytest.raises(ValueError, match="id"):
        canonical_bytes(Register(entries=(Entry("\u00e4", "A"), Entry("a\u0308", "B"))))


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"ketju": "1"},
        {"ketju": 2},
        {"ketju": 1, "publisher": 7},
        {"ketju": 1, "publishr": "A"},
        {"ketju": 1, "entries": []},
        {"ketju": 1, "entries": {"a": "b"}},
        {"ketju": 1, "entries": {"a": {"name": "A", "since": "2015-13"}}},
        {"ketju": 1, "entries": {"a": {"name": "A", "since": 2015}}},
        {"ketju": 1, "entries": {"a": {"name": "A", "role": "observer"}}},
        {"ketju": 1, "entries": {"a": {"name": "A", "tier": True}}},
        {"ketju": 1, "entries": {"a": {"name": "A", "outside_eea": "no"}}},
        {"ketju": 1, "entries": {"a": {"name": "A", "condition": {"printed": "x"}}}},
        {"ketju": 1, "entries": {"a": {"name": "A", "places": "FI"}}},
        {"ketju": 1, "languages": "fi"},
    ],
)
def test_data_of_another_form_are_refused(data):
    with pytest.raises(ValueError):
        register_from_data(data)


@pytest.mark.parametrize(
    ("code", "expected"),
    [("FI", "fi"), ("SV-fi", "sv-FI"), ("zh-hant-tw", "zh-Hant-TW"), ("", "und"), ("es-419", "es-419")],
)
def test_language_codes_are_written_in_the_usual_case(code, expected):
    assert language_tag(code) == expected


def test_the_hash_function_is_sha_256():
    assert content_hash(Register()) == hashlib.sha256(b'{"ketju":1}').hexdigest()

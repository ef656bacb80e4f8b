"""The fast matching of entries comes to what trying all pairs comes to."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ketju.core.model.register import Entry, Identifier, Place, Scope, Words
from ketju.core.register.comparison.all_pairs import pairing_of_all
from ketju.core.register.comparison.matching import pairing
from ketju.core.register.comparison.recognition import Row
from tests.core.register.registers import edited, randoms, registers, relaxed

NAMES = (
    "Acme GmbH", "ACME", "Acme Inc.", "Kite (Acme GmbH)", "Kite", "Owl (formerly Kite)", "Bluepenny", "Blue Penny",
    "Acme", "", "Oy",
)  # fmt: skip
NUMBERS = (
    (),
    (Identifier("2431560-5", "fi-ytunnus", "2431560-5"),),
    (Identifier("FI24315605", "eu-vat-fi", "FI24315605"),),
    (Identifier("FI01120389", "eu-vat-fi", "FI01120389"),),
)
USES = tuple(
    Words((("en", text),)) if text else Words() for text in ("", "Hosting", "Hosting of mail", "Support")
)

rows = st.lists(
    st.builds(
        Entry,
        st.sampled_from(("acme", "acme-2", "kite", "owl", "x1", "x2", "x3")),
        st.sampled_from(NAMES),
        identifiers=st.sampled_from(NUMBERS),
        purpose=st.sampled_from(USES),
        function=st.sampled_from(USES),
        purpose_read=st.sampled_from(((), ("Marketing",), ("CustomerCare",))),
        places=st.sampled_from(((), (Place("FI"),), (Place("US"),))),
        applies_to=st.sampled_from((Scope(), Scope(services=("a",)))),
    ),
    max_size=7,
)


@relaxed
@given(rows, rows)
def test_fast_matching_comes_to_what_trying_all_pairs_comes_to(old, new):
    before, after = list(map(Row, old)), list(map(Row, new))
    assert pairing(before, after) == pairing_of_all(before, after)


@relaxed
@given(registers(max_entries=4), registers(max_entries=4), randoms)
def test_so_it_does_for_registers_of_any_content(register, other, random):
    changed = edited(register, other, random)
    before, after = list(map(Row, register.entries)), list(map(Row, changed.entries))
    assert pairing(before, after) == pairing_of_all(before, after)


@relaxed
@given(rows, randoms)
def test_every_entry_is_in_one_pair_or_left_over(old, random):
    new = [replace(entry, id=f"n{at}") for at, entry in enumerate(old)]
    random.shuffle(new)
    found = pairing(list(map(Row, old)), list(map(Row, new)))
    assert sorted(pair[0] for pair in found.pairs) == list(range(len(old)))
    assert sorted(pair[1] for pair in found.pairs) == list(range(len(new)))
    assert found.old_left == found.new_left == ()


def matched(old, new):
    found = pairing(list(map(Row, old)), list(map(Row, new)))
    return {(old[one].id, new[other].id) for one, other, _ in found.pairs}


def entry(id, name, purpose="", **more):
    return Entry(id, name, purpose=Words((("en", purpose),)) if purpose else Words(), **more)


def test_rows_of_one_company_are_told_apart_by_their_use_and_not_by_their_number():
    old = [
        entry("kite", "Kite", "Mail"),
        entry("kite-2", "Kite", "Maps"),
        entry("kite-3", "Kite", "Video calls"),
    ]
    new = [entry("kite", "Kite", "Maps"), entry("kite-2", "Kite", "Video calls and chat")]
    assert matched(old, new) == {("kite-2", "kite"), ("kite-3", "kite-2")}


def test_other_products_of_one_company_are_not_taken_for_each_other():
    old = [entry("kite", "Kite (Acme GmbH)", "Mail")]
    new = [entry("owl", "Owl (Acme GmbH)", "Video calls")]
    assert matched(old, new) == set()


def test_a_company_under_its_new_name_is_recognised_by_its_number():
    old = [entry("kite", "Kite Oy", "Mail", identifiers=NUMBERS[1])]
    new = [entry("owl", "Owl Oy", "Sending of mail", identifiers=NUMBERS[2])]
    assert matched(old, new) == {("kite", "owl")}


def test_companies_with_a_part_of_the_name_in_common_are_not_taken_for_each_other():
    old, new = [entry("a", "Acme Ireland Ltd", "Mail")], [entry("b", "Acme Payments Ltd", "Payments")]
    assert matched(old, new) == set()


def test_a_row_keeps_its_purpose_though_another_row_bears_its_name_now():
    old = [entry("kite", "Kite, Inc", "Maps")]
    new = [entry("kite-dba-owl", "Kite, Inc d/b/a Owl", "Maps"), entry("kite", "Kite, Inc", "Calls")]
    assert matched(old, new) == {("kite", "kite-dba-owl")}

"""Entries are put together by company; many of one name take no longer than many of other names."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketju.core.model.register import Entry, Identifier
from ketju.core.register.companies import grouped_by_company
from ketju.core.register.parties import same_company
from tests.core.register.many import SHARED, register
from tests.core.register.registers import relaxed
from tests.formats.effort import assert_linear

NAMES = (
    "Acme GmbH", "ACME", "Acme Inc.", "Kite (Acme GmbH)", "Kite", "Owl (formerly Kite)", "Kite Oy", "Owl", "Oy", "",
)  # fmt: skip
NUMBERS = ((), (Identifier("2431560-5", "fi-ytunnus", "2431560-5"),))

entries = st.builds(
    Entry,
    st.just("x"),
    st.sampled_from(NAMES),
    identifiers=st.sampled_from(NUMBERS),
    legal_entity=st.sampled_from(("", "Acme GmbH", "Kite Oy", "Acme Inc.")),
    brand=st.sampled_from(("", "", "Kite", "Owl")),
)


def numbered(name, id, **more):
    return Entry(id, name, identifiers=NUMBERS[1], **more)


def entry(name, id="", **more):
    return Entry(id or name, name, **more)


def groups(*entries):
    return [[one.id for one in group] for group in grouped_by_company(entries)]


def test_entries_are_grouped_by_company_in_the_order_of_the_list():
    assert groups(entry("B Co", id="1"), entry("Acme GmbH", id="2"), entry("ACME", id="3")) == [
        ["1"],
        ["2", "3"],
    ]


def test_a_bare_name_between_two_companies_goes_with_neither():
    assert groups(entry("Acme GmbH"), entry("Acme"), entry("Acme Inc.")) == [
        ["Acme GmbH"],
        ["Acme"],
        ["Acme Inc."],
    ]


def test_a_number_joins_what_names_do_not():
    found = groups(numbered("Kite", "Kite"), numbered("Owl", "Owl"), entry("Kite Oy"), entry("Emu"))
    assert found == [["Kite", "Owl", "Kite Oy"], ["Emu"]]


def test_nameless_entries_are_not_one_company():
    assert groups(entry("", id="1"), entry("–", id="2")) == [["1"], ["2"]]


def test_a_brand_of_two_companies_makes_them_no_company():
    assert groups(entry("Mailkite SAS", brand="Kite"), entry("Otherkite Ltd", brand="Kite")) == [
        ["Mailkite SAS"],
        ["Otherkite Ltd"],
    ]


def test_a_brand_without_any_name_makes_no_company():
    assert groups(entry("", id="1", brand="Kite"), entry("", id="2", brand="Kite")) == [["1"], ["2"]]


def test_a_bare_name_goes_with_the_company_whose_brand_it_is():
    assert groups(entry("Mailkite SAS", brand="Kite"), entry("Kite")) == [["Mailkite SAS", "Kite"]]
    both = entry("Mailkite SAS", brand="Kite"), entry("Otherkite Ltd", brand="Kite")
    assert groups(*both, entry("Kite")) == [["Mailkite SAS"], ["Otherkite Ltd"], ["Kite"]]


def test_one_name_of_two_legal_entities_is_two_companies():
    one, two = (entry("Kite", id=legal, legal_entity=legal) for legal in ("Mailkite SAS", "Otherkite Ltd"))
    again = entry("Kite", id="again", legal_entity="Otherkite Limited")
    assert groups(one, two, again) == [["Mailkite SAS"], ["Otherkite Ltd", "again"]]


@relaxed
@given(st.lists(entries, max_size=8))
def test_every_entry_is_in_one_group_and_groups_keep_the_order_of_the_list(listed):
    numbered = [replace(one, id=str(at)) for at, one in enumerate(listed)]
    found = [[int(one.id) for one in group] for group in grouped_by_company(numbered)]
    assert sorted(at for group in found for at in group) == list(range(len(listed)))
    assert found == sorted(sorted(group) for group in found)


@relaxed
@given(st.lists(entries, max_size=8))
def test_equal_companies_are_together_and_groups_hang_together(listed):
    """A number in common always joins; nobody is in a group of whom nobody there is the same company."""
    numbered = [replace(one, id=str(at)) for at, one in enumerate(listed)]
    for group in grouped_by_company(numbered):
        reached = {group[0].id}
        for _ in group:
            reached |= {b.id for a in group if a.id in reached for b in group if same_company(a, b)}
        assert reached == {one.id for one in group}
        others = [one for one in numbered if one not in group]
        assert not any(a.identifiers and b.identifiers for a in group for b in others)


@pytest.mark.parametrize("shared", SHARED)
def test_twice_as_many_entries_that_share_something_take_twice_the_effort(shared):
    def grouped(size):
        return grouped_by_company(register(shared, size).entries)

    grouped(400)
    assert_linear(grouped, 200)

"""Who is told of a change, by what the terms name (D-196). The cases are made by hand."""

from __future__ import annotations

from datetime import date

import pytest

from ketju.core.notices.told import SORTS, Person, told_of
from ketju.core.terms.parameters import parameters

DAY = date(2026, 11, 26)
MAIN = Person(1, is_main_user=True, is_user=True)
PRIVACY = Person(2, role="privacy")
CONTRACT = Person(3, role="contract")
BILLING = Person(4, role="billing", is_user=True)
ALL = (MAIN, PRIVACY, CONTRACT, BILLING)


def who(people: tuple[Person, ...], named: tuple[str, ...], on: date = DAY) -> dict[int, bool]:
    """Who is told, with whether notice to them is notice to the customer."""
    return {one.number: one.counts for one in told_of(people, named, on)}


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ((), {1: True, 2: False}),
        (("main-users",), {1: True}),
        (("privacy-contact",), {2: True}),
        (("contract-contact",), {3: True}),
        (("all-users",), {1: True, 4: True}),
        (("privacy-contact", "main-users"), {1: True, 2: True}),
        (("contract-contact", "privacy-contact"), {2: True, 3: True}),
    ],
)
def test_the_terms_say_who_is_told(named: tuple[str, ...], expected: dict[int, bool]) -> None:
    assert who(ALL, named) == expected


def test_where_nobody_settled_it_a_privacy_contact_stands_for_a_customer_without_main_user() -> None:
    assert who((PRIVACY, CONTRACT), ()) == {2: True}


def test_nobody_of_those_named_leaves_the_usual_ones_told_and_none_of_them_counts() -> None:
    assert who((MAIN, PRIVACY), ("contract-contact",)) == {1: False, 2: False}
    assert who((PRIVACY,), ("main-users",)) == {2: False}
    assert who((BILLING,), ("main-users",)) == {}


def test_a_deputy_counts_like_the_one_who_is_away_to_the_last_day() -> None:
    away = Person(2, role="privacy", deputy=4, away_until=date(2026, 11, 26))
    people = (MAIN, away, BILLING)
    assert who(people, ("privacy-contact",)) == {2: True, 4: True}
    assert who(people, ("privacy-contact",), date(2026, 11, 27)) == {2: True}
    (_, deputy) = told_of(people, ("privacy-contact",), DAY)
    assert (deputy.stands_in_for, deputy.sorts) == (2, ("privacy-contact",))
    assert who((MAIN, away), ("privacy-contact",)) == {2: True}  # a deputy who is not there any longer


def test_somebody_who_is_told_twice_is_told_once_and_counts_if_either_does() -> None:
    main = Person(1, is_main_user=True, role="privacy")
    assert who((main, PRIVACY), ()) == {1: True, 2: False}
    away = Person(1, is_main_user=True, deputy=2, away_until=DAY)
    assert who((away, PRIVACY), ()) == {1: True, 2: True}
    (first,) = told_of((main,), ("main-users", "privacy-contact"), DAY)
    assert first.sorts == ("main-users", "privacy-contact")


def test_every_value_of_the_term_names_somebody() -> None:
    assert set(SORTS) == set(parameters()["notice.recipients"].choices)


def test_who_stands_in_for_one_that_counts_counts_and_who_counts_itself_is_told_for_itself() -> None:
    """A privacy contact beside the main users counts for nobody, but does while it stands in for one of them."""
    away = Person(1, is_main_user=True, deputy=2, away_until=DAY)
    for people in ((away, PRIVACY), (PRIVACY, away)):
        found = {one.number: one for one in told_of(people, (), DAY)}
        assert (found[2].counts, found[2].stands_in_for, found[2].sorts) == (True, 1, ("main-users",))
        assert not found[2].is_named, "nobody settled it"
    other = Person(2, is_main_user=True)
    for people in ((away, other), (other, away)):
        found = {one.number: one for one in told_of(people, ("main-users",), DAY)}
        assert found[2].is_named and found[2].counts
    found = {one.number: one for one in told_of((other, away), (), DAY)}
    assert (found[2].counts, found[2].stands_in_for) == (True, None)

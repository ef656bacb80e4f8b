"""What covers data that go to a place on a day. Expected values from the decisions as published in the OJ and the CJEU."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketju.core.model.register import Entry, Place, Register
from ketju.core.problems.territory import DecisionUnknown, FactUnknown, PlaceUnknown
from ketju.core.territory.facts import country_codes, decisions
from ketju.core.territory.transfers import (
    Flow,
    decision_named,
    flows_resting_on,
    known_facts,
    transfer_to,
)

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("code", "on", "facts", "cover"),
    [
        ("FI", TODAY, (), "inside"),
        ("AX", TODAY, (), "inside"),
        ("NO", TODAY, (), "inside"),
        ("SJ", TODAY, (), "safeguard"),
        ("GL", TODAY, (), "safeguard"),
        ("FO", TODAY, (), "adequacy"),
        ("GB", date(2020, 12, 31), (), "inside"),
        ("NZ", TODAY, (), "adequacy"),
        ("CA", TODAY, (), "depends"),
        ("CA", TODAY, ("pipeda",), "adequacy"),
        ("CA", TODAY, ("not-pipeda",), "safeguard"),
        ("US", date(2015, 10, 6), ("safe-harbour",), "adequacy"),
        ("US", date(2015, 10, 7), ("safe-harbour",), "safeguard"),
        ("US", date(2020, 7, 16), ("privacy-shield",), "adequacy"),
        ("US", date(2020, 7, 17), ("privacy-shield",), "safeguard"),
        ("US", date(2023, 7, 9), ("dpf",), "safeguard"),
        ("US", date(2023, 7, 10), ("dpf",), "adequacy"),
        ("US", TODAY, (), "depends"),
        ("US", TODAY, ("not-dpf",), "safeguard"),
        ("US", TODAY, ("not-dpf", "no-safeguard"), "derogation"),
        ("BR", date(2026, 1, 25), ("lgpd",), "safeguard"),
        ("BR", date(2026, 1, 26), ("lgpd",), "adequacy"),
        ("EPO", TODAY, ("epo",), "adequacy"),
        ("SG", TODAY, (), "safeguard"),
        ("SG", TODAY, ("no-safeguard",), "derogation"),
    ],
)
def test_what_covers_a_transfer_depends_on_place_day_and_recipient(
    code: str, on: date, facts: tuple[str, ...], cover: str
) -> None:
    assert transfer_to(code, on, facts).cover == cover


def test_what_nobody_has_said_is_asked_for() -> None:
    found = transfer_to("US", TODAY)
    assert (found.cover, found.missing) == ("depends", ("dpf",))


def test_access_by_another_company_is_a_transfer_and_by_a_travelling_employee_is_none() -> None:
    asked = {who: transfer_to("IN", TODAY, (), who) for who in ("processor", "controller", "employee")}
    assert {who: one.transfer for who, one in asked.items()} == {
        "processor": True,
        "controller": True,
        "employee": False,
    }
    assert "EDPB 05/2021" in {reason.basis for reason in asked["employee"].reasons}


@pytest.mark.parametrize("code", ["XX", "Atlantis", "", "USA"])
def test_a_place_that_is_none_is_a_problem(code: str) -> None:
    with pytest.raises(PlaceUnknown):
        transfer_to(code, TODAY)


@pytest.mark.parametrize("facts", [("dp",), ("not-",), ("dpf", "not-dpf"), ("not-epop",)])
def test_a_fact_that_is_unknown_or_said_both_ways_is_a_problem(facts: tuple[str, ...]) -> None:
    with pytest.raises(FactUnknown):
        transfer_to("US", TODAY, facts)


@given(st.sampled_from(sorted(country_codes())), st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.data())
def test_a_fact_never_makes_a_transfer_out_of_what_is_none_and_settles_what_depends(
    code: str, on: date, data: st.DataObject
) -> None:
    open_question = transfer_to(code, on)
    facts = data.draw(st.sets(st.sampled_from(sorted(known_facts() - {"no-safeguard"}))))
    answered = transfer_to(code, on, facts)
    assert answered.transfer == open_question.transfer
    assert (answered.cover == "depends") == bool(
        set(open_question.missing) and not set(open_question.missing) & facts
    )
    if open_question.cover != "depends":
        assert answered.cover == open_question.cover


@given(st.sampled_from(decisions()))
def test_a_decision_counts_from_its_first_day_to_its_last(decision) -> None:
    facts = [decision.fact] if decision.fact else []
    assert transfer_to(decision.destination, decision.first, facts).cover == "adequacy"
    if decision.last:
        assert transfer_to(decision.destination, decision.last, facts).cover == "adequacy"


def test_places_that_a_decision_is_about_are_listed_and_seats_are_not() -> None:
    entries = (
        Entry("a", "Aurora Inc.", places=(Place("US", "storage"), Place("US", "seat"), Place("FI"))),
        Entry("b", "Bryggan AB", places=(Place("SE"),)),
        Entry("c", "Cedar LLC", places=(Place("US", "remote access"),)),
    )
    flows = flows_resting_on(Register(entries=entries), decision_named("2023/1795"))
    assert flows == (
        Flow("a", "Aurora Inc.", "US", "storage"),
        Flow("c", "Cedar LLC", "US", "remote access"),
    )


@pytest.mark.parametrize("name", ["(EU) 2023/1795", "(eu)2023/1795", "2023/1795"])
def test_a_decision_is_known_by_its_number(name: str) -> None:
    assert decision_named(name).destination == "US"


def test_a_decision_that_does_not_exist_is_a_problem() -> None:
    with pytest.raises(DecisionUnknown):
        decision_named("2023/9999")

"""What rests on a decision, and what is left without it. Expected values from the decisions and the judgments."""

from __future__ import annotations

from datetime import date

import pytest

from ketju.core.model.register import Entry, Place, Register, Transfer
from ketju.core.problems.territory import DecisionUnknown
from ketju.core.territory.facts import decisions
from ketju.core.territory.flows import Flow, decision_named, flows_resting_on, judged_flows

TODAY = date(2026, 11, 29)


def test_places_that_a_decision_is_about_are_listed_and_seats_are_not() -> None:
    entries = (
        Entry("a", "Aurora Inc.", places=(Place("US", "storage"), Place("US", "seat"), Place("FI"))),
        Entry("b", "Bryggan AB", places=(Place("SE"),)),
        Entry("c", "Cedar LLC", places=(Place("US", "remote access"),), transfer=Transfer("SCC", ("SCC",))),
    )
    flows = flows_resting_on(Register(entries=entries), decision_named("2023/1795"))
    assert flows == (
        Flow("a", "Aurora Inc.", "US", "storage"),
        Flow("c", "Cedar LLC", "US", "remote access", ("SCC",)),
    )


@pytest.mark.parametrize("name", ["(EU) 2023/1795", "(eu)2023/1795", "2023/1795"])
def test_a_decision_is_known_by_its_number(name: str) -> None:
    assert decision_named(name).destination == "US"


def test_a_decision_that_does_not_exist_is_a_problem() -> None:
    with pytest.raises(DecisionUnknown):
        decision_named("2023/9999")


@pytest.mark.parametrize(
    ("number", "on", "holding"),
    [
        ("2021/1772", date(2025, 12, 26), "(EU) 2021/1772"),
        ("2021/1772", TODAY, "(EU) 2021/1772 as renewed by (EU) 2025/2574"),
        ("2025/2574", TODAY, "(EU) 2021/1772 as renewed by (EU) 2025/2574"),
        ("2000/520/EC", TODAY, "2000/520/EC (Safe Harbour)"),
        ("2002/2", TODAY, "2002/2/EC"),
    ],
)
def test_a_number_names_the_decision_as_it_holds_on_the_day(number: str, on: date, holding: str) -> None:
    assert decision_named(number, on).decision == holding


@pytest.mark.parametrize("decision", decisions(), ids=lambda one: one.decision)
def test_every_decision_is_known_by_its_name(decision) -> None:
    assert decision in (decision_named(decision.decision), decision_named(decision.decision, decision.first))


SHIELD = "(EU) 2016/1250"


@pytest.mark.parametrize(
    ("number", "code", "on", "facts", "covers"),
    [
        (SHIELD, "US", date(2020, 7, 15), ("privacy-shield",), ("adequacy", "safeguard")),
        (SHIELD, "US", date(2020, 7, 15), (), ("depends", "safeguard")),
        (SHIELD, "US", date(2020, 7, 16), ("privacy-shield",), ("safeguard", "safeguard")),
        (SHIELD, "US", TODAY, ("dpf",), ("adequacy", "adequacy")),  # by another decision
        ("2023/1795", "US", TODAY, ("dpf",), ("adequacy", "safeguard")),
        ("2023/1795", "US", TODAY, ("dpf", "no-safeguard"), ("adequacy", "derogation")),
        ("2013/65/EU", "NZ", TODAY, (), ("adequacy", "safeguard")),
        ("2013/65/EU", "NZ", date(2012, 12, 18), (), ("safeguard", "safeguard")),
        ("2021/1772", "GB", date(2021, 3, 1), (), ("none-needed", "none-needed")),
    ],
)
def test_every_flow_is_judged_anew_with_the_decision_and_without_it(
    number: str, code: str, on: date, facts: tuple[str, ...], covers: tuple[str, str]
) -> None:
    register = Register(entries=(Entry("a", "Aurora Inc.", places=(Place(code), Place("FI"))),))
    (found,) = judged_flows(register, decision_named(number, on), on, facts)
    assert (found.with_decision.cover, found.without.cover) == covers


def test_access_by_an_employee_who_travels_needs_no_decision() -> None:
    register = Register(entries=(Entry("a", "Aurora Inc.", places=(Place("NZ", "remote access"),)),))
    (found,) = judged_flows(register, decision_named("2013/65"), TODAY, (), "employee")
    assert (found.with_decision.cover, found.without.cover) == ("none-needed", "none-needed")

"""What covers data that go to a place on a day. Expected values from the decisions as published in the OJ and the CJEU."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketju.core.problems.territory import FactTwofold, FactUnknown, PlaceUnknown
from ketju.core.territory.facts import country_codes, decisions
from ketju.core.territory.flows import decision_named
from ketju.core.territory.transfers import known_facts, transfer_to

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
        ("GB", date(2021, 1, 1), (), "none-needed"),
        ("GB", date(2021, 6, 27), (), "none-needed"),
        ("GB", date(2021, 6, 28), (), "depends"),
        ("GB", date(2021, 6, 28), ("outside-immigration-control",), "adequacy"),
        ("GB", date(2025, 12, 26), ("not-outside-immigration-control",), "safeguard"),
        ("GB", date(2025, 12, 27), (), "adequacy"),
        ("GI", date(2020, 12, 31), (), "inside"),
        ("GI", date(2021, 1, 1), (), "safeguard"),
        ("US", date(2015, 10, 5), ("safe-harbour",), "adequacy"),
        ("US", date(2015, 10, 6), ("safe-harbour",), "safeguard"),
        ("US", date(2020, 7, 15), ("privacy-shield",), "adequacy"),
        ("US", date(2020, 7, 16), ("privacy-shield",), "safeguard"),
        ("US", date(2023, 7, 9), ("dpf",), "safeguard"),
        ("US", date(2023, 7, 10), ("dpf",), "adequacy"),
        ("US", TODAY, (), "depends"),
        ("US", TODAY, ("not-dpf",), "safeguard"),
        ("US", TODAY, ("not-dpf", "no-safeguard"), "derogation"),
        ("BR", date(2026, 1, 25), ("lgpd",), "safeguard"),
        ("BR", date(2026, 1, 26), ("lgpd",), "adequacy"),
        ("EPO", TODAY, (), "adequacy"),
        ("EPO", TODAY, ("epo",), "adequacy"),
        ("EPO", TODAY, ("not-epo",), "safeguard"),
        ("EPO", date(2025, 7, 14), (), "safeguard"),
        ("SG", TODAY, (), "safeguard"),
        ("SG", TODAY, ("no-safeguard",), "derogation"),
    ],
)
def test_what_covers_a_transfer_depends_on_place_day_and_recipient(
    code: str, on: date, facts: tuple[str, ...], cover: str
) -> None:
    assert transfer_to(code, on, facts).cover == cover


def test_over_the_bridge_the_united_kingdom_is_outside_and_data_are_not_transferred() -> None:
    found = transfer_to("GB", date(2021, 3, 1))
    assert (found.outside, found.transfer) == (True, False)
    (reason,) = [one for one in found.reasons if one.key == "bridge"]
    assert (reason.basis, reason.last) == ("EU-UK TCA Art. FINPROV.10A", date(2021, 6, 27))


@pytest.mark.parametrize(
    ("code", "on", "facts", "bases"),
    [
        ("US", date(2018, 5, 24), (), {"25", "25(1)", "25(6)"}),
        ("NZ", date(2013, 1, 1), (), {"25", "25(1)", "25(6)"}),
        ("IN", date(2015, 1, 1), (), {"25", "25(1)", "25(6)", "26(2), (4)"}),
        ("IN", date(2015, 1, 1), ("no-safeguard",), {"25", "25(1)", "25(6)", "26(1)"}),
        ("FI", date(2015, 1, 1), (), {"25"}),
        ("NO", date(2018, 7, 19), (), {"25"}),
        ("IN", date(1998, 10, 23), (), {"32(1)", "25", "25(1)", "25(6)", "26(2), (4)"}),
        ("IN", date(1998, 10, 24), (), {"25", "25(1)", "25(6)", "26(2), (4)"}),
    ],
)
def test_days_before_the_gdpr_are_judged_by_the_directive(
    code: str, on: date, facts: tuple[str, ...], bases: set[str]
) -> None:
    found = transfer_to(code, on, facts)
    assert found.law == "directive"
    assert {one.basis for one in found.reasons} == {f"Directive 95/46/EC Art. {article}" for article in bases}


@pytest.mark.parametrize(("code", "first"), [("US", date(2018, 5, 25)), ("NO", date(2018, 7, 20))])
def test_the_gdpr_counts_from_the_day_it_bound(code: str, first: date) -> None:
    assert transfer_to(code, first - timedelta(days=1)).law == "directive"
    found = transfer_to(code, first)
    assert found.law == "gdpr"
    assert not any("95/46" in one.basis for one in found.reasons)


def test_without_a_decision_the_rest_is_judged_as_before() -> None:
    decision = decision_named("2013/65")
    found = transfer_to("NZ", TODAY, without=decision)
    assert (found.cover, found.reasons[-1].basis) == ("safeguard", "GDPR Art. 46")
    assert [one.key for one in found.reasons if one.decision == decision] == ["set-aside"]
    assert transfer_to("NZ", TODAY).cover == "adequacy"
    assert transfer_to("US", TODAY, without=decision) == transfer_to("US", TODAY)


def test_a_part_is_judged_as_the_country_it_belongs_to() -> None:
    found = transfer_to("IC", TODAY)
    assert (found.code, found.cover) == ("ES", "inside")
    assert found.part is not None
    assert found.part.names["en"][0] == "Canary Islands"
    assert found.reasons[0].key == "part"


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
    assert asked["processor"].reasons[1].basis == "EDPB 05/2021"
    assert asked["employee"].reasons[1].basis.startswith("EDPB 05/2021")


@pytest.mark.parametrize("code", ["XX", "Atlantis", "", "USA"])
def test_a_place_that_is_none_is_a_problem(code: str) -> None:
    with pytest.raises(PlaceUnknown):
        transfer_to(code, TODAY)


@pytest.mark.parametrize("facts", [("dp",), ("not-",), ("not-epop",)])
def test_a_fact_that_is_unknown_is_a_problem(facts: tuple[str, ...]) -> None:
    with pytest.raises(FactUnknown):
        transfer_to("US", TODAY, facts)


def test_a_fact_that_is_said_both_ways_is_a_problem() -> None:
    with pytest.raises(FactTwofold):
        transfer_to("US", TODAY, ("dpf", "not-dpf"))


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
        after = transfer_to(decision.destination, decision.last + timedelta(days=1), facts)
        assert decision not in {one.decision for one in after.reasons if one.key in ("whole", "met")}

"""Expected values: the table of requirements 2.4, and the judgments that ended two decisions for the US."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketju.core.territory.adequacy import adequacy, is_known_without_decision
from ketju.core.territory.facts import country_codes, decisions


def codes(text: str) -> list[str]:
    return text.split()


AUTUMN_2026 = date(2026, 11, 22)
ADEQUATE = codes("AD AR BR CA CH FO GB GG JE IM IL JP KR NZ US UY")


def numbers(code: str, on: date) -> list[str]:
    return [decision.decision for decision in adequacy(code, on)]


def test_sixteen_countries_have_a_decision_in_autumn_2026():
    found = sorted(code for code in country_codes() if adequacy(code, AUTUMN_2026))
    assert found == sorted(ADEQUATE)


@pytest.mark.parametrize("code", ["SG", "AE", "HK"])
def test_singapore_the_emirates_and_hong_kong_have_none_and_this_was_checked(code):
    assert adequacy(code, AUTUMN_2026) == ()
    assert is_known_without_decision(code)


@pytest.mark.parametrize("code", ["IN", "AU", "FI", "XX", "EU", ""])
def test_silence_about_others_is_not_taken_for_a_check(code):
    assert adequacy(code, AUTUMN_2026) == ()
    assert not is_known_without_decision(code)


def test_brazil_is_adequate_from_its_decision_on():
    assert numbers("BR", date(2026, 1, 25)) == []
    assert numbers("BR", date(2026, 1, 26)) == ["(EU) 2026/179"]
    assert adequacy("BR", AUTUMN_2026)[0].scope == "limited"


def test_the_united_states_are_adequate_for_listed_organisations_only():
    (decision,) = adequacy("US", AUTUMN_2026)
    assert decision.decision == "(EU) 2023/1795"
    assert decision.scope == "listed"
    assert "List" in decision.condition


def test_the_united_states_had_no_decision_between_the_shield_and_the_framework():
    assert numbers("US", date(2020, 7, 17)) == []
    assert numbers("US", date(2023, 7, 9)) == []
    assert len(numbers("US", date(2023, 7, 10))) == 1
    assert len(numbers("US", date(2019, 1, 1))) == 1


def test_the_united_kingdom_is_adequate_until_the_end_of_2031_unless_renewed():
    assert numbers("GB", date(2031, 12, 27)) == ["(EU) 2021/1772 as renewed by (EU) 2025/2574"]
    assert numbers("UK", date(2031, 12, 27)) == numbers("GB", date(2031, 12, 27))
    assert numbers("GB", date(2031, 12, 28)) == []


def test_the_united_kingdom_is_never_without_a_decision_from_the_first_one_on():
    days = [
        date(2021, 6, 28) + timedelta(days=n)
        for n in range((date(2031, 12, 27) - date(2021, 6, 28)).days + 1)
    ]
    assert [day for day in days if len(adequacy("GB", day)) != 1] == []
    assert numbers("GB", date(2021, 6, 27)) == []
    assert numbers("GB", date(2025, 12, 26)) == ["(EU) 2021/1772"]
    assert numbers("GB", date(2025, 12, 27)) == ["(EU) 2021/1772 as renewed by (EU) 2025/2574"]


def test_no_two_decisions_about_one_destination_hold_on_one_day():
    pairs = combinations(decisions(), 2)
    assert [
        (one.decision, other.decision)
        for one, other in pairs
        if one.destination == other.destination
        and one.first <= (other.last or date.max)
        and other.first <= (one.last or date.max)
    ] == []


@pytest.mark.parametrize(("code", "judgment"), [("US", date(2015, 10, 6)), ("US", date(2020, 7, 16))])
def test_a_decision_is_void_from_the_day_of_the_judgment(code, judgment):
    assert len(adequacy(code, judgment - timedelta(days=1))) == 1
    assert adequacy(code, judgment) == ()


def test_hungary_was_adequate_until_it_joined():
    assert numbers("HU", date(2000, 7, 25)) == []
    assert numbers("HU", date(2000, 7, 26)) == ["2000/519/EC"]
    assert numbers("HU", date(2004, 4, 30)) == ["2000/519/EC"]
    assert numbers("HU", date(2004, 5, 1)) == []


def test_a_decision_about_an_organisation_is_about_no_country():
    found = [decision for decision in decisions() if decision.scope == "organisation"]
    assert [decision.decision for decision in found] == ["(EU) 2025/1382"]
    assert not {decision.destination for decision in found} & country_codes()


def test_a_decision_with_limits_says_what_must_be_true_of_the_recipient():
    assert all(bool(decision.condition) == (decision.scope != "all") for decision in decisions())


def test_every_decision_names_its_source_and_the_day_it_was_checked():
    assert all(decision.source and decision.checked_on <= AUTUMN_2026 for decision in decisions())


@given(st.sampled_from(sorted(country_codes())), st.dates())
def test_only_decisions_that_hold_are_given(code, day):
    assert all(decision.holds(day) and decision.destination == code for decision in adequacy(code, day))

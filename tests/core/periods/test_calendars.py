"""Calendars, held against lists that were published elsewhere."""

from __future__ import annotations

from datetime import date

import dateutil.easter
import pytest

from ketju.core.packaged import table
from ketju.core.periods.calendars import Calendar, calendar_from, easter, known_codes, regions_of
from ketju.core.periods.counting import SURE
from ketju.core.problems.periods import CalendarRange, CalendarUnknown


@pytest.fixture(autouse=True)
def fresh() -> None:
    """Calendars remember their days; here they are made anew."""
    calendar_from.cache_clear()


EEA = [
    "AT",
    "BE",
    "BG",
    "CY",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "FR",
    "GR",
    "HR",
    "HU",
    "IE",
    "IS",
    "IT",
    "LI",
    "LT",
    "LU",
    "LV",
    "MT",
    "NL",
    "NO",
    "PL",
    "PT",
    "RO",
    "SE",
    "SI",
    "SK",
]
"""The member states of the EU and Iceland, Liechtenstein and Norway (EEA Agreement, Art. 2)."""

EU_2014 = ["1-1", "1-2", "4-17", "4-18", "4-21", "5-1", "5-9", "5-29", "5-30", "6-9", "7-21", "8-15"]
EU_2014 += [f"12-{day}" for day in (24, 25, 26, 29, 30, 31)]
"""Working weekdays off in the Commission's decision for 2014 (2013/C 39/03)."""

EFTA_2015 = {
    "IS": ["1-1", "4-2", "4-3", "4-6", "4-23", "5-1", "5-14", "5-25", "6-17", "8-3", "12-25"],
    "LI": [
        "1-1",
        "1-2",
        "1-6",
        "2-2",
        "2-17",
        "3-19",
        "4-3",
        "4-6",
        "5-1",
        "5-14",
        "5-25",
        "6-4",
        "9-8",
        "12-8",
        "12-25",
        "12-31",
    ],
    "NO": ["1-1", "4-2", "4-3", "4-6", "5-1", "5-14", "5-25", "12-25"],
}
"""Weekdays off in the list of the EFTA states for 2015 (2014/C 455/07), but for 28 December: see the test."""


def weekdays_off(calendar: Calendar, year: int) -> list[str]:
    """Holidays that are neither Saturday nor Sunday, as month-day."""
    return [f"{day.month}-{day.day}" for day in calendar.holidays_in(year) if day.weekday() < 5]


@pytest.mark.parametrize("code", EEA)
def test_each_state_of_the_eea_has_a_calendar(code: str) -> None:
    calendar = calendar_from(code)

    assert calendar_from(code.lower()) is not None
    assert calendar.code == code
    assert date(2026, 1, 1) in calendar.holidays_in(2026)
    assert date(2026, 12, 25) in calendar.holidays_in(2026)
    assert 6 <= len(weekdays_off(calendar, 2026)) <= 17


def test_the_states_are_those_of_the_eea() -> None:
    assert sorted(table("calendars")["states"]) == sorted(EEA)


def test_institutions_are_off_on_the_days_of_the_commission_s_decision() -> None:
    assert weekdays_off(calendar_from("EU"), 2014) == EU_2014


@pytest.mark.parametrize("code", EFTA_2015)
def test_efta_states_are_off_on_the_days_of_their_published_list(code: str) -> None:
    # The list names Monday 28 December 2015 as well, in place of Saturday 26, which no act of these states does.
    assert weekdays_off(calendar_from(code), 2015) == EFTA_2015[code]


def test_finland_has_both_eves_and_the_portal_s_list_only_midsummer() -> None:
    eve, christmas = date(2026, 6, 19), date(2026, 12, 24)
    listed = {code: calendar_from(code) for code in ("FI", "FI-ejustice", "FI-150/1930")}

    assert {
        code: (eve in one.holidays_in(2026), christmas in one.holidays_in(2026))
        for code, one in listed.items()
    } == {
        "FI": (True, True),
        "FI-ejustice": (True, False),
        "FI-150/1930": (True, True),
    }


def test_sweden_has_its_eves_only_by_the_act_of_1930_and_may_day_not_on_the_portal() -> None:
    eves = [date(2026, 6, 19), date(2026, 12, 24), date(2026, 12, 31)]
    plain, act, portal = (
        calendar_from(code).holidays_in(2026) for code in ("SE", "SE-1930:173", "SE-ejustice")
    )

    assert [eve in plain for eve in eves] == [False, False, False]
    assert [eve in act for eve in eves] == [True, True, True]
    assert [date(2026, 5, 1) in one for one in (plain, act, portal)] == [True, True, False]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("FI-OJ (incl. Midsummer Eve, 24 Dec)", "FI"),
        ("SE-Act 1989:253", "SE"),
        ("SE Act 1989:253", "SE"),
        ("SE-Act 1930:173", "SE-1930:173"),
        ("FI-e-Justice (without 24 Dec)", "FI-EJUSTICE"),
        (" fi ", "FI"),
        ("DE nationwide", "DE"),
        ("de-by", "DE-BY"),
        ("any - 3(4) n/a", "none"),
        ("None", "none"),
        ("EL", "GR"),
        ("AX", "FI-01"),
        ("fi-e-justice", "FI-EJUSTICE"),
        ("se-eves", "SE-1930:173"),
    ],
)
def test_a_calendar_has_other_names(name: str, code: str) -> None:
    assert calendar_from(name).code == code


def test_a_region_is_an_option() -> None:
    # Corpus Christi 2026 is Thursday 4 June: a holiday in Bavaria and not in all of Germany.
    day = date(2026, 6, 4)

    assert day in calendar_from("DE-BY").holidays_in(2026)
    assert day not in calendar_from("DE").holidays_in(2026)


@pytest.mark.parametrize("state", EEA)
def test_each_region_has_the_holidays_that_its_package_knows(state: str) -> None:
    for region in regions_of(state):
        assert date(2026, 1, 1) in calendar_from(f"{state}-{region}").holidays_in(2026)


@pytest.mark.parametrize("name", ["", "XX", "GB", "US", "FI-99", "DE-XX", "EUROPE", "FI SE", "none-1"])
def test_a_calendar_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(CalendarUnknown):
        calendar_from(name)


def test_a_slip_gets_a_suggestion() -> None:
    with pytest.raises(CalendarUnknown) as raised:
        calendar_from("FI-ejustic")
    assert "FI-EJUSTICE" in raised.value.params["suggestions"]


def test_a_name_of_a_state_that_is_there_gets_all_that_there_is_of_it() -> None:
    with pytest.raises(CalendarUnknown) as raised:
        calendar_from("SE-Gotland")
    assert raised.value.params["suggestions"] == "SE, SE-1930:173, SE-EJUSTICE"
    with pytest.raises(CalendarUnknown) as raised:
        calendar_from("XX-YY")
    assert raised.value.params["suggestions"] == ""


def test_years_that_are_not_known_are_refused() -> None:
    for code, year in (("FI", 1999), ("FI", 2100), ("EU", 2013)):
        with pytest.raises(CalendarRange):
            calendar_from(code).holidays_in(year)
    assert calendar_from("none").holidays_in(1600) == {}


def test_easter_is_where_another_way_of_counting_has_it() -> None:
    assert [easter(year) for year in range(1900, 2200)] == [
        dateutil.easter.easter(year) for year in range(1900, 2200)
    ]


def test_a_calendar_says_what_it_is() -> None:
    finnish, region, institutions, none = (calendar_from(one) for one in ("FI", "DE-BY", "EU", "none"))

    assert (finnish.code, finnish.source, finnish.readings) == ("FI", "fi-oj", ("FI-EJUSTICE",))
    assert (finnish.first_year, finnish.last_year, finnish.base, finnish.region) == (2000, 2099, "FI", "")
    assert (region.source, region.checked, region.base, region.region) == ("package", "package", "DE", "BY")
    assert (region.first_year, region.last_year) == (2000, 2099)
    assert (institutions.first_year, institutions.last_year, institutions.readings) == (2014, 2027, ())
    assert (none.checked, none.base, none.days, none.without) == ("none", "", (), ())


def test_the_first_and_the_last_day_of_the_known_years_are_known() -> None:
    calendar = calendar_from("FI")
    first, last = date(2000, 1, 1).toordinal(), date(2099, 12, 31).toordinal()

    calendar.require(first)
    calendar.require(last)
    assert calendar.working_from(first) == date(2000, 1, 3).toordinal()
    assert calendar.working_to(last) == last  # a Thursday
    for beyond in (first - 1, last + 1):
        with pytest.raises(CalendarRange) as raised:
            calendar.require(beyond)
        year = str(date.fromordinal(beyond).year)
        assert raised.value.params == {"calendar": "FI", "year": year, "first": "2000", "last": "2099"}
    calendar_from("none").require(date.max.toordinal())
    calendar_from("none").require(1)


def test_a_working_day_is_its_own_next_and_last_one() -> None:
    calendar = calendar_from("FI")
    monday, saturday = date(2026, 11, 23).toordinal(), date(2026, 11, 21).toordinal()

    assert (calendar.working_from(monday), calendar.working_to(monday)) == (monday, monday)
    assert (calendar.working_from(saturday), calendar.working_to(saturday)) == (monday, saturday - 1)
    # Asked again, it remembers.
    assert (calendar.working_from(saturday), calendar.working_to(saturday)) == (monday, saturday - 1)


def test_a_rule_of_the_data_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="midsummer"):
        Calendar("XX", "package", days=("midsummer",)).holidays_in(2026)


def test_rules_of_the_data_name_days() -> None:
    calendar = Calendar(
        "XX", "package", days=("fri 06-19", "mon 06-01", "05-05", "easter+1"), without=("easter+1",)
    )

    assert calendar.holidays_in(2026) == {date(2026, 5, 5): "", date(2026, 6, 1): "", date(2026, 6, 19): ""}
    assert calendar.holidays_in(2027) == {date(2027, 5, 5): "", date(2027, 6, 7): "", date(2027, 6, 25): ""}
    assert calendar.holiday_name(date(2026, 5, 5)) == ""
    never = Calendar("XX", "package", days=("05-05",), without=("easter+1",))
    assert list(never.holidays_in(2026)) == [date(2026, 5, 5)]


def test_the_dutch_act_has_good_friday_and_liberation_day_each_year() -> None:
    # Algemene termijnenwet, section 3; the package has 5 May every fifth year only.
    assert {"4-3", "5-5"} <= set(weekdays_off(calendar_from("NL"), 2026))


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2000, date(2000, 4, 23)),
        (2008, date(2008, 3, 23)),
        (2026, date(2026, 4, 5)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_is_where_almanacs_have_it(year: int, day: date) -> None:
    assert easter(year) == day


def test_holidays_are_named_in_the_language_of_the_country() -> None:
    assert calendar_from("FI").holiday_name(date(2026, 12, 6)) == "Itsenäisyyspäivä"
    assert calendar_from("SE").holiday_name(date(2026, 12, 6)) is None


@pytest.mark.parametrize("code", [code for code in known_codes() if code != "none"])
def test_so_many_days_as_are_taken_for_sure_hold_two_working_days(code: str) -> None:
    calendar = calendar_from(code)
    for year in (2024, 2026):
        for day in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()):
            assert calendar.working_from(calendar.working_from(day + 1) + 1) < day + SURE


def test_the_language_of_the_machine_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    named = calendar_from("FI").holidays_in(2031)
    monkeypatch.setenv("LANGUAGE", "sv")
    monkeypatch.setenv("LC_ALL", "sv_SE.UTF-8")
    fresh = Calendar("FI", "fi-oj", base="FI", days=("fri 06-19", "12-24"))

    assert fresh.holidays_in(2031) == named

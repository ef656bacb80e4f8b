"""Regulation 1182/71 by examples. Days of the week and holidays can be checked in any calendar."""

from __future__ import annotations

import pytest

from ketju.core.periods.calendars import calendar_from
from ketju.core.periods.instants import parse_instant
from ketju.core.periods.lengths import Length, parse_length
from ketju.core.periods.method import REGULATION
from ketju.core.periods.period import Period, Question, end_of
from ketju.core.periods.readings import method_with, period_of
from ketju.core.periods.working import rules_of
from ketju.core.problems.periods import CalendarMissing, CalendarRange, PeriodRange

HELSINKI, STOCKHOLM, BERLIN = "Europe/Helsinki", "Europe/Stockholm", "Europe/Berlin"


def computed(
    start: str, length: str, calendar: str = "FI", zone: str = HELSINKI, *, backward: bool = False
) -> Period:
    asked = parse_length(length)
    assert isinstance(asked, Length)
    return period_of(Question(parse_instant(start, zone), asked, calendar_from(calendar), backward=backward))


def ends(
    start: str, length: str, calendar: str = "FI", zone: str = HELSINKI, *, backward: bool = False
) -> str:
    return str(computed(start, length, calendar, zone, backward=backward).expires)


# Days: Art. 3(1) second subparagraph, 3(2)(b)


def test_the_day_of_the_event_is_not_counted() -> None:
    # 2 November + 30 days: 3 November is day 1, 2 December day 30, a Wednesday.
    assert ends("2026-11-02T10:00", "30 days") == "2026-12-03T00:00+02:00"


def test_the_time_of_day_of_the_event_does_not_matter() -> None:
    starts = ("2026-11-02", "2026-11-02T00:00", "2026-11-02T23:59:59")
    assert {ends(one, "30 days") for one in starts} == {"2026-12-03T00:00+02:00"}


def test_the_zone_fixes_the_day_of_the_event() -> None:
    # Half past midnight in Helsinki is still the evening before in Stockholm.
    helsinki = ends("2026-11-03T00:30+02:00", "30 days", "FI", HELSINKI)
    stockholm = ends("2026-11-03T00:30+02:00", "30 days", "SE", STOCKHOLM)

    assert (helsinki, stockholm) == ("2026-12-04T00:00+02:00", "2026-12-03T00:00+01:00")


# The roll: Art. 3(4)


@pytest.mark.parametrize(
    ("start", "length", "calendar", "zone", "end"),
    [
        (
            "2026-11-06T10:00",
            "30 days",
            "FI",
            HELSINKI,
            "2026-12-08T00:00+02:00",
        ),  # Independence Day on a Sunday
        ("2026-05-20T14:00", "30 days", "FI", HELSINKI, "2026-06-23T00:00+03:00"),  # Midsummer Eve, a Friday
        (
            "2026-12-10T09:00",
            "14 days",
            "FI",
            HELSINKI,
            "2026-12-29T00:00+02:00",
        ),  # Christmas Eve, a Thursday
        ("2025-09-23T09:00", "10 days", "DE", BERLIN, "2025-10-07T00:00+02:00"),  # German Unity Day, a Friday
        (
            "2025-05-06T09:00",
            "1 month",
            "SE",
            STOCKHOLM,
            "2025-06-10T00:00+02:00",
        ),  # Swedish National Day, a Friday
        ("2026-11-20T09:00", "1 day", "FI", HELSINKI, "2026-11-24T00:00+02:00"),  # Saturday
    ],
)
def test_a_last_day_that_is_a_day_off_moves_to_the_next_working_day(
    start: str, length: str, calendar: str, zone: str, end: str
) -> None:
    found = computed(start, length, calendar, zone)

    assert str(found.expires) == end
    assert rules_of(found)[-1] == "3(4)"


def test_days_off_inside_a_period_count() -> None:
    # Art. 3(3): Monday to Monday over Christmas, eight weeks after 2 November.
    assert ends("2026-11-02T09:00", "8 weeks") == "2026-12-29T00:00+02:00"


def test_days_off_of_another_state_do_not_count() -> None:
    # 3 October is a holiday in Germany only; 2025 it is a Friday.
    assert ends("2025-09-23T09:00", "10 days", "SE", STOCKHOLM) == "2025-10-04T00:00+02:00"


def test_without_a_list_of_holidays_saturdays_and_sundays_are_still_days_off() -> None:
    assert ends("2026-12-10T09:00", "15 days", "none") == "2026-12-26T00:00+02:00"
    assert ends("2026-12-11T09:00", "15 days", "none") == "2026-12-29T00:00+02:00"


# Two working days: Art. 3(5)


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2026-12-04T15:00", "2 days", "2026-12-09T00:00+02:00"),  # Friday before Independence Day
        ("2026-12-24T09:00", "2 days", "2026-12-30T00:00+02:00"),  # over Christmas
        ("2026-04-02T09:00", "3 days", "2026-04-09T00:00+03:00"),  # over Easter
    ],
)
def test_two_days_or_more_hold_two_working_days(start: str, length: str, end: str) -> None:
    found = computed(start, length)

    assert str(found.expires) == end
    assert rules_of(found) == ("3(1)", "3(2)(b)", "3(4)", "3(5)")


def test_the_minimum_counts_the_day_after_the_event() -> None:
    # Wednesday + 2 days: Thursday and Friday are two working days.
    assert ends("2026-11-25T09:00", "2 days") == "2026-11-28T00:00+02:00"


def test_one_day_needs_no_two_working_days() -> None:
    assert rules_of(computed("2026-11-20T09:00", "1 day")) == ("3(1)", "3(2)(b)", "3(4)")


def test_the_minimum_can_move_an_end_that_is_a_working_day() -> None:
    # Saturday + 2 days: Monday is a working day, and the only one.
    found = computed("2026-11-21T09:00", "2 days")

    assert str(found.expires) == "2026-11-25T00:00+02:00"
    assert rules_of(found) == ("3(1)", "3(2)(b)", "3(5)")


# Weeks, months, years: Art. 3(2)(c), C-171/03


def test_a_week_ends_on_the_same_day_of_the_week() -> None:
    assert ends("2026-11-09T09:00", "2 weeks") == "2026-11-24T00:00+02:00"
    assert ends("2026-03-30T09:00", "1 week") == "2026-04-08T00:00+03:00"  # Easter Monday, moved


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2027-01-31T09:00", "1 month", "2027-03-02T00:00+02:00"),  # 28 February is a Sunday
        ("2028-01-31T09:00", "1 month", "2028-03-01T00:00+02:00"),  # 29 February in a leap year
        ("2026-01-30T09:00", "1 month", "2026-03-03T00:00+02:00"),  # 28 February is a Saturday
        ("2026-08-31T09:00", "1 month", "2026-10-01T00:00+03:00"),  # no 31 September
        ("2026-11-30T09:00", "3 months", "2027-03-02T00:00+02:00"),
        ("2028-02-29T09:00", "1 year", "2029-03-01T00:00+02:00"),
        ("2026-02-28T09:00", "1 month", "2026-03-31T00:00+03:00"),  # 28 March is a Saturday: Monday 30 March
    ],
)
def test_a_month_ends_on_the_same_number_or_on_the_last_day_there_is(
    start: str, length: str, end: str
) -> None:
    assert ends(start, length) == end


def test_months_are_not_counted_one_by_one() -> None:
    # 31 January + 2 months is 31 March, although 31 January + 1 month is 28 February.
    assert ends("2023-01-31T09:00", "2 months") == "2023-04-01T00:00+03:00"


def test_the_older_reading_from_the_next_day_is_there_when_asked_for_and_not_otherwise() -> None:
    event, calendar = parse_instant("2026-11-09T09:00", HELSINKI), calendar_from("FI")
    method = method_with(REGULATION, ("from-next-day",))

    assert (
        str(period_of(Question(event, Length("months", 1), calendar, method)).expires)
        == "2026-12-11T00:00+02:00"
    )
    assert period_of(Question(event, Length("months", 1), calendar)).alternatives == ()


# Parts of months: Art. 3(2)(d)


def test_half_a_month_is_fifteen_days() -> None:
    # 1 month from 2 November is 2 December; 15 days more is Thursday 17 December.
    found = computed("2026-11-02T09:00", "1.5 months")

    assert str(found.expires) == "2026-12-18T00:00+02:00"
    assert rules_of(found) == ("3(2)(c), C-171/03", "3(2)(d)")


def test_half_a_month_alone_is_fifteen_days_from_the_event() -> None:
    # 15 days after 2 November is Tuesday 17 November.
    found = computed("2026-11-02T09:00", "0.5 months")

    assert str(found.expires) == "2026-11-18T00:00+02:00"
    assert rules_of(found) == ("3(1)", "3(2)(b)", "3(2)(d)")


# Working days: Art. 2(2), 3(3)


def test_five_working_days_over_midsummer_in_finland_and_in_sweden() -> None:
    # Midsummer Eve 2026 is Friday 19 June: a day off on the Finnish list, a working day on the Swedish one.
    assert ends("2026-06-17", "5 working days", "FI", HELSINKI) == "2026-06-26T00:00+03:00"
    assert ends("2026-06-17", "5 working days", "SE", STOCKHOLM) == "2026-06-25T00:00+02:00"


def test_one_working_day_is_one_working_day_also_before_a_weekend() -> None:
    assert ends("2026-11-20T12:00", "1 working day") == "2026-11-24T00:00+02:00"
    assert ends("2026-11-23T12:00", "1 working day", backward=True) == "2026-11-20T00:00+02:00"


# Backwards: Art. 3(4) last sentence


def test_thirty_days_before_use_lie_wholly_between_notice_and_use() -> None:
    # Use on 1 January: 2 to 31 December are thirty days, so notice is given on 1 December at the latest.
    assert ends("2027-01-01T00:00", "30 days", backward=True) == "2026-12-02T00:00+02:00"


def test_counted_backwards_a_day_off_moves_nothing() -> None:
    # Seven days before Monday 14 December leave Sunday 6 December, Independence Day, as the last day.
    found = computed("2026-12-14T12:00", "7 days", backward=True)

    assert str(found.expires) == "2026-12-07T00:00+02:00"
    assert rules_of(found)[-1] == "3(4) last sentence"


def test_a_month_before_the_last_of_march_begins_on_the_last_of_february() -> None:
    assert ends("2027-03-31T12:00", "1 month", backward=True) == "2027-02-28T00:00+02:00"


@pytest.mark.parametrize(
    ("length", "end"),
    [
        ("2 weeks", "2026-12-01T00:00+02:00"),
        ("1 month", "2026-11-15T00:00+02:00"),
        ("1.5 months", "2026-10-31T00:00+02:00"),  # 15 days before 15 November
        ("1 year", "2025-12-15T00:00+02:00"),
        ("3 months", "2026-09-15T00:00+03:00"),
    ],
)
def test_longer_periods_before_an_event_go_back_to_the_same_day(length: str, end: str) -> None:
    found = computed("2026-12-15T12:00", length, backward=True)

    assert str(found.expires) == end
    assert found.alternatives == ()


def test_two_working_days_before_an_event_skip_the_weekend() -> None:
    # Before Tuesday 24 November: Monday and Friday, so the act is due on Thursday.
    assert ends("2026-11-24T12:00", "2 working days", backward=True) == "2026-11-20T00:00+02:00"


def test_two_days_before_a_monday_hold_two_working_days_and_the_other_reading_is_shown() -> None:
    found = computed("2026-11-23T12:00", "2 days", backward=True)

    assert str(found.expires) == "2026-11-19T00:00+02:00"
    assert [(one.id, str(one.expires)) for one in found.alternatives] == [
        ("no-minimum-backwards", "2026-11-21T00:00+02:00")
    ]
    # A gate asks whether notice came early enough; whoever has a right until then keeps it for longest.
    assert str(found.safe("gate")) == str(found.safe("duty")) == "2026-11-19T00:00+02:00"
    assert str(found.safe("right")) == "2026-11-21T00:00+02:00"


# Midnight, limits


def test_a_day_ends_where_the_clock_skips_midnight() -> None:
    # In the Azores clocks go from 24:00 to 01:00 when Saturday 28 March 2026 ends.
    assert ends("2026-03-27T12:00", "1 day", "none", "Atlantic/Azores") == "2026-03-31T00:00+00:00"
    found = end_of(
        Question(
            parse_instant("2026-03-27T12:00", "Atlantic/Azores"),
            Length("days", 1),
            calendar_from("none"),
            method_with(REGULATION, ("not-moved",)),
        )
    )
    assert found.at.isoformat() == "2026-03-29T01:00:00+00:00"


def test_days_need_a_calendar() -> None:
    with pytest.raises(CalendarMissing):
        end_of(Question(parse_instant("2026-11-20T12:00Z"), Length("days", 3)))


@pytest.mark.parametrize("start", ["1999-12-31T12:00Z", "2099-12-20T12:00Z", "2100-01-01T12:00Z"])
def test_years_beyond_a_calendar_are_refused(start: str) -> None:
    with pytest.raises(CalendarRange):
        ends(start, "30 days")


@pytest.mark.parametrize(
    ("start", "length", "backward"),
    [
        ("9999-12-20T12:00", "30 days", False),
        ("9990-01-01T12:00", "25000 working days", False),
        ("9950-01-01T12:00", "99 years", False),
        ("0003-01-01T12:00", "4 years", True),
        ("0003-01-01T12:00", "2000 working days", True),
    ],
)
def test_years_beyond_all_calendars_are_refused(start: str, length: str, backward: bool) -> None:
    with pytest.raises(PeriodRange):
        ends(start, length, "none", backward=backward)

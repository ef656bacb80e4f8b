from __future__ import annotations

import pytest

from ketju.core.periods.calendars import calendar_from
from ketju.core.periods.instants import parse_instant
from ketju.core.periods.lengths import Length
from ketju.core.periods.method import REGULATION, Method, method_for
from ketju.core.periods.period import Period, Question, end_of
from ketju.core.periods.readings import method_with, period_of
from ketju.core.problems.periods import PeriodRange, TimeMissing

HELSINKI = "Europe/Helsinki"


def hours(
    start: str, zone: str, count: int, *, method: Method = REGULATION, backward: bool = False
) -> Period:
    return period_of(
        Question(parse_instant(start, zone), Length("hours", count), calendar_from("FI"), method, backward)
    )


def readings(found: Period) -> dict[str, str]:
    return {one.id: str(one.expires) for one in found.alternatives}


@pytest.mark.parametrize("minute", ["00", "01", "20", "59"])
def test_every_minute_of_the_event_s_hour_ends_together(minute: str) -> None:
    # Art. 3(1): the hour in which the event falls is not counted, so the first hour is that from 19 to 20.
    found = hours(f"2026-11-20T18:{minute}+02:00", HELSINKI, 72)

    assert str(found.expires) == "2026-11-23T19:00+02:00"
    assert str(found.alarm) == f"2026-11-23T18:{minute}+02:00"


def test_a_published_german_example_ends_on_christmas_day() -> None:
    # mkm.legal on Art. 33 GDPR: aware on 22 December 2020 at 12:17, out on 25 December at 13:00.
    assert str(hours("2020-12-22T12:17", "Europe/Berlin", 72).expires) == "2020-12-25T13:00+01:00"


def test_hours_are_not_moved_off_a_holiday() -> None:
    found = hours("2026-06-17T09:40+03:00", HELSINKI, 72)

    assert str(found.expires) == "2026-06-20T10:00+03:00"  # Midsummer Day, a Saturday


def test_hours_pass_when_clocks_are_put_back_and_the_reading_of_the_clock_is_shown() -> None:
    found = hours("2026-10-23T16:10+03:00", HELSINKI, 72)

    assert str(found.expires) == "2026-10-26T16:00+02:00"
    assert readings(found)["wall-clock-hours"] == "2026-10-26T17:00+02:00"
    assert str(found.safe("right")) == "2026-10-26T17:00+02:00"


def test_hours_pass_when_clocks_are_put_forward_and_the_alarm_is_the_clock_s_end() -> None:
    found = hours("2027-03-27T10:15+01:00", "Europe/Stockholm", 48)

    assert str(found.expires) == "2027-03-29T12:00+02:00"
    assert str(found.alarm) == "2027-03-29T11:00+02:00"


def test_both_passes_of_a_repeated_hour_are_told_apart() -> None:
    first = parse_instant("2026-10-25T03:30", HELSINKI, fold=0)
    second = parse_instant("2026-10-25T03:30", HELSINKI, fold=1)
    ends = [str(period_of(Question(one, Length("hours", 72))).expires) for one in (first, second)]

    assert ends == ["2026-10-28T03:00+02:00", "2026-10-28T04:00+02:00"]


def test_an_hour_is_one_of_the_local_clock_also_where_offsets_are_half_hours() -> None:
    assert str(hours("2026-11-20T18:20+05:30", "Asia/Kolkata", 1).expires) == "2026-11-20T20:00+05:30"


def test_the_wide_readings_of_two_working_days_are_information_only() -> None:
    # Friday evening to Monday evening touches two working days and holds none of them whole.
    found = hours("2026-11-20T18:20+02:00", HELSINKI, 72)

    assert readings(found)["two-days-with-parts"] == "2026-11-23T19:00+02:00"
    assert readings(found)["two-whole-days"] == "2026-11-25T00:00+02:00"
    assert str(found.safe("right")) == "2026-11-23T19:00+02:00"
    assert [one.is_information for one in found.alternatives if one.point == "Q-1"] == [True, True]


@pytest.mark.parametrize(
    ("start", "parts", "whole"),
    [
        # Friday 20:00 to Sunday 20:00 touches one working day: until Monday ends. Whole ones: Monday and Tuesday.
        ("2026-11-20T19:30", "2026-11-24T00:00+02:00", "2026-11-25T00:00+02:00"),
        # From Saturday 00:00, the first hour of the day, on.
        ("2026-11-20T23:30", "2026-11-25T00:00+02:00", "2026-11-25T00:00+02:00"),
        # Tuesday 00:00 to Thursday 00:00 holds two whole working days, and so does what touches them.
        ("2026-11-16T23:30", None, None),
        # Tuesday 13:00 to Thursday 13:00 holds one whole day: until Thursday ends.
        ("2026-11-17T12:30", "2026-11-19T13:00+02:00", "2026-11-20T00:00+02:00"),
        # Saturday 01:00 to Monday 01:00 touches one working day.
        ("2026-11-21T00:30", "2026-11-25T00:00+02:00", "2026-11-25T00:00+02:00"),
        # Sunday 00:00 to Tuesday 00:00 touches one working day only: Tuesday has not begun.
        ("2026-11-21T23:30", "2026-11-25T00:00+02:00", "2026-11-25T00:00+02:00"),
    ],
)
def test_two_working_days_in_48_hours(start: str, parts: str | None, whole: str | None) -> None:
    found = readings(hours(start, HELSINKI, 48))

    assert (found.get("two-days-with-parts"), found.get("two-whole-days")) == (parts, whole)


def test_less_than_two_days_have_no_wide_reading() -> None:
    assert set(readings(hours("2026-11-20T19:30", HELSINKI, 47))) == {"exact-hours"}


def test_hours_of_a_contract_and_hours_backwards_have_no_readings_about_days() -> None:
    contract = hours("2026-11-20T19:30", HELSINKI, 72, method=method_for("contract"))
    backward = hours("2026-11-23T19:30", HELSINKI, 72, backward=True)

    assert {one.point for one in contract.alternatives} == {"Q-1", "Q-2"}
    assert {one.point for one in backward.alternatives} == {"Q-2"}


def test_a_day_of_hours_has_no_wide_reading() -> None:
    assert set(readings(hours("2026-11-21T23:30+02:00", HELSINKI, 24))) == {"exact-hours"}


def test_an_event_on_the_hour_without_readings_that_differ_is_silent() -> None:
    found = hours("2026-11-17T12:00+02:00", HELSINKI, 1, method=method_with(REGULATION, ("exact-hours",)))

    assert str(found.expires) == "2026-11-17T13:00+02:00"
    assert list(readings(found)) == ["clock-hour"]


def test_a_reading_that_is_asked_for_becomes_the_end() -> None:
    method = method_with(REGULATION, ("exact-hours", "wall-clock-hours"))

    assert (
        str(hours("2026-10-23T16:10+03:00", HELSINKI, 72, method=method).expires) == "2026-10-26T16:10+02:00"
    )


def test_hours_before_an_event_lie_wholly_before_its_hour() -> None:
    # At least 24 hours before maintenance at 12:30: the 24 hours before 12:00.
    found = hours("2026-11-20T12:30+02:00", HELSINKI, 24, backward=True)

    assert str(found.expires) == "2026-11-19T12:00+02:00"
    assert readings(found) == {"exact-hours": "2026-11-19T12:30+02:00"}
    assert str(found.alarm) == "2026-11-19T12:00+02:00"


def test_a_day_alone_is_no_event_for_hours() -> None:
    with pytest.raises(TimeMissing):
        end_of(Question(parse_instant("2026-11-20", HELSINKI), Length("hours", 72)))


def test_hours_do_not_leave_the_calendar() -> None:
    with pytest.raises(PeriodRange):
        end_of(Question(parse_instant("9999-12-31T12:00Z"), Length("hours", 12)))

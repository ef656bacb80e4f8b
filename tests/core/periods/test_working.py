"""The working leads from the event to the end, and whoever follows it by hand gets there."""

from __future__ import annotations

from datetime import date

import pytest

from ketju.core.periods.calendars import calendar_from
from ketju.core.periods.instants import parse_instant
from ketju.core.periods.lengths import Length, parse_length
from ketju.core.periods.method import REGULATION, method_for
from ketju.core.periods.period import Period, Question
from ketju.core.periods.readings import method_with, period_of
from ketju.core.periods.working import DayOff, DaysOff, Step, working_of

HELSINKI = "Europe/Helsinki"


def working(start: str, length: str, calendar: str = "FI", **more: object) -> tuple[Period, dict[str, Step]]:
    asked = parse_length(length)
    assert isinstance(asked, Length)
    found = period_of(Question(parse_instant(start, HELSINKI), asked, calendar_from(calendar), **more))  # type: ignore[arg-type]
    return found, {step.key: step for step in working_of(found)}


def test_days_over_christmas_are_told_day_by_day() -> None:
    _, steps = working("2026-12-24T09:00", "2 days")

    assert [(step.rule, key) for key, step in steps.items()] == [
        ("", "event"),
        ("2", "calendar"),
        ("3(1)", "day"),
        ("3(2)(b)", "days"),
        ("3(3)", "days-off-count"),
        ("3(4)", "moved"),
        ("3(5)", "minimum"),
        ("3(2)", "end"),
    ]
    assert steps["day"].params == {"day": date(2026, 12, 25)}
    assert steps["days"].params == {"number": 2, "day": date(2026, 12, 26)}
    assert steps["moved"].params == {
        "off": DaysOff((DayOff(date(2026, 12, 26), "Tapaninpäivä"), DayOff(date(2026, 12, 27), None))),
        "day": date(2026, 12, 28),
    }
    assert steps["minimum"].params == {"count": 1, "day": date(2026, 12, 29)}


def test_a_short_month_says_which_day_it_lacks() -> None:
    _, steps = working("2028-01-31T09:00", "1 month")

    assert steps["short-month"].params["number"] == 31
    assert steps["short-month"].params["day"] == date(2028, 2, 29)
    assert "dates" not in steps
    assert steps["working-day"].params == {"day": date(2028, 2, 29)}


def test_hours_across_a_change_of_clocks_say_so_and_others_do_not() -> None:
    _, changed = working("2026-10-23T16:10", "72 hours")
    _, plain = working("2026-11-20T18:20", "72 hours")

    assert changed["clocks-change"].params == {"number": 72}
    assert "clocks-change" not in plain
    assert str(plain["hour"].params["begin"]) == "2026-11-20T19:00+02:00"


def test_working_days_name_the_days_that_are_left_out() -> None:
    _, steps = working("2026-06-17", "5 working days")
    left_out = steps["working-days"].params["off"]

    assert isinstance(left_out, DaysOff)
    assert [one.day for one in left_out.days] == [date(2026, 6, 19), date(2026, 6, 20), date(2026, 6, 21)]
    assert next(iter(steps)) == "event-day"
    assert "working-days-all" in working("2026-11-23", "2 working days")[1]
    assert "working-days-many" in working("2026-01-01", "200 working days")[1]


def test_an_extension_says_from_where_it_is_counted() -> None:
    two = Length("months", 2)
    _, earliest = working("2026-01-31T09:00", "1 month", extension=two)
    method = method_with(REGULATION, ("extension-from-rolled-end",))
    _, rolled = working("2026-01-31T09:00", "1 month", extension=two, method=method)
    _, receipt = working("2026-11-30T09:00", "1 month", extension=two)

    assert earliest["extended-from-nominal-end"].params["start"] == date(2026, 2, 28)
    assert rolled["extended-from-rolled-end"].params["start"] == date(2026, 3, 2)
    assert receipt["extended-from-receipt"].params["day"] == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("start", "length", "more"),
    [
        ("2026-12-24T09:00", "2 days", {}),
        ("2026-06-17T09:00", "5 working days", {}),
        ("2026-11-09T09:00", "2 weeks", {}),
        ("2026-11-02T09:00", "1.5 months", {}),
        ("2026-11-02T09:00", "0.5 months", {}),
        ("2028-02-29T09:00", "1 year", {}),
        ("2026-11-06T10:00", "30 days", {"method": method_for("contract")}),
        ("2026-11-09T09:00", "1 month", {"method": method_with(REGULATION, ("from-next-day",))}),
        ("2026-01-31T09:00", "1 month", {"extension": Length("months", 2)}),
        ("2026-01-31T09:00", "1 month", {"extension": Length("days", 14)}),
        ("2027-01-01T00:00", "30 days", {"backward": True}),
        ("2026-11-23T12:00", "2 days", {"backward": True}),
        ("2026-11-24T12:00", "2 working days", {"backward": True}),
        ("2026-11-24T12:00", "200 working days", {"backward": True}),
        ("2026-11-20T18:20", "72 hours", {}),
        ("2026-11-20T12:30", "24 hours", {"backward": True}),
        ("2026-10-23T16:10", "72 hours", {"method": method_with(REGULATION, ("wall-clock-hours",))}),
        (
            "2026-10-26T16:10",
            "72 hours",
            {"backward": True, "method": method_with(REGULATION, ("wall-clock-hours",))},
        ),
        (
            "2026-11-20T18:20",
            "72 hours",
            {"method": method_with(REGULATION, ("two-whole-days", "exact-hours"))},
        ),
        ("2026-11-17T12:30", "24 hours", {"extension": Length("hours", 48)}),
    ],
)
def test_the_last_step_that_names_an_instant_names_the_end(
    start: str, length: str, more: dict[str, object]
) -> None:
    found, steps = working(start, length, **more)
    named = [step.params["end"] for step in steps.values() if "end" in step.params]

    assert named[-1] == found.expires

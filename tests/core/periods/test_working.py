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
from ketju.core.periods.working import DayOff, DaysOff, Step, rules_of, working_of
from ketju.formats.periods.data import step_data

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
        "off": DaysOff(
            (DayOff(date(2026, 12, 26), "Tapaninpäivä", "FI"), DayOff(date(2026, 12, 27), None, "FI"))
        ),
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


def told(start: str, length: str, calendar: str = "FI", **more: object) -> list[dict[str, object]]:
    """Every step as data."""
    asked = parse_length(length)
    assert isinstance(asked, Length)
    question = Question(parse_instant(start, HELSINKI), asked, calendar_from(calendar), **more)  # type: ignore[arg-type]
    return [step_data(step) for step in working_of(period_of(question))]


CALENDAR = {"rule": "2", "key": "calendar", "calendar": "FI"}
COUNTING = {"rule": "3(3)", "key": "days-off-count"}
ENOUGH = {"rule": "3(5)", "key": "minimum-met"}
HOURS = {"rule": "3(3)", "key": "hours-not-moved"}


def event(when: str) -> dict[str, object]:
    return {"rule": "", "key": "event", "when": when, "zone": HELSINKI}


def end(day: str, when: str) -> dict[str, object]:
    return {"rule": "3(2)", "key": "end", "day": day, "end": when}


def test_hours_step_by_step() -> None:
    assert told("2026-10-23T16:10", "72 hours") == [
        event("2026-10-23T16:10+03:00"),
        {"rule": "3(1)", "key": "hour", "begin": "2026-10-23T17:00+03:00"},
        {"rule": "3(2)(a)", "key": "hours-forward", "length": "72 hours", "end": "2026-10-26T16:00+02:00"},
        {"rule": "Q-3", "key": "clocks-change", "number": 72},
        HOURS,
    ]


def test_hours_by_other_readings_step_by_step() -> None:
    readings = ("exact-hours", "wall-clock-hours", "two-whole-days")
    assert told("2026-10-23T16:10", "72 hours", method=method_with(REGULATION, readings)) == [
        event("2026-10-23T16:10+03:00"),
        {"rule": "Q-2", "key": "exact", "begin": "2026-10-23T16:10+03:00"},
        {"rule": "Q-3", "key": "wall-clock", "length": "72 hours", "end": "2026-10-28T00:00+02:00"},
        {"rule": "3(5)", "key": "whole-days", "end": "2026-10-28T00:00+02:00"},
        HOURS,
    ]


def test_hours_backwards_step_by_step() -> None:
    assert told("2026-11-20T12:30", "24 hours", backward=True) == [
        event("2026-11-20T12:30+02:00"),
        {"rule": "3(1)", "key": "hour-backward", "begin": "2026-11-20T12:00+02:00"},
        {"rule": "3(2)(a)", "key": "hours-backward", "length": "24 hours", "end": "2026-11-19T12:00+02:00"},
        HOURS,
    ]
    method = method_with(REGULATION, ("wall-clock-hours", "two-days-with-parts"))
    assert told("2026-10-26T12:30", "48 hours", backward=True, method=method)[2:] == [
        {"rule": "Q-3", "key": "wall-clock-backward", "length": "48 hours", "end": "2026-10-24T12:00+03:00"},
        {"rule": "Q-3", "key": "clocks-change", "number": 49},
        HOURS,
    ]


def test_extended_hours_are_told_as_one_length() -> None:
    assert told("2026-11-17T12:30", "24 hours", extension=Length("hours", 48))[2] == {
        "rule": "3(2)(a)",
        "key": "hours-forward",
        "length": "72 hours",
        "end": "2026-11-20T13:00+02:00",
    }


def test_weeks_step_by_step() -> None:
    assert told("2026-11-09T09:00", "2 weeks") == [
        event("2026-11-09T09:00+02:00"),
        CALENDAR,
        {"rule": "3(2)(c)", "key": "weeks", "length": "2 weeks", "start": "2026-11-09", "day": "2026-11-23"},
        COUNTING,
        {"rule": "3(4)", "key": "working-day", "day": "2026-11-23"},
        ENOUGH,
        end("2026-11-23", "2026-11-24T00:00+02:00"),
    ]


def test_a_month_and_a_half_step_by_step() -> None:
    assert told("2026-11-02", "1.5 months", "none")[:5] == [
        {"rule": "", "key": "event-day", "day": "2026-11-02", "zone": HELSINKI},
        {"rule": "2", "key": "calendar-none", "calendar": "none"},
        {
            "rule": "3(2)(c)",
            "key": "dates",
            "length": "1 month",
            "start": "2026-11-02",
            "day": "2026-12-02",
            "number": 2,
        },
        {"rule": "3(2)(d)", "key": "part", "number": 15, "day": "2026-12-17"},
        COUNTING,
    ]
    assert told("2026-11-02", "0.5 months")[2:5] == [
        {"rule": "3(2)(d)", "key": "part-alone", "number": 15},
        {"rule": "3(1)", "key": "day", "day": "2026-11-03"},
        {"rule": "3(2)(b)", "key": "days", "number": 15, "day": "2026-11-17"},
    ]


def test_years_and_the_older_reading_step_by_step() -> None:
    method = method_with(REGULATION, ("from-next-day",))
    assert told("2026-11-09T09:00", "1 year", method=method)[2:4] == [
        {"rule": "Q-6", "key": "next-day", "day": "2026-11-10"},
        {
            "rule": "3(2)(c)",
            "key": "dates",
            "length": "1 year",
            "start": "2026-11-10",
            "day": "2027-11-10",
            "number": 10,
        },
    ]


def test_working_days_step_by_step() -> None:
    off = [
        {"day": "2026-06-19", "holiday": "Juhannusaatto"},
        {"day": "2026-06-20", "holiday": "Juhannuspäivä"},
        {"day": "2026-06-21", "holiday": None},
    ]
    assert told("2026-06-17T09:00", "5 working days")[2:] == [
        {"rule": "3(1)", "key": "day", "day": "2026-06-18"},
        {"rule": "3(3)", "key": "working-days", "number": 5, "day": "2026-06-25", "off": off},
        {"rule": "3(4)", "key": "working-day", "day": "2026-06-25"},
        ENOUGH,
        end("2026-06-25", "2026-06-26T00:00+03:00"),
    ]
    assert told("2026-11-23T09:00", "2 working days")[3] == {
        "rule": "3(3)",
        "key": "working-days-all",
        "number": 2,
        "day": "2026-11-25",
    }
    # 200 working days after New Year 2026 without holidays: 40 weeks from Thursday to Thursday, 40 weekends.
    assert told("2026-01-01T09:00", "200 working days", "none")[3] == {
        "rule": "3(3)",
        "key": "working-days-many",
        "number": 200,
        "day": "2026-10-08",
        "left": 80,
    }


def test_a_contract_step_by_step() -> None:
    assert told("2026-11-06T10:00", "30 days", method=method_for("contract"))[2:] == [
        {"rule": "3(1)", "key": "day", "day": "2026-11-07"},
        {"rule": "3(2)(b)", "key": "days", "number": 30, "day": "2026-12-06"},
        COUNTING,
        {"rule": "Q-9", "key": "not-moved", "day": "2026-12-06"},
        end("2026-12-06", "2026-12-07T00:00+02:00"),
    ]


def test_days_backwards_step_by_step() -> None:
    assert told("2026-11-23T12:00", "2 days", backward=True)[1:] == [
        CALENDAR,
        {"rule": "3(1)", "key": "backward", "length": "2 days", "first": "2026-11-21", "last": "2026-11-22"},
        {"rule": "3(4)", "key": "backward-not-moved"},
        {"rule": "3(5)", "key": "backward-minimum", "day": "2026-11-19"},
        {"rule": "", "key": "backward-end", "day": "2026-11-18", "end": "2026-11-19T00:00+02:00"},
    ]


def test_working_days_backwards_step_by_step() -> None:
    weekend = [{"day": "2026-11-21", "holiday": None}, {"day": "2026-11-22", "holiday": None}]
    assert told("2026-11-24T12:00", "2 working days", backward=True)[2:] == [
        {
            "rule": "3(1)",
            "key": "backward",
            "length": "2 working days",
            "first": "2026-11-20",
            "last": "2026-11-23",
        },
        {"rule": "3(3)", "key": "backward-off", "off": weekend},
        {"rule": "3(4)", "key": "backward-not-moved"},
        {"rule": "", "key": "backward-end", "day": "2026-11-19", "end": "2026-11-20T00:00+02:00"},
    ]
    assert told("2026-11-20T12:00", "2 working days", backward=True)[3] == {
        "rule": "3(3)",
        "key": "backward-all",
    }
    assert "backward-off" not in [
        one["key"] for one in told("2026-11-20T12:00", "200 working days", backward=True)
    ]


def test_extensions_step_by_step() -> None:
    month = {
        "rule": "3(2)(c)",
        "key": "dates",
        "length": "1 month",
        "start": "2026-11-30",
        "day": "2026-12-30",
    }
    assert told("2026-11-30T09:00", "1 month", extension=Length("months", 2))[2:5] == [
        {**month, "number": 30},
        COUNTING,
        {"rule": "Q-7", "key": "extended-from-receipt", "length": "2 months", "day": "2027-02-28"},
    ]
    assert told("2026-01-31T09:00", "1 month", extension=Length("months", 2))[2:7] == [
        {
            "rule": "3(2)(c)",
            "key": "short-month",
            "length": "1 month",
            "start": "2026-01-31",
            "day": "2026-02-28",
            "number": 31,
        },
        COUNTING,
        {"rule": "Q-7", "key": "extended-from-nominal-end", "length": "2 months", "start": "2026-02-28"},
        {
            "rule": "3(2)(c)",
            "key": "dates",
            "length": "2 months",
            "start": "2026-02-28",
            "day": "2026-04-28",
            "number": 28,
        },
        COUNTING,
    ]
    rolled = method_with(REGULATION, ("extension-from-rolled-end",))
    assert told("2026-01-31T09:00", "1 month", extension=Length("months", 2), method=rolled)[4] == {
        "rule": "Q-7",
        "key": "extended-from-rolled-end",
        "length": "2 months",
        "start": "2026-03-02",
    }


@pytest.mark.parametrize(
    ("length", "calendar", "backward", "rules"),
    [
        ("1 hour", "none", False, ("3(1) 1st subpara", "3(2)(a)")),
        ("1 hour", "none", True, ("3(1) 1st subpara", "3(2)(a)")),
        ("2 working days", "none", False, ("3(1)", "3(2)(b)", "3(3)")),
        ("2 working days", "none", True, ("3(1)", "3(2)(b)", "3(3)", "3(4) last sentence")),
        ("1 week", "none", False, ("3(2)(c), C-171/03",)),
        ("1 year", "none", True, ("3(2)(c), C-171/03", "3(4) last sentence")),
    ],
)
def test_rules_are_those_that_were_followed(
    length: str, calendar: str, backward: bool, rules: tuple[str, ...]
) -> None:
    assert rules_of(working("2026-11-25T12:00", length, calendar, backward=backward)[0]) == rules


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

"""The working of a period: rule by rule, so that anyone can recompute it by hand.

A step names the rule that it follows, a key of words ("…") and what fills them in: days, instants, lengths,
days off, numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ketju.core.periods.calendars import NONE, Calendar
from ketju.core.periods.counting import LAST, Days, months_on
from ketju.core.periods.hours import clocks_change, hours_between
from ketju.core.periods.instants import Instant
from ketju.core.periods.lengths import Length
from ketju.core.periods.period import Period, Question


class DayOff(NamedTuple):
    """A day that is no working day; ``holiday`` is None for a Saturday or Sunday that is no public holiday.

    ``holiday`` is a name in the country's own language; ``calendar`` is the code of the list that names it.
    """

    day: date
    holiday: str | None
    calendar: str = ""


class DaysOff(NamedTuple):
    """Days off in their order."""

    days: tuple[DayOff, ...]


Param = Instant | date | Length | int | str | DaysOff


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the rule ("3(4)", "Q-7", "" for none), the key of its words below "period.step.", what fills it in."""

    rule: str
    key: str
    params: dict[str, Param]


def rules_of(period: Period) -> tuple[str, ...]:
    """The articles that made a difference: ("3(1)", "3(2)(b)", "3(4)")."""
    question, length = period.question, period.question.length
    if length.unit == "hours":
        found = ["3(1) 1st subpara", "3(2)(a)"]
    elif length.unit in ("days", "working-days") or not length.count:
        found = ["3(1)", "3(2)(b)"]
    else:
        found = ["3(2)(c), C-171/03"]
    found += ["3(3)"] if length.unit == "working-days" else []
    found += ["3(2)(d)"] if length.days else []
    days = period.end.days
    if question.backward and length.unit != "hours":
        found.append("3(4) last sentence")
    elif days is not None and days.rolled != days.counted:
        found.append("3(4)")
    if days is not None and days.found != days.rolled:
        found.append("3(5)")
    return tuple(found)


def working_of(period: Period) -> tuple[Step, ...]:
    """Every step from the event to the end."""
    question = period.question
    steps = [_event(question)]
    if period.end.hours is not None:
        steps += _hours(period)
    elif period.end.days is not None and question.calendar is not None:
        steps.append(
            Step(
                "2",
                "calendar-none" if question.calendar.code == NONE else "calendar",
                {"calendar": question.calendar.code},
            )
        )
        if question.backward:
            steps += _backward(period, period.end.days, question.calendar)
        else:
            steps += _forward(period, period.end.days, question.calendar)
    return tuple(steps)


def _event(question: Question) -> Step:
    event = question.event
    if event.is_day:
        return Step("", "event-day", {"day": event.day, "zone": event.zone_name})
    return Step("", "event", {"when": event, "zone": event.zone_name})


def _hours(period: Period) -> Iterator[Step]:
    question, hours = period.question, period.end.hours
    assert hours is not None
    zone, method = question.event.zone, question.method
    begin, end = Instant(hours.begin, zone), Instant(hours.end, zone)
    back = question.backward
    if method.hour_start == "exact":
        yield Step("Q-2", "exact", {"begin": begin})
    else:
        yield Step("3(1)", "hour-backward" if back else "hour", {"begin": begin})
    length = question.length
    if question.extension is not None:
        length = Length("hours", length.count + question.extension.count)
    if method.hours == "wall-clock":
        yield Step("Q-3", "wall-clock-backward" if back else "wall-clock", {"length": length, "end": end})
    else:
        yield Step("3(2)(a)", "hours-backward" if back else "hours-forward", {"length": length, "end": end})
    first, last = sorted((hours.begin, hours.end))
    has_minimum = method.hours_minimum != "none" and not back
    if clocks_change(first, last, zone) and not has_minimum:
        number = round(hours_between(first, last))
        yield Step("Q-3", "clocks-change", {"number": number})
    if has_minimum:
        yield Step("3(5)", f"{method.hours_minimum}", {"end": end})
    yield Step("3(3)", "hours-not-moved", {})


def _forward(period: Period, days: Days, calendar: Calendar) -> Iterator[Step]:
    question = period.question
    yield from _counted(question, days, period.end.first, period.end.origin or "", calendar)
    yield from _moved(question, days, calendar)
    if question.method.minimum and question.length.is_two_days:
        yield from _minimum(question, days, calendar)
    yield Step("3(2)", "end", {"day": date.fromordinal(days.found), "end": period.expires})


def _counted(
    question: Question, days: Days, first: Days | None, origin: str, calendar: Calendar
) -> Iterator[Step]:
    event = question.event.day
    if first is None or question.extension is None:
        yield from _length(event, question.length, question, calendar)
        return
    if origin == "receipt":
        yield from _length(event, question.length, question, calendar)
        params: dict[str, Param] = {"length": question.extension, "day": date.fromordinal(days.counted)}
        yield Step("Q-7", "extended-from-receipt", params)
        return
    yield from _length(event, question.length, question, calendar)
    start = date.fromordinal(first.found if origin == "rolled-end" else first.counted)
    yield Step(
        "Q-7",
        "extended-from-rolled-end" if origin == "rolled-end" else "extended-from-nominal-end",
        {"length": question.extension, "start": start},
    )
    yield from _length(start, question.extension, question, calendar)


def _length(event: date, length: Length, question: Question, calendar: Calendar) -> Iterator[Step]:
    """How one length is counted from a day."""
    number = event.toordinal()
    if question.method.month_start == "next-day" and length.unit in ("weeks", "months", "years"):
        number += 1
        yield Step("Q-6", "next-day", {"day": date.fromordinal(number)})
    if length.unit == "working-days":
        yield from _working_days(number, length, calendar)
        return
    if length.unit == "days" or not length.count:
        end = date.fromordinal(number + (length.count or length.days))
        if length.days:
            yield Step("3(2)(d)", "part-alone", {"number": length.days})
        yield Step("3(1)", "day", {"day": date.fromordinal(number + 1)})
        yield Step("3(2)(b)", "days", {"number": length.count or length.days, "day": end})
    else:
        yield from _dates(number, length)
    yield Step("3(3)", "days-off-count", {})


def _dates(event: int, length: Length) -> Iterator[Step]:
    whole = Length(length.unit, length.count)
    start = date.fromordinal(event)
    if length.unit == "weeks":
        end = date.fromordinal(event + 7 * length.count)
        yield Step("3(2)(c)", "weeks", {"length": whole, "start": start, "day": end})
        return
    end = date.fromordinal(months_on(event, length.count * (12 if length.unit == "years" else 1)))
    key = "dates" if end.day == start.day else "short-month"
    yield Step("3(2)(c)", key, {"length": whole, "start": start, "day": end, "number": start.day})
    if length.days:
        last = date.fromordinal(end.toordinal() + length.days)
        yield Step("3(2)(d)", "part", {"number": length.days, "day": last})


SHOWN = 40
"""So many days off are named one by one; a longer list would hide the rest."""


def _working_days(event: int, length: Length, calendar: Calendar) -> Iterator[Step]:
    last = event
    for _ in range(length.count):
        last = calendar.working_from(last + 1)
    yield Step("3(1)", "day", {"day": date.fromordinal(event + 1)})
    off = days_off(event + 1, last, calendar)
    key = "working-days" if off.days else "working-days-all"
    params: dict[str, Param] = {"number": length.count, "day": date.fromordinal(last)}
    if len(off.days) > SHOWN:
        yield Step("3(3)", "working-days-many", {**params, "left": len(off.days)})
    else:
        yield Step("3(3)", key, {**params, "off": off} if off.days else params)


def days_off(first: int, last: int, calendar: Calendar) -> DaysOff:
    """The days from first to last that are no working days."""
    days = (
        DayOff(date.fromordinal(one), calendar.holiday_name(date.fromordinal(one)), calendar.code)
        for one in range(first, last + 1)
        if not calendar.is_working(one)
    )
    return DaysOff(tuple(days))


def _moved(question: Question, days: Days, calendar: Calendar) -> Iterator[Step]:
    day, moved = date.fromordinal(days.counted), date.fromordinal(days.rolled)
    if not question.method.roll:
        yield Step("Q-9", "not-moved", {"day": day})
    elif days.rolled == days.counted:
        yield Step("3(4)", "working-day", {"day": day})
    else:
        off = days_off(days.counted, days.rolled - 1, calendar)
        yield Step("3(4)", "moved", {"off": off, "day": moved})


def _minimum(question: Question, days: Days, calendar: Calendar) -> Iterator[Step]:
    if days.found == days.rolled:
        yield Step("3(5)", "minimum-met", {})
        return
    event = question.event.day.toordinal()
    count = days.rolled - event - len(days_off(event + 1, days.rolled, calendar).days)
    yield Step("3(5)", "minimum", {"count": count, "day": date.fromordinal(days.found)})


def _backward(period: Period, days: Days, calendar: Calendar) -> Iterator[Step]:
    question = period.question
    last = question.event.day.toordinal() - 1
    params: dict[str, Param] = {
        "length": question.length,
        "first": date.fromordinal(days.counted),
        "last": date.fromordinal(last),
    }
    yield Step("3(1)", "backward", params)
    if question.length.unit == "working-days":
        off = days_off(days.counted, last, calendar)
        if len(off.days) <= SHOWN:
            yield Step(
                "3(3)",
                "backward-off" if off.days else "backward-all",
                {"off": off} if off.days else {},
            )
    yield Step("3(4)", "backward-not-moved", {})
    if days.found != days.rolled:
        yield Step("3(5)", "backward-minimum", {"day": date.fromordinal(days.found)})
    day = date.fromordinal(min(days.found - 1, LAST))
    yield Step("", "backward-end", {"day": day, "end": period.expires})

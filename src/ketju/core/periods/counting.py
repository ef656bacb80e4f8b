"""Counting days: where a period ends or, counted backwards, begins. Days are numbers (``date.toordinal``).

Sources: Regulation 1182/71 Art. 3(1), (2), (3), (4), (5); C-171/03 Toeters, paras. 33 and 36; requirements R-5 to R-13.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import NamedTuple

from ketju.core.periods.calendars import Calendar
from ketju.core.periods.lengths import Length
from ketju.core.periods.method import Method
from ketju.core.problems.periods import PeriodRange

LAST = date.max.toordinal()


class Days(NamedTuple):
    """The last day of a period as it was found: as counted, moved to a working day, with the minimum.

    Counted backwards it is the first day, and what has to be done is done before it.
    """

    counted: int
    rolled: int
    found: int


def days_forward(event: int, length: Length, calendar: Calendar, method: Method) -> Days:
    """The last day of a period that runs from an event's day. Raises CalendarRange, PeriodRange."""
    counted = _within(counted_forward(event, length, calendar, method))
    return finished(event, counted, length, calendar, method)


def finished(event: int, counted: int, length: Length, calendar: Calendar, method: Method) -> Days:
    """What the roll and the minimum make of a last day: Art. 3(4), then Art. 3(5)."""
    if not (method.roll or method.minimum):
        return Days(counted, counted, counted)
    calendar.require(event)
    calendar.require(counted)
    rolled = calendar.working_from(counted) if method.roll else counted
    found = rolled
    if method.minimum and length.is_two_days and rolled - event < SURE:
        first = calendar.working_from(event + 1)
        found = max(rolled, calendar.working_from(first + 1))
    return Days(counted, rolled, found)


SURE = 28
"""So many days hold two working days in any calendar, which spares looking."""


def counted_forward(event: int, length: Length, calendar: Calendar, method: Method) -> int:
    """The last day as it is counted, whatever day it is. The day of the event is not counted."""
    match length.unit:
        case "days":
            return event + length.count
        case "working-days":
            calendar.require(event)
            found = event
            for _ in range(length.count):
                found = calendar.working_from(found + 1)
            return found
        case "weeks":
            return _start(event, method) + 7 * length.count
        case "months":
            return (
                months_on(_start(event, method), length.count) + length.days
                if length.count
                else event + length.days
            )
        case "years":
            return months_on(_start(event, method), 12 * length.count)
    raise ValueError(length.unit)


def days_backward(event: int, length: Length, calendar: Calendar, method: Method) -> Days:
    """The first day of a period that is counted back from an event's day, which is not counted itself.

    It lies wholly between what is to be done and the event; nothing is moved (Art. 3(4), last sentence).
    Raises CalendarRange, PeriodRange.
    """
    counted = _within(_counted_backward(event, length, calendar))
    if not method.backward_minimum or not length.is_two_days:
        return Days(counted, counted, counted)
    calendar.require(event)
    calendar.require(counted)
    found = counted
    if event - counted < SURE:
        last = calendar.working_to(event - 1)
        found = min(counted, calendar.working_to(last - 1))
    return Days(counted, counted, found)


def _counted_backward(event: int, length: Length, calendar: Calendar) -> int:
    match length.unit:
        case "days":
            return event - length.count
        case "working-days":
            calendar.require(event)
            found = event
            for _ in range(length.count):
                found = calendar.working_to(found - 1)
            return found
        case "weeks":
            return event - 7 * length.count
        case "months":
            return months_on(event, -length.count) - length.days
        case "years":
            return months_on(event, -12 * length.count)
    raise ValueError(length.unit)


def _start(event: int, method: Method) -> int:
    return event if method.month_start == "event-day" else event + 1


def months_on(day: int, months: int) -> int:
    """The day with the same number so many months later, or the last day of a month that lacks it.

    Raises PeriodRange.
    """
    start = date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise PeriodRange()
    number = start.day if start.day <= 28 else min(start.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, number).toordinal()


def _within(day: int) -> int:
    if not 1 < day < LAST:
        raise PeriodRange()
    return day

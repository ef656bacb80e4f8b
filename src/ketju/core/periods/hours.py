"""Periods in hours: the event's hour is not counted, hours pass also when clocks change, and nothing is moved.

Sources: Regulation 1182/71 Art. 3(1) first subparagraph, 3(2)(a), 3(4); requirements R-4, R-6, R-12, Q-1 to Q-3, Q-5.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from ketju.core.periods.calendars import Calendar
from ketju.core.periods.instants import Instant, of_wall, ordinal_start
from ketju.core.periods.method import Method
from ketju.core.problems.periods import PeriodRange

TWO_DAYS = 48
"""From so many hours on a period is one of two days (Q-1)."""


class Hours(NamedTuple):
    """When the first hour begins and when the last one ends, in UTC; backwards the end comes first in time."""

    begin: datetime
    end: datetime


def hours_forward(event: Instant, count: int, calendar: Calendar | None, method: Method) -> Hours:
    """When so many hours from an event are over. ``calendar`` is needed only where Art. 3(5) is read into it.

    Raises CalendarRange, PeriodRange.
    """
    begin = event.utc if method.hour_start == "exact" else hour_after(event)
    try:
        end = _later(begin, count, event.zone, method)
        if method.hours_minimum != "none" and count >= TWO_DAYS and calendar is not None:
            end = _with_two_days(begin, end, event.zone, calendar, whole=method.hours_minimum == "whole-days")
        _require(end, event.zone)
    except (OverflowError, ValueError) as error:
        raise PeriodRange() from error
    return Hours(begin, end)


def hours_backward(event: Instant, count: int, method: Method) -> Hours:
    """Before what time something must be done so that whole hours lie between it and the event. Raises PeriodRange."""
    begin = event.utc if method.hour_start == "exact" else hour_of(event)
    try:
        end = _later(begin, -count, event.zone, method)
        _require(end, event.zone)
    except (OverflowError, ValueError) as error:
        raise PeriodRange() from error
    return Hours(begin, end)


def _require(end: datetime, zone: tzinfo) -> None:
    """See to it that an end can be shown in its zone; raises OverflowError."""
    if not 2 < end.year < 9998:
        end.astimezone(zone)


def hour_of(event: Instant) -> datetime:
    """When the clock hour of an event began, in UTC."""
    local = event.local
    return event.utc - timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)


def hour_after(event: Instant) -> datetime:
    """When the clock hour of an event is over, in UTC; an event on the hour lies in the hour that begins.

    Raises PeriodRange.
    """
    try:
        return hour_of(event) + timedelta(hours=1)
    except OverflowError as error:
        raise PeriodRange() from error


def _later(begin: datetime, count: int, zone: tzinfo, method: Method) -> datetime:
    if method.hours == "elapsed":
        return begin + timedelta(hours=count)
    return of_wall(begin.astimezone(zone).replace(tzinfo=None) + timedelta(hours=count), zone)


def _with_two_days(
    begin: datetime, end: datetime, zone: tzinfo, calendar: Calendar, *, whole: bool
) -> datetime:
    """The end, moved so that two working days lie in the period: wholly, or with a part of each."""
    local = begin.astimezone(zone)
    day = local.date().toordinal()
    if whole and begin > ordinal_start(day, zone):
        day += 1
    second = calendar.working_from(calendar.working_from(day) + 1)
    if whole:
        return max(end, ordinal_start(second + 1, zone))
    return end if end > ordinal_start(second, zone) else ordinal_start(second + 1, zone)


def clocks_change(begin: datetime, end: datetime, zone: tzinfo) -> bool:
    """Whether the offset of a zone is not the same at both instants."""
    return begin.astimezone(zone).utcoffset() != end.astimezone(zone).utcoffset()


def hours_between(first: datetime, second: datetime) -> float:
    """How many hours pass between two instants."""
    return (second.astimezone(UTC) - first.astimezone(UTC)).total_seconds() / 3600

"""Periods the slow, obvious way: walking hour by hour and day by day, with no arithmetic on dates but "the next day".

It shares no code with the fast path: days off come from the package ``holidays`` and the lists of requirements Q-8.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)

WorkingDay = Callable[[date], bool]


@cache
def listed(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year, expand=False))


def works(country: str) -> WorkingDay:
    """Whether offices work on a day: neither weekend nor a public holiday of the package."""

    def is_working(day: date) -> bool:
        return day.weekday() < 5 and day not in listed(country, day.year)

    return is_working


def in_hours(event: datetime, count: int) -> datetime:
    """When so many hours are over: walk minute by minute to the next full hour of the local clock, then hour by hour."""
    zone = event.tzinfo
    now = event.astimezone(UTC).replace(second=0, microsecond=0) + MINUTE
    while now.astimezone(zone).minute:
        now += MINUTE
    for _ in range(count):
        now += timedelta(hours=1)
    return now


def counted(event: date, unit: str, count: int, is_working: WorkingDay) -> date:
    """The last day before it is moved."""
    day = event
    if unit in ("days", "working days"):
        left = count
        while left:
            day += DAY
            left -= unit == "days" or is_working(day)
        return day
    if unit == "weeks":
        for _ in range(count):
            day += DAY
            while day.weekday() != event.weekday():
                day += DAY
        return day
    months = count * 12 if unit == "years" else count
    return same_number(event, months)


def same_number(event: date, months: int) -> date:
    """Walk into the month in question, then to the day with the event's number or the last day there is."""
    day = event
    for _ in range(months):
        month = day.month
        while day.month == month:
            day += DAY
    day = day.replace(day=1) if months else day
    while day.day < event.day and (day + DAY).month == day.month:
        day += DAY
    return day


def last_day(event: date, unit: str, count: int, is_working: WorkingDay) -> date:
    """The last day of a period under Regulation 1182/71, walking until all of Art. 3 is satisfied."""
    day = counted(event, unit, count, is_working)
    while not is_working(day):
        day += DAY
    is_two_days = unit != "days" or count >= 2
    while is_two_days and unit != "working days" and working_days(event, day, is_working) < 2:
        day += DAY
        while not is_working(day):
            day += DAY
    if unit == "working days" and count >= 2:
        assert working_days(event, day, is_working) >= 2
    return day


def working_days(event: date, last: date, is_working: WorkingDay) -> int:
    found, day = 0, event
    while day < last:
        day += DAY
        found += is_working(day)
    return found


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The first moment after a day: walk from noon, a minute at a time, until the local date is another."""
    now = datetime(day.year, day.month, day.day, 12, tzinfo=zone).astimezone(UTC)
    while now.astimezone(zone).date() <= day:
        now += timedelta(minutes=15)
    return now


def last_day_before(event: date, unit: str, count: int, is_working: WorkingDay) -> date:
    """The last day to act so that a period lies wholly between the act and the event, walking back."""
    day, left = event, count
    while left:
        day -= DAY
        left -= unit == "days" or is_working(day)
    return day - DAY

"""Periods by the words of Regulation 1182/71 and of contracts, day by day.

- Art. 3(1): the day or hour of the event is not counted. Art. 3(2)(b): a period in days ends with its last day;
  (c): in weeks, months or years with the day that has the name or number of the event's day, or the last of the month.
- Art. 3(4): a last day that is no working day gives way to the next one; not where a period is counted back from a
  date. Art. 3(5): two days or more hold two working days at least.
- A period of notice lies whole between the notice and the use: it is counted back from the use (requirements, W-3).
- A contract that says nothing of days off: the other side's right runs to the later of both readings (Q-9), and where
  lists of holidays differ, to the latest of them (Q-8).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from clocks import day_at, instant, offset_at, start_of
from holidays import is_working, lists_of, working_from

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True)
class Length:
    """So many of a unit: "hours", "days", "working-days", "weeks", "months"."""

    unit: str
    count: int


@dataclass(frozen=True)
class Rules:
    """How an agreement counts: "eu" or "contract", whose calendar, whose clocks."""

    regime: str
    calendar: str
    zone: str


def full_hour(at: datetime) -> datetime:
    """When the hour of an event is over, which is not counted (Art. 3(1))."""
    return at.replace(minute=0, second=0, microsecond=0) + HOUR


def months_from(day: date, months: int) -> date:
    """The day with the same number so many months on, or back; the last of a month that lacks it (Art. 3(2)(c))."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(event: date, length: Length, name: str) -> date:
    """The last day of a period as it is counted, whatever day that is."""
    if length.unit == "working-days":
        day = event
        for _ in range(length.count):
            day = working_from(day + DAY, name)
        return day
    if length.unit == "months":
        return months_from(event, length.count)
    return event + DAY * (length.count * 7 if length.unit == "weeks" else length.count)


def moved(event: date, last: date, length: Length, name: str) -> date:
    """The last day with Art. 3(4) and 3(5)."""
    last = working_from(last, name)
    if length.count < 2 and length.unit in ("days", "working-days"):
        return last
    day, working = event, 0
    while working < 2:
        day += DAY
        working += is_working(day, name)
    return max(last, day)


def window_end(event: datetime, length: Length, rules: Rules) -> datetime:
    """The first instant after a window to object: a right of the customer, so that the latest reading counts."""
    if length.unit == "hours":
        begin = full_hour(event)
        wall = begin + offset_at(begin, rules.zone) + HOUR * length.count
        return max(begin + HOUR * length.count, instant(wall, rules.zone))
    return start_of(_last_day_of_window(day_at(event, rules.zone), length, rules) + DAY, rules.zone)


@cache
def _last_day_of_window(day: date, length: Length, rules: Rules) -> date:
    ends = []
    for name in lists_of(rules.calendar):
        last = last_day(day, length, name)
        ends.append(moved(day, last, length, name))
        if rules.regime == "contract" and name == lists_of(rules.calendar)[0]:
            ends.append(last)
    return max(ends)


def first_use(event: datetime, length: Length, rules: Rules) -> datetime:
    """The first day on which something may be used of which notice is owed so long before."""
    if length.unit == "hours":
        return full_hour(event) + HOUR * length.count
    return start_of(_first_day_of_use(day_at(event, rules.zone), length, rules), rules.zone)


@cache
def _first_day_of_use(day: date, length: Length, rules: Rules) -> date:
    use = day + DAY
    while not all(_lies_between(day, use, length, name, rules) for name in lists_of(rules.calendar)):
        use += DAY
    return use


def _lies_between(notice: date, use: date, length: Length, name: str, rules: Rules) -> bool:
    """Whether the whole period lies after the day of the notice and before the use."""
    between = [notice + DAY * at for at in range(1, (use - notice).days)]
    working = sum(is_working(one, name) for one in between)
    if length.unit == "working-days":
        return working >= length.count
    if rules.regime == "eu" and (length.count >= 2 or length.unit != "days") and working < 2:
        return False
    if length.unit == "months":
        # Neither counted back from the use nor on from the notice does it reach beyond the other end.
        return months_from(use, -length.count) > notice and months_from(notice, length.count) < use
    return len(between) >= length.count * (7 if length.unit == "weeks" else 1)


def passed(event: datetime, length: Length, rules: Rules) -> datetime:
    """When so much time has passed after an event, with no regard to days off."""
    if length.unit == "hours":
        return full_hour(event) + HOUR * length.count
    return start_of(
        last_day(day_at(event, rules.zone), length, lists_of(rules.calendar)[0]) + DAY, rules.zone
    )

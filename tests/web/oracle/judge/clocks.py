"""Clocks of the Union: summer time from the last Sunday of March to the last of October, at 01:00 UTC everywhere.

Source: Directive 2000/84/EC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

STANDARD = {
    "Europe/Helsinki": 2, "Europe/Tallinn": 2, "Europe/Stockholm": 1, "Europe/Berlin": 1, "Europe/Oslo": 1,
    "Europe/Amsterdam": 1, "Europe/Warsaw": 1,
}  # fmt: skip
"""Hours ahead of UTC in winter."""


def _last_sunday(year: int, month: int) -> datetime:
    day = date(year, month, 31)
    return datetime.combine(day - timedelta(days=(day.weekday() + 1) % 7), time(1), UTC)


def offset_at(at: datetime, zone: str) -> timedelta:
    """How far the clocks of a zone are ahead of UTC at an instant."""
    is_summer = _last_sunday(at.year, 3) <= at < _last_sunday(at.year, 10)
    return timedelta(hours=STANDARD[zone] + is_summer)


def day_at(at: datetime, zone: str) -> date:
    """The day that it is in a zone at an instant."""
    return (at + offset_at(at, zone)).date()


def start_of(day: date, zone: str) -> datetime:
    """The instant at which a day begins in a zone."""
    return instant(datetime.combine(day, time(), UTC), zone)


def instant(wall: datetime, zone: str) -> datetime:
    """The instant of a time on the clocks of a zone, given as if it were UTC; not for the hour of a change."""
    winter = wall - timedelta(hours=STANDARD[zone])
    summer = winter - timedelta(hours=1)
    return summer if offset_at(summer, zone) != timedelta(hours=STANDARD[zone]) else winter

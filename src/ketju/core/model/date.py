"""Dates with the precision that is printed: a year, a month or a day, and never more than that."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of which the month, or the day, may be unknown (ISO 8601 reduced precision, EDTF level 0).

    Raises ValueError for a date that no calendar has. Source: D-6, L-3, requirements 6.5.
    """

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        ok = 1 <= self.year <= 9999 and 0 <= self.month <= 12 and (self.month or not self.day)
        if ok and self.month and self.day:
            last = _LENGTHS[self.month - 1] - (self.month == 2 and not _is_leap(self.year))
            ok = 1 <= self.day <= last
        if not ok:
            raise ValueError(f"no such date: {self.year}-{self.month}-{self.day}")

    @property
    def precision(self) -> str:
        """ "year", "month" or "day"."""
        return "day" if self.day else "month" if self.month else "year"

    def __str__(self) -> str:
        parts = [f"{self.year:04}"]
        if self.month:
            parts.append(f"{self.month:02}")
        if self.day:
            parts.append(f"{self.day:02}")
        return "-".join(parts)


def partial_date_from_iso(text: str) -> PartialDate:
    """Read "2015", "2015-04" or "2015-04-01". Raises ValueError for anything else."""
    found = _FORM.fullmatch(text)
    if not found:
        raise ValueError(f"not an ISO date of year, month or day precision: {text!r}")
    return PartialDate(*(int(part) for part in found.groups() if part))


def first_day(day: PartialDate) -> tuple[int, int, int]:
    """The earliest day that a date may mean, as (year, month, day)."""
    return (day.year, day.month or 1, day.day or 1)


def last_day(day: PartialDate) -> tuple[int, int, int]:
    """The latest day that a date may mean: "2024-02" → (2024, 2, 29)."""
    month = day.month or 12
    length = _LENGTHS[month - 1] - (month == 2 and not _is_leap(day.year))
    return (day.year, month, day.day or length)

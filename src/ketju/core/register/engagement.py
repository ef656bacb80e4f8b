"""Whether an engagement is planned, current or over on a day. It follows from its dates and is stored nowhere."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Entry

Stage = Literal["planned", "current", "ended"]


def stage(entry: Entry, on: date) -> Stage:
    """What an entry is on a day; one without dates is current.

    A year or a month counts from its first day and to its last: in doubt an entry is current. Source: D-6, L-3.
    """
    day = (on.year, on.month, on.day)
    if entry.until and day > _last_day(entry.until):
        return "ended"
    return "planned" if entry.since and day < _first_day(entry.since) else "current"


def _first_day(when: PartialDate) -> tuple[int, int, int]:
    return when.year, when.month or 1, when.day or 1


def _last_day(when: PartialDate) -> tuple[int, int, int]:
    """A day not before the last of the period; no calendar is needed to compare with it."""
    return when.year, when.month or 12, when.day or 31

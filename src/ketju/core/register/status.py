"""Whether an entry is planned, current or ended on a day: computed from its dates and never stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Entry

Status = Literal["planned", "current", "ended"]
STATUSES: tuple[Status, ...] = ("current", "planned", "ended")
"""Every status, in the order in which lists show them."""


def status_of(entry: Entry, on: date) -> Status:
    """The status of an entry on a day.

    A year or a month counts from its first day and to its last, as in ``resolution``: in doubt, current.
    """
    day = (on.year, on.month, on.day)
    if entry.until and day > _last_day(entry.until):
        return "ended"
    if entry.since and day < (entry.since.year, entry.since.month or 1, entry.since.day or 1):
        return "planned"
    return "current"


def by_status(entries: Iterable[Entry], on: date) -> dict[Status, tuple[Entry, ...]]:
    """The entries of each status in their order; a status that no entry has is left out."""
    found: dict[Status, list[Entry]] = {}
    for entry in entries:
        found.setdefault(status_of(entry, on), []).append(entry)
    return {status: tuple(found[status]) for status in STATUSES if status in found}


def _last_day(when: PartialDate) -> tuple[int, int, int]:
    """A day not before the last of the period; no calendar is needed to compare with it."""
    return when.year, when.month or 12, when.day or 31

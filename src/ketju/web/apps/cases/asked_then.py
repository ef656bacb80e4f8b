"""Which instant somebody asks about, in words of a form: a day, and a time of day or none for its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ketju.web.base.access.models import Processor
from ketju.web.base.access.zones import day_of, start_of

FIRST = date(2018, 5, 25)
"""The first day on which the GDPR applied (Art. 99(2))."""
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A day, the time of day as "14:30" or "" for the end of the day, and the instant, which is never after now."""

    on: date
    time: str
    instant: datetime
    today: date

    @property
    def name(self) -> str:
        """What a file of it is called: "2026-12-28T1430", or the day alone."""
        return f"{self.on.isoformat()}T{self.time.replace(':', '')}" if self.time else self.on.isoformat()


def asked_then(on: str, at: str, processor: Processor, now: datetime) -> Asked:
    """What was asked, on the clocks of the processor; today where no day was understood, and never a day to come."""
    today = day_of(now, processor.zone)
    try:
        day = min(max(date.fromisoformat(on), FIRST), today)
    except ValueError:
        day = today
    try:
        clock: time | None = time.fromisoformat(at).replace(tzinfo=None)
    except ValueError:
        clock = None
    if clock is None:
        instant, shown = start_of(day + timedelta(days=1), processor) - _INSTANT, ""
    else:
        instant, shown = datetime.combine(day, clock, ZoneInfo(processor.zone)), f"{clock:%H:%M}"
    return Asked(day, shown, min(instant, now), today)

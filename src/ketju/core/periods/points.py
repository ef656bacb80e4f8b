"""Points in time: a fixed date is no period, and a day off moves nothing.

Sources: Regulation 1182/71 Art. 4 (acts take effect when the first hour of their date begins and cease to apply when
its last hour ends) and Art. 5 (what is due on a date may be done from its first hour to the end of its last);
requirements R-14, R-15.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from ketju.core.periods.instants import Instant, day_start
from ketju.core.problems.periods import PeriodRange


@dataclass(frozen=True, slots=True)
class Point:
    """A fixed date: ``begins`` with its first hour, ``expires`` with its last (exclusive)."""

    day: date
    begins: Instant
    expires: Instant


def point_on(day: date, zone: tzinfo) -> Point:
    """A fixed date in a zone. Raises PeriodRange."""
    if day == date.max:
        raise PeriodRange()
    return Point(
        day, Instant(day_start(day, zone), zone), Instant(day_start(day + timedelta(days=1), zone), zone)
    )

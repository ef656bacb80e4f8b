"""Instants: a point in time with the zone that says which day and which hour it is there.

An instant is kept in UTC; its zone is recorded with it, because the zone decides the day from which a period
runs (Q-4). Offset and fold follow from both.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import NamedTuple

from ketju.core.packaged import zone_data, zone_names
from ketju.core.problems.periods import (
    InstantWrong,
    PeriodRange,
    TimeAmbiguous,
    TimeSkipped,
    ZoneMissing,
    ZoneUnknown,
)

_WRITTEN = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,6})?)?)\s?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_MOMENT = timedelta(microseconds=1)
_OFFSET = re.compile(r"(Z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)")


class Instant(NamedTuple):
    """A point in time, and the zone it is looked at from.

    ``utc`` is aware, in UTC. With ``is_day`` only the day is known; ``utc`` is then the start of it.
    """

    utc: datetime
    zone: tzinfo
    is_day: bool = False

    @property
    def local(self) -> datetime:
        """The time on the clocks of the zone, with its offset and fold."""
        return self.utc.astimezone(self.zone)

    @property
    def day(self) -> date:
        """The day it is in the zone."""
        return self.utc.astimezone(self.zone).date()

    @property
    def last_day(self) -> date:
        """The last day of what ends at this instant, that of the moment before it; also where clocks skip midnight."""
        return (self.utc - _MOMENT).astimezone(self.zone).date()

    @property
    def zone_name(self) -> str:
        """The name of the zone as it is recorded: "Europe/Helsinki", or an offset such as "+02:00"."""
        return zone_name(self.zone)

    def __str__(self) -> str:
        return written(self.local)


def written(when: datetime) -> str:
    """An aware time as ISO 8601, to the minute where it is a whole one: "2026-11-20T18:20+02:00"."""
    is_whole = not when.second and not when.microsecond
    return when.isoformat(timespec="minutes" if is_whole else "auto")


def zone_name(zone: tzinfo) -> str:
    """The name of a zone, an offset for one that has only that."""
    key = getattr(zone, "key", None)
    return key if isinstance(key, str) else written(datetime(2000, 1, 1, tzinfo=zone))[16:]


@lru_cache(maxsize=1024)
def zone_from(text: str) -> tzinfo:
    """The zone of that name in the IANA database, or an offset such as "+02:00". Raises ZoneUnknown."""
    if _OFFSET.fullmatch(text):
        return _offset(text)
    if text not in zone_names():
        folded = {name.casefold(): name for name in zone_names()}
        close = get_close_matches(text.casefold(), folded, n=3, cutoff=0.6)
        raise ZoneUnknown(found=text, suggestions=", ".join(folded[one] for one in close))
    return zone_data(text)


def parse_instant(text: str, zone: str = "", fold: int | None = None) -> Instant:
    """The instant that is written as ISO 8601: "2026-11-20T18:20+02:00", "2026-11-20 18:20", "2026-11-20".

    An offset fixes the instant; ``zone`` says from where it is looked at, and is the offset where it is not
    given. Without an offset the time is one on the clocks of ``zone``; ``fold`` then says whether it is the
    first (0) or the second (1) of two where clocks were put back. A day alone needs a zone, too. Raises InstantWrong,
    ZoneMissing, ZoneUnknown, TimeAmbiguous, TimeSkipped.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if not found:
        raise InstantWrong(found=text)
    day, time, offset = found.groups()
    try:
        naive = datetime.fromisoformat(f"{day}T{(time or '00:00').replace(',', '.')}")
    except ValueError as error:
        raise InstantWrong(found=text) from error
    if not date.min.year < naive.year < date.max.year:
        raise PeriodRange()  # near the ends of time no zone can be told
    if not offset and not zone:
        raise ZoneMissing(found=text)
    home = zone_from(zone or offset)
    if offset:
        try:
            return Instant(naive.replace(tzinfo=_offset(offset)).astimezone(UTC), home)
        except OverflowError as error:
            raise PeriodRange() from error
    if not time:
        return Instant(day_start(naive.date(), home), home, is_day=True)
    return Instant(_of_wall(naive, home, fold, text), home)


def _offset(text: str) -> timezone:
    if text in ("Z", "UTC"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 14 or minutes > 59:
        raise ZoneUnknown(found=text, suggestions="")
    shift = timedelta(hours=hours, minutes=minutes)
    return timezone(-shift if text[0] == "-" else shift)


def _of_wall(naive: datetime, zone: tzinfo, fold: int | None, text: str) -> datetime:
    """The instant of a time on the clocks of a zone. Raises TimeAmbiguous, TimeSkipped."""
    first, second = (naive.replace(tzinfo=zone, fold=one) for one in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return _utc(first)
    offsets = {"first": written(first)[-6:], "second": written(second)[-6:]}
    if _utc(first).astimezone(zone).replace(tzinfo=None) != naive:
        raise TimeSkipped(found=text, zone=zone_name(zone), **offsets)
    if fold is None:
        raise TimeAmbiguous(found=text, zone=zone_name(zone), **offsets)
    return _utc(second if fold else first)


def _utc(when: datetime) -> datetime:
    try:
        return when.astimezone(UTC)
    except OverflowError as error:
        raise PeriodRange() from error


def of_wall(naive: datetime, zone: tzinfo) -> datetime:
    """The instant at which clocks first show a time or, where they skip it, at which they jump over it."""
    return _utc(naive.replace(tzinfo=zone, fold=0))


@lru_cache(maxsize=65536)
def _day_start(ordinal: int, zone: tzinfo) -> datetime:
    try:
        day = date.fromordinal(ordinal)
    except (ValueError, OverflowError) as error:
        raise PeriodRange() from error
    return of_wall(datetime(day.year, day.month, day.day), zone)  # noqa: DTZ001 -- a time on the clocks of the zone


def day_start(day: date, zone: tzinfo) -> datetime:
    """The instant at which a day begins in a zone, also where clocks skip midnight."""
    return _day_start(day.toordinal(), zone)


def ordinal_start(ordinal: int, zone: tzinfo) -> datetime:
    """``day_start`` of a day by its number (``date.toordinal``). Raises PeriodRange."""
    return _day_start(ordinal, zone)


@cache
def known_zones() -> tuple[str, ...]:
    """The names of all zones."""
    return tuple(sorted(zone_names()))

"""Declare periodic work: which job is due when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ketju.web.base.jobs.declaring import JobTask

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A job that is due every so often, counted from 1970 in UTC, or daily at a time of the clock in a zone."""

    name: str
    task: JobTask
    every: timedelta | None = None
    at: time | None = None
    zone: str = "UTC"

    def last_due(self, now: datetime) -> datetime:
        """The latest instant, now or before, at which it was due."""
        if self.every is not None:
            return now - (now - _EPOCH) % self.every
        day = now.astimezone(ZoneInfo(self.zone)).date()
        today = self._on(datetime.combine(day, self.at or time()))
        return (
            today if today <= now else self._on(datetime.combine(day - timedelta(days=1), self.at or time()))
        )

    def next_due(self, now: datetime) -> datetime:
        """The first instant after now at which it is due."""
        last = self.last_due(now)
        if self.every is not None:
            return last + self.every
        day = last.astimezone(ZoneInfo(self.zone)).date() + timedelta(days=1)
        return self._on(datetime.combine(day, self.at or time()))

    def _on(self, wall: datetime) -> datetime:
        """The instant of a time of the clock. The first of two when clocks go back; moved on when they skip it."""
        return wall.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)


_SCHEDULES: dict[str, Schedule] = {}


def schedule(
    name: str,
    task: JobTask,
    *,
    every: timedelta | None = None,
    at: str | None = None,
    zone: str = "UTC",
) -> Schedule:
    """Declare that a job is due ``every`` so often or daily ``at`` a time ("03:15") of ``zone``.

    The job is called without arguments. Raises ValueError unless exactly one of both is given, or for a taken name.
    """
    if (every is None) == (at is None) or (every is not None and every < timedelta(seconds=1)):
        raise ValueError(f"a schedule is due every so often or at a time: {name}")
    made = Schedule(name, task, every, time.fromisoformat(at) if at else None, zone)
    if _SCHEDULES.setdefault(name, made) != made:
        raise ValueError(f"the name of a schedule is taken: {name}")
    return made


def schedules() -> tuple[Schedule, ...]:
    """All declared schedules, by name."""
    return tuple(_SCHEDULES[name] for name in sorted(_SCHEDULES))

"""Periods: what is asked and what comes out, with every reading that differs.

``expires`` is the strict reading and the first instant after the period; ``alarm`` is the earliest of the readings. The
safe end is the earliest for one's own duty, and the latest for another's right and for a gate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from ketju.core.periods.calendars import Calendar
from ketju.core.periods.counting import Days, counted_forward, days_backward, days_forward, finished
from ketju.core.periods.hours import Hours, hours_backward, hours_forward
from ketju.core.periods.instants import Instant, ordinal_start
from ketju.core.periods.lengths import Length, together
from ketju.core.periods.method import REGULATION, Method
from ketju.core.problems.periods import (
    CalendarMissing,
    ExtensionBackward,
    LengthMixed,
    LengthOpen,
    TimeMissing,
)

Side = Literal["duty", "right", "gate"]
"""Whose side a period is looked at from: who must act, who may act, what is held until then."""
Origin = Literal["receipt", "nominal-end", "rolled-end"]


@dataclass(frozen=True, slots=True)
class Question:
    """A period to compute. ``extension`` is a further period; ``calendar`` may be None for hours only."""

    event: Instant
    length: Length
    calendar: Calendar | None = None
    method: Method = REGULATION
    backward: bool = False
    extension: Length | None = None


class End(NamedTuple):
    """Where a period ends (exclusive, UTC), and how that was found. ``origin`` says from what an extension runs."""

    at: datetime
    days: Days | None = None
    hours: Hours | None = None
    first: Days | None = None
    origin: Origin | None = None


class Reading(NamedTuple):
    """Another reading of the same period: its name, the open point that it answers, and its end.

    With ``is_information`` it moves neither the alarm nor the safe ends.
    """

    id: str
    point: str
    expires: Instant
    is_information: bool = False
    params: tuple[tuple[str, str], ...] = ()


class Period(NamedTuple):
    """A computed period."""

    question: Question
    end: End
    alternatives: tuple[Reading, ...] = ()

    @property
    def expires(self) -> Instant:
        """The first instant after the period, by the strict reading."""
        return Instant(self.end.at, self.question.event.zone)

    @property
    def alarm(self) -> Instant:
        """The earliest end of all readings."""
        return min(self._ends(), key=_utc) if self.alternatives else self.expires

    def safe(self, side: Side) -> Instant:
        """The end that is safe to rely on: the earliest for a duty, the latest for a right and for a gate.

        A gate that asks whether something was done early enough, by a period counted backwards, is safe with the
        earliest.
        """
        is_earliest = side == "duty" or (side == "gate" and self.question.backward)
        return self.alarm if is_earliest else max(self._ends(), key=_utc)

    def _ends(self) -> list[Instant]:
        return [self.expires, *(one.expires for one in self.alternatives if not one.is_information)]


def _utc(instant: Instant) -> datetime:
    return instant.utc


def end_of(question: Question) -> End:
    """Where a period ends, by its method.

    Raises CalendarMissing, CalendarRange, TimeMissing, PeriodRange, LengthOpen, LengthMixed,
    ExtensionBackward.
    """
    return end_by(question, question.calendar, question.method)


def end_by(question: Question, calendar: Calendar | None, method: Method) -> End:
    """Where a period ends with another calendar or by another method; raises as ``end_of``."""
    length, event = question.length, question.event
    if not isinstance(length, Length):
        raise LengthOpen(found=length.haste)
    if question.extension is not None:
        return _extended(question, question.extension, calendar, method)
    if length.unit == "hours":
        return _hours(question, length, calendar, method)
    if calendar is None:
        raise CalendarMissing()
    day = event.day.toordinal()
    if question.backward:
        days = days_backward(day, length, calendar, method)
        return End(ordinal_start(days.found, event.zone), days)
    days = days_forward(day, length, calendar, method)
    return End(ordinal_start(days.found + 1, event.zone), days)


def _hours(question: Question, length: Length, calendar: Calendar | None, method: Method) -> End:
    if question.event.is_day:
        raise TimeMissing(found=question.event.day.isoformat())
    if question.backward:
        hours = hours_backward(question.event, length.count, method)
    else:
        hours = hours_forward(question.event, length.count, calendar, method)
    return End(hours.end, hours=hours)


def _extended(question: Question, extension: Length, calendar: Calendar | None, method: Method) -> End:
    """The end of a period with its extension (Q-7): both from the event, or the second from the end of the first."""
    if question.backward:
        raise ExtensionBackward()
    whole = together(question.length, extension)
    if whole is not None and whole.unit == "hours":
        return _hours(question, whole, calendar, method)
    if calendar is None:
        raise CalendarMissing()
    if "hours" in (question.length.unit, extension.unit):
        raise LengthMixed(first=question.length.unit, second=extension.unit)
    origins: tuple[Origin, ...] = ("receipt", "nominal-end", "rolled-end")
    if method.extension != "earliest":
        origins = (method.extension,)
    ends = [_extended_from(question, extension, calendar, method, one) for one in origins]
    return min(ends, key=lambda one: one.at)


def _extended_from(
    question: Question, extension: Length, calendar: Calendar, method: Method, origin: Origin
) -> End:
    event = question.event.day.toordinal()
    whole = together(question.length, extension)
    first = days_forward(event, question.length, calendar, method)
    if origin == "receipt" and whole is not None:
        counted = counted_forward(event, whole, calendar, method)
    else:
        start = first.found if origin == "rolled-end" else first.counted
        counted = counted_forward(start, extension, calendar, method)
    days = finished(event, counted, whole or question.length, calendar, method)
    return End(ordinal_start(days.found + 1, question.event.zone), days, first=first, origin=origin)

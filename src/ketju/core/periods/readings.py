"""Readings: the positions on each disputed point, and which of them make a difference to a period.

A reading changes one point and leaves all others at their default. Those that lead to another end are the
alternatives of a period; the two wide readings of Art. 3(5) are information only (Q-1). A position that nobody
holds any more (Q-6) is computed when it is asked for and shown in no result. Source: requirements 4.2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from ketju.core.periods.calendars import Calendar, calendar_from
from ketju.core.periods.counting import SURE, Days
from ketju.core.periods.hours import TWO_DAYS
from ketju.core.periods.instants import Instant
from ketju.core.periods.lengths import Unit
from ketju.core.periods.method import Method
from ketju.core.periods.period import End, Period, Question, Reading, end_by, end_of
from ketju.core.problems.periods import CalendarRange, PeriodRange, ReadingUnknown


class Kind(NamedTuple):
    """What about a question decides which positions matter to it."""

    unit: Unit
    backward: bool
    extended: bool
    is_long: bool
    has_calendar: bool


def _kind(question: Question) -> Kind:
    length, backward = question.length, question.backward
    is_long = length.unit == "hours" and length.count >= TWO_DAYS
    return Kind(length.unit, backward, question.extension is not None, is_long, question.calendar is not None)


@dataclass(frozen=True, slots=True)
class Position:
    """A position on a disputed point: how it changes the method, and to which periods it matters."""

    id: str
    point: str
    change: Callable[[Method], Method]
    matters: Callable[[Kind, Method], bool]
    is_shown: bool = True
    is_information: bool = False


def _in_hours(kind: Kind, _: Method) -> bool:
    return kind.unit == "hours"


def _is_extended(kind: Kind, _: Method) -> bool:
    return kind.extended and kind.unit != "hours"


def _is_wide(kind: Kind, _: Method) -> bool:
    return kind.is_long and not kind.backward and kind.has_calendar


def _in_date_units(kind: Kind, _: Method) -> bool:
    return kind.unit in ("weeks", "months", "years") and not kind.backward


def _is_of_contract(kind: Kind, method: Method) -> bool:
    return method.is_contract and kind.unit != "hours" and not kind.backward


POSITIONS = (
    Position("clock-hour", "Q-2", lambda one: replace(one, hour_start="clock-hour"), _in_hours),
    Position("exact-hours", "Q-2", lambda one: replace(one, hour_start="exact"), _in_hours),
    Position("elapsed-hours", "Q-3", lambda one: replace(one, hours="elapsed"), _in_hours),
    Position("wall-clock-hours", "Q-3", lambda one: replace(one, hours="wall-clock"), _in_hours),
    Position("no-minimum-for-hours", "Q-1", lambda one: replace(one, hours_minimum="none"), _is_wide),
    Position(
        "two-days-with-parts",
        "Q-1",
        lambda one: replace(one, hours_minimum="partial-days"),
        _is_wide,
        is_information=True,
    ),
    Position(
        "two-whole-days",
        "Q-1",
        lambda one: replace(one, hours_minimum="whole-days"),
        _is_wide,
        is_information=True,
    ),
    Position(
        "from-event-day",
        "Q-6",
        lambda one: replace(one, month_start="event-day"),
        _in_date_units,
        is_shown=False,
    ),
    Position(
        "from-next-day",
        "Q-6",
        lambda one: replace(one, month_start="next-day"),
        _in_date_units,
        is_shown=False,
    ),
    Position("extension-from-receipt", "Q-7", lambda one: replace(one, extension="receipt"), _is_extended),
    Position(
        "extension-from-nominal-end", "Q-7", lambda one: replace(one, extension="nominal-end"), _is_extended
    ),
    Position(
        "extension-from-rolled-end", "Q-7", lambda one: replace(one, extension="rolled-end"), _is_extended
    ),
    Position(
        "moved-to-working-day",
        "Q-9",
        lambda one: replace(one, roll=True, minimum=True),
        _is_of_contract,
    ),
    Position(
        "not-moved",
        "Q-9",
        lambda one: replace(one, roll=False, minimum=False),
        _is_of_contract,
    ),
    Position(
        "no-minimum-backwards",
        "3(5)",
        lambda one: replace(one, backward_minimum=False),
        lambda kind, _: kind.backward and kind.unit != "hours",
    ),
)


def method_with(method: Method, readings: tuple[str, ...]) -> Method:
    """A method with other positions than its own. Raises ReadingUnknown."""
    known = {one.id: one for one in POSITIONS}
    for name in readings:
        if name not in known:
            raise ReadingUnknown(found=name, known=", ".join(known))
        method = known[name].change(method)
    return method


def period_of(question: Question, seats: tuple[tuple[Instant, Calendar | None], ...] = ()) -> Period:
    """A period with every reading that differs.

    ``seats`` are the same event as it is seen from other places, each with the calendar there (Q-4). Raises what
    ``end_of`` raises.
    """
    end = end_of(question)
    found: list[Reading] = []
    shown = _shown(_kind(question), question.method)
    if shown:
        found += _positions(question, end, shown)
    if question.calendar is not None and question.calendar.readings and end.days is not None:
        found += _calendars(question, question.calendar, end, end.days)
    if seats:
        found += _seats(question, end, seats)
    return Period(question, end, tuple(found))


Shown = tuple[tuple[tuple[Position, Method], ...], ...]


@lru_cache(maxsize=1024)
def _shown(kind: Kind, method: Method) -> Shown:
    """The positions to try for a kind of period, point by point, each with the method that it makes."""
    points: dict[str, list[tuple[Position, Method]]] = {}
    for one in POSITIONS:
        changed = one.change(method)
        if one.is_shown and changed != method and one.matters(kind, method):
            points.setdefault(one.point, []).append((one, changed))
    return tuple(map(tuple, points.values()))


def _positions(question: Question, end: End, shown: Shown) -> Iterator[Reading]:
    """The positions on each point where one of them differs."""
    for positions in shown:
        ends = [_end_at(question, method) for _, method in positions]
        if any(at is not None and at != end.at for at in ends):
            for (one, _), at in zip(positions, ends, strict=True):
                if at is not None:
                    yield Reading(one.id, one.point, Instant(at, question.event.zone), one.is_information)


def _end_at(question: Question, method: Method) -> datetime | None:
    """The end by another method; a reading that cannot be computed takes no period away."""
    try:
        return end_by(question, question.calendar, method).at
    except (CalendarRange, PeriodRange):
        return None


def _calendars(question: Question, calendar: Calendar, end: End, days: Days) -> Iterator[Reading]:
    """What other sources make of the same place (Q-8)."""
    for code in calendar.readings:
        other = calendar_from(code)
        if _is_alike(question, days, other):
            continue
        at = end_by(question, other, question.method).at
        if at != end.at:
            expires = Instant(at, question.event.zone)
            yield Reading("calendar", "Q-8", expires, params=(("calendar", code),))


def _is_alike(question: Question, days: Days, other: Calendar) -> bool:
    """Whether it is plain without computing that another calendar changes nothing.

    That is so where the last day was not moved, is a working day there, too, and comes so late that two working
    days lie before it in any calendar.
    """
    return (
        days.counted == days.found
        and question.length.unit != "working-days"
        and not question.backward
        and question.extension is None
        and days.found - question.event.day.toordinal() >= SURE
        and other.is_working(days.found)
    )


def _seats(
    question: Question, end: End, seats: tuple[tuple[Instant, Calendar | None], ...]
) -> Iterator[Reading]:
    for event, calendar in seats:
        own = calendar or question.calendar
        at = end_of(replace(question, event=event, calendar=own)).at
        if at != end.at:
            params = (("zone", event.zone_name), ("calendar", own.code if own else ""))
            yield Reading("seat", "Q-4", Instant(at, event.zone), params=params)


def earlier_of(periods: tuple[Period, ...]) -> Period:
    """The period that ends first, the first of those that end together."""
    return min(periods, key=lambda one: one.end.at)


def later_of(periods: tuple[Period, ...]) -> Period:
    """The period that ends last, the first of those that end together."""
    return max(periods, key=lambda one: one.end.at)

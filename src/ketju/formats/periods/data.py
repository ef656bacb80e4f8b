"""A computed period as plain data for programs."""

from __future__ import annotations

from datetime import date
from typing import Any

from ketju.core.periods.calendars import NONE, calendar_from, known_codes, regions_of
from ketju.core.periods.elapsed import Elapsed
from ketju.core.periods.instants import Instant, written
from ketju.core.periods.lengths import Length, OpenLength
from ketju.core.periods.period import Period, Reading
from ketju.core.periods.points import Point
from ketju.core.periods.working import DayOff, DaysOff, Param, Step, rules_of, working_of
from ketju.text.periods import length_words, reading_words, step_words
from ketju.text.render import Phrasebook, phrasebook

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""Days of the week as they stand in data, whatever the language."""


def period_data(period: Period, phrases: Phrasebook) -> dict[str, Any]:
    """A period with its working and every reading that differs.

    Times are ISO 8601 in the zone of the event, ends are exclusive, and a day beside an end is the last one that
    belongs to the period. ``working`` and ``reading`` are words of the language, all else is the same in each.
    """
    question = period.question
    return {
        **_start(question.event),
        "period": length_words(question.length, phrasebook("en")),
        "extension": length_words(question.extension, phrasebook("en")) if question.extension else None,
        "calendar": question.calendar.code if question.calendar else None,
        "backward": question.backward,
        **_end("expires", period.expires),
        **_end("alarm", period.alarm),
        "safe": {side: str(period.safe(side)) for side in ("duty", "right", "gate")},
        "rule": "; ".join(rules_of(period)),
        "working": [step_words(step, phrases) for step in working_of(period)],
        "steps": [step_data(step) for step in working_of(period)],
        "alternatives": [reading_data(one, phrases) for one in period.alternatives],
    }


def _start(event: Instant) -> dict[str, Any]:
    return {
        "start": event.day.isoformat() if event.is_day else str(event),
        "start_day": WEEKDAYS[event.day.weekday()],
        "zone": event.zone_name,
        "fold": event.local.fold,
    }


def _end(name: str, at: Instant) -> dict[str, str]:
    return {name: str(at), f"{name}_day": WEEKDAYS[last_day(at).weekday()], f"{name}_utc": written(at.utc)}


def last_day(end: Instant) -> date:
    """The day on which the last moment before an end lies."""
    return end.last_day


def reading_data(reading: Reading, phrases: Phrasebook) -> dict[str, Any]:
    """A reading: its name, the open point that it answers, its words and its end."""
    return {
        "id": reading.id,
        "point": reading.point,
        "reading": reading_words(reading, phrases),
        **_end("expires", reading.expires),
        "information": reading.is_information,
        **dict(reading.params),
    }


def step_data(step: Step) -> dict[str, Any]:
    """A step without words: rule, key, and what fills it in."""
    return {
        "rule": step.rule,
        "key": step.key,
        **{name: _param(value) for name, value in step.params.items()},
    }


def _param(value: Param) -> Any:
    if isinstance(value, Instant):
        return str(value)
    if isinstance(value, Length):
        return length_words(value, phrasebook("en"))
    if isinstance(value, DaysOff):
        return [_day_off(one) for one in value.days]
    return value.isoformat() if isinstance(value, date) else value


def _day_off(one: DayOff) -> dict[str, Any]:
    return {"day": one.day.isoformat(), "holiday": one.holiday}


def calendars_data(phrases: Phrasebook) -> list[dict[str, Any]]:
    """Every calendar but those of regions, which stand with their state."""
    return [
        {
            "code": one.code,
            "source": phrases(f"period.source.{one.source}"),
            "checked": one.checked,
            "first_year": None if one.code == NONE else one.first_year,
            "last_year": None if one.code == NONE else one.last_year,
            "regions": sorted(regions_of(one.base)) if one.base == one.code else [],
        }
        for one in map(calendar_from, known_codes())
    ]


def elapsed_data(found: Elapsed, phrases: Phrasebook) -> dict[str, Any]:
    """A duty without a number: what has passed, and no end; ``met`` is always null, since nobody can compute it."""
    length = OpenLength(found.haste)
    return {
        **_start(found.event),
        "period": length_words(length, phrasebook("en")),
        "expires": None,
        "alarm": None,
        "met": None,
        "at": str(found.at),
        "elapsed": {"seconds": found.seconds, "hours": found.hours, "days": found.days},
        "working": [phrases("period.open", length=length_words(length, phrases))],
        "alternatives": [],
    }


def point_data(point: Point, phrases: Phrasebook) -> dict[str, Any]:
    """A fixed date: when it begins and when it is over, on whatever day that falls."""
    return {
        "day": point.day.isoformat(),
        "zone": point.begins.zone_name,
        "begins": str(point.begins),
        **_end("expires", point.expires),
        **_end("alarm", point.expires),
        "rule": "4; 5",
        "working": [phrases("period.point")],
        "alternatives": [],
    }

"""A computed period for people: its ends, every reading that differs, and the working."""

from __future__ import annotations

from collections.abc import Iterator

from ketju.cli.render.facts import labelled
from ketju.cli.render.reading import heading, section
from ketju.cli.render.style import Style
from ketju.cli.render.table import Table, table_lines
from ketju.cli.render.width import wrap
from ketju.core.periods.calendars import calendar_from, known_codes, regions_of
from ketju.core.periods.elapsed import Elapsed
from ketju.core.periods.instants import Instant
from ketju.core.periods.lengths import OpenLength
from ketju.core.periods.period import Period
from ketju.core.periods.points import Point
from ketju.core.periods.working import working_of
from ketju.formats.periods.data import last_day
from ketju.text.periods import (
    calendar_words,
    day_words,
    instant_words,
    length_words,
    reading_words,
    step_words,
)
from ketju.text.render import Phrasebook


def period_lines(period: Period, phrases: Phrasebook, style: Style) -> list[str]:
    """Everything about a period."""
    lines = [*heading(_title(period, phrases), style), ""]
    lines += labelled([(phrases(f"period.fact.{key}"), text) for key, text in _facts(period, phrases)], style)
    lines += section(phrases("period.working"), style)
    for number, step in enumerate(working_of(period), 1):
        lines += _numbered(number, step_words(step, phrases), style)
    if period.alternatives:
        lines += section(phrases("period.alternatives", count=len(period.alternatives)), style)
        headers = tuple(phrases(f"table.{name}") for name in ("expires", "reading", "point"))
        rows = tuple(
            (
                _end(one.expires, phrases, "\n"),
                _reading(one.is_information, reading_words(one, phrases), phrases),
                one.point,
            )
            for one in period.alternatives
        )
        lines += table_lines(Table(headers, rows), style)
    return lines


def _title(period: Period, phrases: Phrasebook) -> str:
    question = period.question
    event = question.event
    when = day_words(event.day, phrases) if event.is_day else instant_words(event, phrases)
    length = length_words(question.length, phrases)
    if question.backward:
        return phrases("period.title-backward", length=length, when=when)
    if question.extension:
        extension = length_words(question.extension, phrases)
        return phrases("period.title-extended", length=length, extension=extension, when=when)
    return phrases("period.title", length=length, when=when)


def _facts(period: Period, phrases: Phrasebook) -> Iterator[tuple[str, str]]:
    yield "expires", _end(period.expires, phrases)
    yield "alarm", _end(period.alarm, phrases)
    if period.safe("right") != period.alarm:
        key = "safe-right" if period.question.backward else "safe"
        yield key, _end(period.safe("right"), phrases)
    yield "zone", period.question.event.zone_name
    if period.question.calendar is not None:
        yield "calendar", calendar_words(period.question.calendar, phrases)


def _end(end: Instant, phrases: Phrasebook, between: str = ", ") -> str:
    """An end as programs write it, and the day that it closes in words."""
    local = end.local
    if local.hour or local.minute:
        return f"{end}{between}{day_words(local.date(), phrases)}"
    return f"{end}{between}{phrases('period.end-of', day=day_words(last_day(end), phrases))}"


def _reading(is_information: bool, words: str, phrases: Phrasebook) -> str:
    return f"{words} ({phrases('period.information')})" if is_information else words


def calendar_lines(phrases: Phrasebook, style: Style) -> list[str]:
    """Every calendar with its source, and the regions of its state."""
    rows = tuple(
        (one.code, phrases(f"period.source.{one.source}"), ", ".join(sorted(regions_of(one.base))))
        if one.base == one.code
        else (one.code, phrases(f"period.source.{one.source}"), "")
        for one in map(calendar_from, known_codes())
    )
    headers = tuple(phrases(f"table.{name}") for name in ("calendar", "holidays", "regions"))
    return [*table_lines(Table(headers, rows), style), "", *wrap(phrases("period.regions"), style.columns)]


def _numbered(number: int, text: str, style: Style) -> list[str]:
    own = wrap(text, style.columns - 6)
    return [f"  {number:>2}. {own[0]}", *(" " * 6 + line for line in own[1:])]


def elapsed_lines(found: Elapsed, phrases: Phrasebook, style: Style) -> list[str]:
    """What has passed since an event that must be followed by an act soon."""
    length = length_words(OpenLength(found.haste), phrases)
    lines = [
        *heading(phrases("period.title", length=length, when=instant_words(found.event, phrases)), style),
        "",
    ]
    passed = phrases("period.passed", count=found.hours, minutes=found.seconds % 3600 // 60)
    facts = [("elapsed", passed), ("at", instant_words(found.at, phrases)), ("zone", found.event.zone_name)]
    lines += labelled([(phrases(f"period.fact.{key}"), text) for key, text in facts], style)
    return [*lines, "", *wrap(phrases("period.open", length=length), style.columns)]


def point_lines(point: Point, phrases: Phrasebook, style: Style) -> list[str]:
    """A fixed date."""
    lines = [*heading(day_words(point.day, phrases), style), ""]
    facts = [
        ("begins", str(point.begins)),
        ("expires", _end(point.expires, phrases)),
        ("zone", point.begins.zone_name),
    ]
    lines += labelled([(phrases(f"period.fact.{key}"), text) for key, text in facts], style)
    return [*lines, "", *wrap(phrases("period.point"), style.columns)]

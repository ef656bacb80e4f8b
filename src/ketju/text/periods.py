"""Periods in words: lengths, days, instants, the steps of a working, and readings."""

from __future__ import annotations

import re
from datetime import date, datetime

from ketju.core.periods.calendars import Calendar, calendar_from
from ketju.core.periods.instants import Instant, written
from ketju.core.periods.lengths import Length, OpenLength
from ketju.core.periods.period import Reading
from ketju.core.periods.working import DayOff, DaysOff, Param, Step
from ketju.text.render import Phrasebook
from ketju.text.values import date_words

_ARTICLE = re.compile(r"([0-9]+(?:–[0-9]+)?)(?:\(([0-9]+)\))?(?:\(([a-z])\))?")


def length_words(length: Length | OpenLength, phrases: Phrasebook) -> str:
    """A length in words: "72 hours", "1 month and 15 days", "without undue delay"."""
    if isinstance(length, OpenLength):
        return phrases(f"period.haste.{length.haste}")
    days = phrases("period.length.days", count=length.days) if length.days else ""
    if not length.count:
        return days
    whole = phrases(f"period.length.{length.unit}", count=length.count)
    return phrases("period.and", first=whole, second=days) if days else whole


def day_words(day: date, phrases: Phrasebook) -> str:
    """A day in words with its weekday: "Mon 7 December 2026"."""
    return f"{phrases('period.weekdays').split()[day.weekday()]} {date_words(day, phrases)}"


def instant_words(instant: Instant, phrases: Phrasebook) -> str:
    """An instant in words, on the clocks of its zone: "Mon 7 December 2026 at 18:20 (+02:00)"."""
    local = instant.local
    time = local.isoformat(timespec="minutes")[11:16] if _is_whole(local) else local.isoformat()[11:19]
    offset = written(local.replace(second=0, microsecond=0))[16:]
    return phrases("period.instant", day=day_words(local.date(), phrases), time=time, offset=offset)


def _is_whole(local: datetime) -> bool:
    return not local.second and not local.microsecond


def calendar_words(calendar: Calendar, phrases: Phrasebook) -> str:
    """A calendar with its source: "FI, the list of Finland in the Official Journal"."""
    return phrases("period.calendar", code=calendar.code, source=phrases(f"period.source.{calendar.source}"))


def step_words(step: Step, phrases: Phrasebook) -> str:
    """A step of a working as a sentence, with its rule in brackets."""
    params = {name: _param(name, value, phrases) for name, value in step.params.items()}
    sentence = phrases(f"period.step.{step.key}", **params)
    if not step.rule:
        return sentence
    return f"{sentence} [{rule_words(step.rule, phrases)}]"


def rule_words(rule: str, phrases: Phrasebook) -> str:
    """A rule as lawyers of the language cite it: "Art. 3(2)(b)", "3 artiklan 2 kohdan b alakohta", "artikel 3.2 b"."""
    found = _ARTICLE.fullmatch(rule)
    if not found:
        return rule
    article, paragraph, point = found.groups()
    key = "period.rule-point" if point else "period.rule-paragraph" if paragraph else "period.rule"
    return phrases(key, article=article, paragraph=paragraph, point=point)


def _param(name: str, value: Param, phrases: Phrasebook) -> str | int:
    if isinstance(value, Instant):
        return instant_words(value, phrases)
    if isinstance(value, date):
        return day_words(value, phrases)
    if isinstance(value, Length):
        return length_words(value, phrases)
    if isinstance(value, DaysOff):
        return ", ".join(_day_off(one, phrases) for one in value.days)
    return (
        calendar_words(calendar_from(value), phrases)
        if name == "calendar" and isinstance(value, str)
        else value
    )


def _day_off(one: DayOff, phrases: Phrasebook) -> str:
    words = day_words(one.day, phrases)
    if one.holiday is None:
        return words
    calendar = calendar_from(one.calendar) if one.calendar else None
    name = calendar.holiday_name(one.day, phrases.language) if calendar else one.holiday
    return f"{words} ({name or phrases('period.holiday')})"


def reading_words(reading: Reading, phrases: Phrasebook) -> str:
    """What a reading holds, in words."""
    params = dict(reading.params)
    if params.get("calendar"):
        params["calendar"] = calendar_words(calendar_from(params["calendar"]), phrases)
    return phrases(f"period.reading.{reading.id}", **params)

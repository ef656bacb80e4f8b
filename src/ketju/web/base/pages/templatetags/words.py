"""Words in templates: ``{% t "web.customers.title" count=3 %}`` from the one catalogue of the product."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from django import template
from django.forms import BoundField
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ketju.core.problems import Problem
from ketju.text.render import Phrasebook, phrasebook
from ketju.text.values import date_words, place_name
from ketju.web.base.access.permission import Standing

register = template.Library()
_DAY = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def words(language: str = "") -> Phrasebook:
    """The phrasebook of a language, by itself that of the page."""
    return phrasebook(language or translation.get_language() or "en")


@register.simple_tag
def t(key: str, **params: Any) -> str:
    """The words for a key, filled in and escaped by the template."""
    return words()(key, **params)


@register.simple_tag
def words_of(prefix: str, values: str | Iterable[str]) -> str:
    """The words of one code or several, each with the key ``<prefix><code>``; a code without words as it is."""
    said = words()
    given = [values] if isinstance(values, str) else values
    keys = ((one, f"{prefix}{one}") for one in given if one)
    return ", ".join(said(key) if said.has(key) else one for one, key in keys)


@register.filter
def country(value: str) -> str:
    """The name of a country for its code."""
    return place_name(value, words()) if value else ""


@register.simple_tag
def said(group: str, name: str) -> str:
    """The words for a value of a group: ``{% said "web.role." one.role %}``; the value itself where there are none."""
    book = words()
    key = group + name.replace("_", "-").replace(".", "-")
    return book(key) if book.has(key) else name


@register.simple_tag
def problem_words(problem: Problem) -> str:
    """The sentence of a problem and its advice."""
    return " ".join(problem_sentences(problem))


def problem_sentences(problem: Problem) -> list[str]:
    """What a problem says, and its advice where there is any."""
    book, params = words(), problem_params(problem)
    return [book(key, **params) for key in (problem.code, problem.hint) if key]


def problem_params(problem: Problem) -> dict[str, str]:
    """The parameters of a problem for people: days, roles and gates in words."""
    book = words()
    found = {name: _day_in(value, book) for name, value in problem.params.items()}
    if "role" in found:
        found["role"] = said("web.role.", found["role"])
    if "gates" in found:
        found["gates"] = words_of("web.cases.gate.", found["gates"].split(", "))
    return found


def _day_in(value: str, book: Phrasebook) -> str:
    """A day in words; anything else as it is."""
    with suppress(ValueError):
        return date_words(date.fromisoformat(value), book) if _DAY.fullmatch(value) else value
    return value


@register.filter
def allowed(action: str, standing: Standing | None) -> bool:
    """Whether the person may do something: ``{% if "audit.read"|allowed:standing %}``."""
    return standing is not None and standing.may(action)


@register.filter
def moment_words(value: datetime) -> str:
    """An instant in the reader's zone as plain text, with the zone's name."""
    local = timezone.localtime(value)
    return f"{date_words(local.date(), words())} {local:%H:%M %Z}"


@register.filter
def named(names: dict[str, str]) -> str:
    """A name for the reader out of names by language: in the reader's, else in English, else the first there is."""
    return names.get(words().language) or names.get("en") or next(iter(names.values()), "")


@register.filter
def bare(field: BoundField) -> SafeString:
    """An input without a placeholder: it only says its label again, and not always in the same words."""
    return field.as_widget(attrs={"placeholder": False})


@register.filter
def day(value: date | None) -> str:
    """A day in words; nothing for none."""
    return date_words(value, words()) if value else ""


@register.filter
def day_of(value: datetime | None) -> str:
    """The day of an instant in the reader's zone, in words."""
    return date_words(timezone.localtime(value).date(), words()) if value else ""


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """An instant in the reader's zone, with the exact instant on hover."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    shown = f"{date_words(local.date(), words())} {local:%H:%M}"
    exact = value.astimezone(timezone.get_current_timezone()).isoformat(timespec="seconds")
    return format_html('<time datetime="{}" title="{}">{}</time>', exact, exact, shown)


@register.filter
def since(value: datetime | None) -> SafeString | str:
    """From when: a day where it is from its first moment, else the instant."""
    return _stamped(value, timedelta(0))


@register.filter
def until(value: datetime | None) -> SafeString | str:
    """Until when: the last day, which counts, where a period ends with a day, else the instant."""
    return _stamped(value, timedelta(days=1))


def since_words(value: datetime) -> str:
    """From when, as plain text: a day where it is from its first moment, else the instant with the zone's name."""
    local = timezone.localtime(value)
    return date_words(local.date(), words()) if local.time() == time() else moment_words(value)


def until_words(value: datetime) -> str:
    """Until when, as plain text: the last day where a period ends with a day, else the instant with the zone's name."""
    local = timezone.localtime(value)
    return (
        date_words(local.date() - timedelta(days=1), words())
        if local.time() == time()
        else moment_words(value)
    )


def _stamped(value: datetime | None, back: timedelta) -> SafeString | str:
    if value is None or timezone.localtime(value).time() != time():
        return moment(value)
    exact = timezone.localtime(value).isoformat(timespec="seconds")
    shown = date_words(timezone.localtime(value).date() - back, words())
    return format_html('<time datetime="{}" title="{}">{}</time>', exact, exact, shown)

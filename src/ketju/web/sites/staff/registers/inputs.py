"""Forms of records, made from the shape of the model: a member of the model is an input here by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from ketju.core.model.register import DataCategory
from ketju.core.packaged import table
from ketju.core.register.canonical import SOURCE
from ketju.core.register.shape import (
    ChoiceKind,
    DateKind,
    FlagKind,
    ListKind,
    Member,
    NumberKind,
    RecordKind,
    TextKind,
    WordsKind,
    required,
)
from ketju.core.territory.facts import country_codes
from ketju.core.territory.membership import BLOCS
from ketju.core.vocabulary.identifiers import schemes
from ketju.formats.registerfile.checks import TLP_LABELS
from ketju.text.render import phrasebook
from ketju.text.values import place_name, scheme_words
from ketju.web.sites.staff.registers.telling import (
    OF,
    TERMS,
    Teller,
    asked_of,
    choice_words,
    label_key,
    members_of,
)

InputKind = Literal[
    "text", "long", "lines", "choice", "ticks", "flag", "number", "date", "words", "rows", "record"
]
Choices = Sequence[tuple[str, str]]

LONG = frozenset({"printed", "reason", "address", "retention", "details", "grounds", "recipients"})
"""Texts that get more than one line."""
GROUPS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "entries": (
        ("who", ("name", "legal_entity", "brand", "identifiers", "address", "links", "contact")),
        ("role", ("role", "tier", "engaged_by", "replaces", "access")),
        ("what", ("service", "function", "purpose", "purpose_read", "data", "data_subjects", "retention")),
        ("where", ("places_printed", "places", "outside_eea", "transfer")),
        ("when", ("since", "until", "notified", "status")),
        ("applies", ("applies_to", "condition", "varies_by_customer")),
        ("rest", ("notes", "mentions", "placeholders")),
    ),
    "facts": (
        ("list", ("title", "publisher", "languages", "tlp", "source_revision")),
        ("agreement", ("parent",)),
        ("terms", ("notice", "objection")),
        ("languages", ("translations",)),
    ),
}
"""The members of large forms in groups; every other form is one group."""
SELECTED = SafeString(" selected")
SPARE = 1
"""Empty rows after those that are there."""


@dataclass(slots=True)
class Input:
    """A member of a record as a form shows it. ``rows`` are the records of a list, ``inner`` those of a record."""

    name: str
    id: str
    label: str
    kind: InputKind
    value: Any = ""
    help: str = ""
    choices: Choices = ()
    inner: list[Input] = field(default_factory=list)
    rows: list[list[Input]] = field(default_factory=list)
    is_needed: bool = False
    errors: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)

    @property
    def options(self) -> SafeString:
        """The choices as HTML: a template would take its time over hundreds of them."""
        chosen = ((value, SELECTED if value == self.value else "", said) for value, said in self.choices)
        return format_html_join("", '<option value="{}"{}>{}</option>', chosen)

    @property
    def described(self) -> str:
        """The ids of what describes the input."""
        found = [f"{self.id}-help"] if self.help else []
        return " ".join([*found, *([f"{self.id}-error"] if self.errors else [])])


@dataclass(frozen=True, slots=True)
class Group:
    """Inputs under a heading; ``title`` "" for a form that has but one group."""

    title: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Inputs:
    """Makes the inputs of records: in a language, with the languages of the list and what may be referred to."""

    teller: Teller
    languages: tuple[str, ...]

    def groups(self, kind: str, data: dict[str, Any], more: Iterable[str] = ()) -> list[Group]:
        """The form of a record; ``more`` names lists that get one more empty row."""
        added = frozenset(more)
        made = {one.name: self.input(one, data.get(one.name), "", added) for one in members_of(kind)}
        needed = required_of(kind)
        for name, one in made.items():
            one.is_needed = name in needed
        if kind not in GROUPS:
            return [Group("", tuple(made.values()))]
        return [
            Group(f"web.registers.group.{title}", tuple(made[name] for name in names if name in made))
            for title, names in GROUPS[kind]
        ]

    def input(self, member: Member, value: Any, prefix: str, more: frozenset[str]) -> Input:
        """The input of a member."""
        name, book = f"{prefix}{member.name}", self.teller.book
        key = label_key(member.name)
        made = Input(
            name, f"f-{name}", book(key), "text", help=book(f"{key}.hint") if book.has(f"{key}.hint") else ""
        )
        self._fill(made, member, value, more)
        return made

    def _fill(self, made: Input, member: Member, value: Any, more: frozenset[str]) -> None:
        match member.kind:
            case WordsKind():
                made.kind, made.value = "words", self._words(value)
            case FlagKind(maybe):
                made.kind = "choice" if maybe else "flag"
                made.value = "" if value is None else "yes" if value else "no"
                made.choices = self._answers()
            case NumberKind() | DateKind():
                made.kind = "number" if isinstance(member.kind, NumberKind) else "date"
                plain = member.default if value is None and member.default else value
                made.value = "" if plain is None else str(plain)
            case ChoiceKind(values):
                made.kind, made.value = "choice", value or member.default or ""
                blank: Choices = () if member.default else (("", "–"),)
                made.choices = [*blank, *((one, choice_words(one, self.teller.book)) for one in values)]
            case RecordKind(of):
                made.kind = "record"
                made.inner = self._inner(of, value or {}, f"{made.name}-", more)
            case ListKind(RecordKind(of)):
                self._rows(made, of, value or [], more)
            case ListKind(TextKind() as item):
                self._several(made, member.name, item, value or [])
            case TextKind() as text:
                self._text(made, member.name, text, str(value or ""))

    def _inner(self, of: type, value: dict[str, Any], prefix: str, more: frozenset[str]) -> list[Input]:
        made = [self.input(one, value.get(one.name), prefix, more) for one in asked_of(of)]
        if value.get("terms") and of is DataCategory:
            made[0].help = self.teller.book("web.registers.read-as", terms=self._read_as(value["terms"]))
        return made

    def _read_as(self, terms: list[str]) -> str:
        book = self.teller.book
        return ", ".join(book(f"data.{one}") if book.has(f"data.{one}") else one for one in terms)

    def _rows(self, made: Input, of: type, value: list[Any], more: frozenset[str]) -> None:
        made.kind = "rows"
        count = len(value) + SPARE + (made.name in more)
        rows = [one if isinstance(one, dict) else {} for one in value] + [{}] * (count - len(value))
        made.rows = [self._inner(of, one, f"{made.name}-{number}-", more) for number, one in enumerate(rows)]
        made.value = count
        for one in (one for row in made.rows for one in row if one.kind == "long"):
            one.kind = "text"

    def _several(self, made: Input, name: str, item: TextKind, value: list[Any]) -> None:
        if item.home:
            made.kind, made.choices = "ticks", self._homes(item.home)
        elif item.check == "language":
            made.kind, made.choices = "ticks", self._languages(value)
        elif item.check == "token" and name in TERMS:
            made.kind, made.choices = "ticks", self._terms(TERMS[name], value)
        elif item.check == "place":
            made.kind, made.value = "lines", "\n".join(place_name(one, self.teller.book) for one in value)
            made.help = self.teller.book("web.registers.places-lines")
            return
        else:
            made.kind, made.value = "lines", "\n".join(map(str, value))
            return
        known = {code for code, _ in made.choices}
        made.value = list(value)
        made.choices = [*made.choices, *((one, one) for one in value if one not in known)]

    def _text(self, made: Input, name: str, text: TextKind, value: str) -> None:
        made.value = value
        if text.home:
            choices = self._homes(text.home)
            is_gone = bool(value) and value not in dict(choices)
            made.choices = [("", "–"), *choices, *([(value, value)] if is_gone else [])]
        elif text.check in ("place", "country"):
            made.choices = _countries(self.teller.book.language, text.check == "place")
        elif text.check == "language":
            made.choices = [("", "–"), *self._languages([value])]
        elif text.check == "scheme":
            made.choices = [
                ("", self.teller.book("web.registers.scheme.auto")),
                *_schemes(self.teller.book.language),
            ]
        elif text.check == "tlp":
            made.choices = [("", "–"), *((one, one) for one in TLP_LABELS)]
        if made.choices:
            made.kind = "choice"
        elif name in LONG:
            made.kind = "long"

    def _words(self, value: Any) -> list[tuple[str, str, str]]:
        """(code, name, text) of each language: those of the list, and those that are there."""
        texts = value if isinstance(value, dict) else {"": str(value)} if value else {}
        own = [code for code in texts if code != SOURCE and code not in self.languages]
        return [
            (code, self.teller.language(code), str(texts.get(code, ""))) for code in (*self.languages, *own)
        ]

    def _homes(self, home: str) -> Choices:
        return [(slug, name) for (kind, slug), name in self.teller.names.items() if kind == home]

    def _languages(self, value: list[Any]) -> Choices:
        codes = dict.fromkeys([*value, *self.languages, *table("languages")])
        return [(code, self.teller.language(code)) for code in codes if code]

    def _terms(self, prefix: str, value: list[Any]) -> Choices:
        book = self.teller.book
        named = ((one, book(prefix + one)) for one in _known_terms(prefix) if book.has(prefix + one))
        return sorted(named, key=lambda one: one[1].casefold())

    def _answers(self) -> Choices:
        book = self.teller.book
        return [("", book("web.registers.not-said")), ("yes", book("answer.yes")), ("no", book("answer.no"))]


def required_of(kind: str) -> tuple[str, ...]:
    """The members without which a record of a kind says nothing."""
    return required(OF[kind])


@cache
def _known_terms(prefix: str) -> tuple[str, ...]:
    """The terms of a vocabulary: its phrases say which they mean ("|Name,en")."""
    names = {"purpose.": "purposes", "data.": "data", "tool.": "transfers"}
    phrases = table(names[prefix])["exact"].values()
    return tuple(sorted({term for phrase in phrases for term in re.findall(r"\|(\w+),", phrase)}))


@cache
def _countries(language: str, has_blocs: bool) -> Choices:
    book = phrasebook(language)
    codes = [*sorted(BLOCS), *country_codes()] if has_blocs else [*country_codes()]
    named = [(code, place_name(code, book)) for code in codes]
    return [("", "–"), *sorted(named, key=lambda one: one[1])]


@cache
def _schemes(language: str) -> Choices:
    """Many countries have a "company number": each kind is told with its country."""
    book, found = phrasebook(language), {}
    for one in schemes():
        name, country = scheme_words(one.id, book), place_name(one.country, book) if one.country else ""
        found[one.id] = f"{name} ({country})" if country and country not in name else name
    return sorted(found.items(), key=lambda one: one[1].casefold())

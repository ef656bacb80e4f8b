"""Values of records in words: each member of a record as lines that people read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ketju.core.model.date import partial_date_from_iso
from ketju.core.model.register import Contact, DataCategory, Identifier, Place, Register, Translation
from ketju.core.register.canonical import SOURCE
from ketju.core.register.shape import (
    ChoiceKind,
    DateKind,
    FlagKind,
    Kind,
    ListKind,
    MapKind,
    Member,
    RecordKind,
    TextKind,
    WordsKind,
    members,
)
from ketju.core.vocabulary.identifiers import is_valid
from ketju.text.render import Phrasebook
from ketju.text.values import date_words, place_name, scheme_words
from ketju.web.apps.registers.content import FACTS

Names = Mapping[tuple[str, str], str]
"""The names of records by kind and id."""
OF: dict[str, type] = {FACTS: Register} | {
    one.name: one.kind.of for one in members(Register) if isinstance(one.kind, MapKind)
}
"""The class of the records of each kind."""
TERMS = {"purpose_read": "purpose.", "terms": "data.", "tools": "tool."}
"""What the keys of vocabularies begin with, by the member that holds their terms."""
HIDDEN = frozenset({"waivers", "version", "version_on", "inferred", "articles", "translations"})
"""Members that have a place of their own, or follow from others."""


_FOLLOWS = {DataCategory: ("terms",), Identifier: ("value", "country")}
"""Members that follow from what is printed, so that forms do not ask for them."""


def asked_of(of: type) -> tuple[Member, ...]:
    """The members of an inner record that forms ask for."""
    follows = _FOLLOWS.get(of, ())
    hidden = HIDDEN if of is not Translation else frozenset()
    return tuple(one for one in members(of) if one.name not in hidden and one.name not in follows)


def members_of(kind: str) -> tuple[Member, ...]:
    """The members of a record that forms and pages show, in the order of the model."""
    shown = (one for one in members(OF[kind]) if not isinstance(one.kind, MapKind))
    return tuple(
        one for one in shown if one.name not in HIDDEN or (kind == FACTS and one.name == "translations")
    )


def label_key(name: str) -> str:
    """The key of the label of a member."""
    return f"web.registers.field.{name.replace('_', '-')}"


def choice_words(value: str, book: Phrasebook) -> str:
    """A word of the model in words: "joint controller", "working days"."""
    key = f"web.registers.choice.{value.replace(' ', '-')}"
    return book(key) if book.has(key) else value


@dataclass(frozen=True, slots=True)
class Teller:
    """Says values in a language, with the names of what they refer to."""

    book: Phrasebook
    names: Names = field(default_factory=dict)

    def lines(self, member: Member, value: Any) -> list[str]:
        """A value as lines; nothing for none."""
        if value in (None, "", [], {}):
            return []
        return [line for line in self._lines(member.name, member.kind, value) if line]

    def _lines(self, name: str, kind: Kind, value: Any) -> list[str]:
        match kind:
            case ListKind(RecordKind(of)):
                return [self._short(of, one) for one in value if isinstance(one, dict)]
            case ListKind(item):
                said = [line for one in value for line in self._lines(name, item, one)]
                return (
                    [", ".join(said)] if name in TERMS or (isinstance(item, TextKind) and item.home) else said
                )
            case RecordKind(of):
                return self._record(of, value)
            case WordsKind():
                return self.words(value)
        return [self._plain(name, kind, value)]

    def words(self, value: Any) -> list[str]:
        """Texts by language, the original first, the others with the name of their language."""
        if not isinstance(value, dict):
            return [str(value)]
        texts = {code: str(text) for code, text in value.items() if code != SOURCE}
        first = value.get(SOURCE) or next(iter(texts), "")
        rest = [f"{self.language(code)}: {text}" for code, text in texts.items() if code != first]
        return [texts.get(first, ""), *rest]

    def language(self, code: str) -> str:
        """The name of a language."""
        key = f"language.{code}"
        return self.book(key) if self.book.has(key) else code

    def _plain(self, name: str, kind: Kind, value: Any) -> str:
        match kind:
            case FlagKind():
                return self.book("answer.yes" if value else "answer.no")
            case DateKind():
                return self._date(str(value))
            case ChoiceKind():
                return choice_words(str(value), self.book)
            case TextKind(check="place" | "country"):
                return place_name(str(value), self.book)
            case TextKind(check="language"):
                return self.language(str(value))
            case TextKind(check="scheme"):
                return scheme_words(str(value), self.book)
            case TextKind(home=home) if home:
                return self.names.get((home, str(value)), str(value))
            case TextKind(check="token"):
                key = f"{TERMS.get(name, '')}{value}"
                return self.book(key) if name in TERMS and self.book.has(key) else str(value)
        return str(value)

    def _date(self, value: str) -> str:
        try:
            return date_words(partial_date_from_iso(value), self.book)
        except ValueError:
            return value

    def _record(self, of: type, value: dict[str, Any]) -> list[str]:
        found = []
        for one in members(of):
            lines = self.lines(one, value.get(one.name))
            if not lines or one.name in HIDDEN:
                continue
            said = "; ".join(lines)
            found.append(said if one.name == "printed" else f"{self.book(label_key(one.name))}: {said}")
        return found

    def _short(self, of: type, value: dict[str, Any]) -> str:
        """A record of a list in one line."""
        if of is Place:
            return self._place(value)
        if of is DataCategory:
            printed = str(value.get("printed", ""))
            said = (self._plain("terms", TextKind("token"), one) for one in value.get("terms", ()))
            terms = ", ".join(one for one in said if one.casefold() != printed.casefold())
            return f"{printed} ({terms})" if terms else printed
        if of is Identifier:
            return self._identifier(value)
        if of is Contact:
            return ", ".join(str(one) for one in value.values())
        return "; ".join(self._record(of, value))

    def _place(self, value: dict[str, Any]) -> str:
        inner = ", ".join(str(value[name]) for name in ("city", "region") if value.get(name))
        name = place_name(str(value.get("code", "")), self.book)
        said = f"{name} ({inner})" if inner else name
        kind = str(value.get("kind", "processing"))
        return said if kind == "processing" else f"{said}, {choice_words(kind, self.book)}"

    def _identifier(self, value: dict[str, Any]) -> str:
        scheme, printed = str(value.get("scheme", "")), str(value.get("printed", ""))
        said = f"{printed} ({scheme_words(scheme, self.book)})" if scheme else printed
        number = str(value.get("value", ""))
        if scheme and number and is_valid(scheme, number) is False:
            return f"{said}: {self.book('web.registers.number-wrong')}"
        return said

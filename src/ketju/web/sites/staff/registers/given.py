"""What a form of a record was sent with, as the data of the record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from ketju.core.model.register import DataCategory, Identifier, Place, Transfer
from ketju.core.register.canonical import SOURCE
from ketju.core.register.shape import (
    DateKind,
    FlagKind,
    Kind,
    ListKind,
    Member,
    NumberKind,
    RecordKind,
    TextKind,
    WordsKind,
)
from ketju.core.vocabulary.categories import data_terms
from ketju.core.vocabulary.identifiers import read_identifier, scheme_name
from ketju.core.vocabulary.places import find_places
from ketju.core.vocabulary.transfers import articles
from ketju.web.apps.registers.checking import settled_data
from ketju.web.apps.registers.content import Record
from ketju.web.sites.staff.registers.telling import TERMS, asked_of, members_of

MOST_ROWS = 200
"""So many rows of a list in one form are looked at."""
_DAY = re.compile(r"(?:(?:(\d{1,2})\.)?(\d{1,2})\.)?(\d{4})")

Data = Mapping[str, Any]


def given(kind: str, sent: QueryDict, opened: Data | None) -> dict[str, Any]:
    """The data of a record as a form gives it; what the form does not show stays as it was when it was opened."""
    before = dict(opened or {})
    shown = members_of(kind)
    data = {name: value for name, value in before.items() if name not in {one.name for one in shown}}
    form = _Form(sent)
    for member in shown:
        value = form.value(member, "", before.get(member.name))
        if value not in (None, "", [], {}):
            data[member.name] = value
    return settled_data(Record(kind, "", data), before)


@dataclass(frozen=True, slots=True)
class _Form:
    """Reads values out of a form."""

    sent: QueryDict

    def value(self, member: Member, prefix: str, before: Any) -> Any:
        """The value of a member; empty for none."""
        name = f"{prefix}{member.name}"
        match member.kind:
            case WordsKind():
                return self._words(name, before)
            case ListKind(RecordKind(of)):
                return self._rows(of, name, before)
            case ListKind(TextKind() as item):
                return self._several(name, member.name, item)
            case RecordKind(of):
                found = self._record(of, f"{name}-", before if isinstance(before, dict) else {})
                return _whole(of, found, before)
        return self._plain(member.kind, self._text(name), member.default)

    def _text(self, name: str) -> str:
        return self.sent.get(name, "").replace("\r\n", "\n").strip()

    def _plain(self, kind: Kind, text: str, default: Any) -> Any:
        match kind:
            case FlagKind(maybe):
                return None if maybe and not text else text == "yes"
            case NumberKind():
                return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else text
            case DateKind():
                return _date(text)
        return text

    def _words(self, name: str, before: Any) -> dict[str, str]:
        start = f"{name}."
        texts = {key.removeprefix(start): self._text(key) for key in self.sent if key.startswith(start)}
        found = {code: text for code, text in texts.items() if text}
        source = before.get(SOURCE) if isinstance(before, dict) else ""
        source = source or (
            next((code for code in before if code in found), "") if isinstance(before, dict) else ""
        )
        return {**found, SOURCE: source} if source in found and len(found) > 1 else found

    def _several(self, name: str, member: str, item: TextKind) -> list[str]:
        if item.home or item.check == "language" or (item.check == "token" and member in TERMS):
            return [one for one in self.sent.getlist(name) if one]
        lines = [line.strip() for line in self._text(name).split("\n") if line.strip()]
        return [_code(line) for line in lines] if item.check == "place" else lines

    def _record(self, of: type, prefix: str, before: dict[str, Any]) -> dict[str, Any]:
        shown = asked_of(of)
        kept = {name: value for name, value in before.items() if name not in {one.name for one in shown}}
        values = {one.name: self.value(one, prefix, before.get(one.name)) for one in shown}
        found = {name: value for name, value in values.items() if value not in (None, "", [], {}, False)}
        return kept | found if found else {}

    def _rows(self, of: type, name: str, before: Any) -> list[dict[str, Any]]:
        count = self._text(f"{name}-count")
        number = min(int(count), MOST_ROWS) if count.isascii() and count.isdecimal() and len(count) < 6 else 0
        old = [one for one in before or [] if isinstance(one, dict)]
        rows = []
        for at in range(number):
            if self.sent.get(f"{name}-{at}-remove"):
                continue
            row = self._record(of, f"{name}-{at}-", {})
            if row and not _is_empty(of, row):
                rows.append(_whole(of, row, next((one for one in old if _same(of, one, row)), None)))
        return rows


def _is_empty(of: type, row: dict[str, Any]) -> bool:
    """Whether only what is chosen by itself was sent: a kind of place without a country."""
    return of is Place and not set(row) - {"kind"}


def _same(of: type, old: dict[str, Any], row: dict[str, Any]) -> bool:
    """Whether a row is one that was there, so that what was read of it stays."""
    if of is Place:
        return all(old.get(name, "") == row.get(name, "") for name in ("code", "city", "region"))
    return bool(old.get("printed") == row.get("printed"))


def _whole(of: type, row: dict[str, Any], old: dict[str, Any] | None) -> dict[str, Any]:
    """A record with what follows from what is printed: terms of data, the number of a company, articles."""
    if not row:
        return {}
    if of is DataCategory:
        return row | {"terms": old.get("terms", []) if old else list(data_terms(str(row.get("printed", ""))))}
    if of is Identifier:
        is_same = old is not None and old.get("scheme", "") in ("", row.get("scheme", ""))
        kept = {name: old[name] for name in ("value", "country") if old and name in old}
        return row | kept if is_same and kept else _numbered(row)
    if of is Place and old and old.get("inferred"):
        return row | {"inferred": True}
    if of is Transfer:
        return row | {"articles": list(articles(tuple(row.get("tools", ()))))}
    return row


def _numbered(row: dict[str, Any]) -> dict[str, Any]:
    """A company's number as it is read, of the scheme that was chosen."""
    printed, scheme = str(row.get("printed", "")), str(row.get("scheme", ""))
    found = read_identifier(printed, scheme_name(scheme) if scheme else "")
    if not found.scheme and not scheme:
        return row
    if scheme not in ("", found.scheme):
        return row | {"value": re.sub(r"[\s.]", "", printed)}
    country = {"country": found.country} if found.country else {}
    return row | {"scheme": found.scheme, "value": found.value} | country


def _date(text: str) -> str:
    """A date in the form of the register: "1.3.2024" is "2024-03-01"; what is none stays, to be told."""
    found = _DAY.fullmatch(text)
    if not found or "." not in text:
        return text
    day, month, year = found.groups()
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])


def _code(text: str) -> str:
    """The code of a place that is written as a name."""
    found = find_places(text)
    return found[0].code if len(found) == 1 and not text.isupper() else text

"""The content of registers: between the core's values, the text of a version, and the records of a draft.

A record is one of the register's maps by id ("entries", "services" …), or the rest of the register, its ``FACTS``.
The parsed content of a version is kept in memory: a version never changes.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ketju.core.model.register import Entry, Register
from ketju.core.register.canonical import data_from_register, register_from_data
from ketju.core.register.projection import TLP_LABELS, public_register
from ketju.core.register.shape import MapKind, members
from ketju.web.apps.registers.models import Draft, DraftRecord, Version

FACTS = "facts"
"""The kind of the record that holds what is no map: title, publisher, terms, waivers."""
KINDS = (FACTS, *(one.name for one in members(Register) if isinstance(one.kind, MapKind)))
"""Every kind of record, the facts first, then in the register's order."""
_DECODER = json.JSONDecoder()
_NAME = 300
_COUNTRIES = 200


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a register: its kind, its id ("" for the facts), its data in the canonical form."""

    kind: str
    slug: str
    data: dict[str, Any]

    @property
    def name(self) -> str:
        """What people call it."""
        name = self.data.get("name") or self.data.get("title") or self.slug
        if isinstance(name, dict):
            name = name.get(name.get("source", ""), "") or next(iter(name.values()), "")
        return str(name)[:_NAME]

    @property
    def countries(self) -> str:
        """The places of an entry, for lists: "DE FI"."""
        codes = {str(one.get("code", "")) for one in self.data.get("places", ()) if isinstance(one, dict)}
        return " ".join(sorted(codes))[:_COUNTRIES]


def text_of(register: Register) -> str:
    """The whole register as the text that a version keeps."""
    return json.dumps(
        data_from_register(register, whole=True, as_given=True), ensure_ascii=False, separators=(",", ":")
    )


def register_in(text: str) -> Register:
    """The register in the text of a version. Raises ValueError."""
    return register_from_data(json.loads(text))


@lru_cache(maxsize=64)
def _kept(version: str) -> Register:
    """Versions mostly have the entries of the one before: entries that are alike are one in memory, built once."""
    text = str(Version.objects.values_list("content", flat=True).get(public_id=version))
    rest, entries = _split(text, _LAST)
    made = replace(register_from_data(rest), entries=tuple(_entry(slug, text) for slug, text in entries))
    _LAST.clear()
    _LAST.update(entries)
    gc.freeze()  # what stays is not looked through for circles again and again, which takes 0.1 s each time
    return made


_LAST: dict[str, str] = {}
"""The texts of the entries of the version that was read last: another one mostly has the same."""


def _split(text: str, known: Mapping[str, str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The members of a version's text but for its entries, and each entry with its text, which is not taken apart.

    The text is that of ``text_of``: without white space between its parts. Entries that stand in it as they are
    ``known``, by id, are not looked through for their end. Raises ValueError.
    """
    rest: dict[str, Any] = {}
    entries: list[tuple[str, str]] = []
    at = 0
    while at < len(text) and text[at] in "{,":
        if text.startswith("}", at + 1):
            break
        name, at = _DECODER.raw_decode(text, at + 1)
        if name != "entries":
            rest[name], at = _DECODER.raw_decode(text, at + 1)
            continue
        at += 1
        while text[at] in "{," and text[at + 1] != "}":
            slug, at = _DECODER.raw_decode(text, at + 1)
            start = at + 1
            own = known.get(slug, "")
            if own and text.startswith(own, start):  # no object in JSON is the beginning of another
                at = start + len(own)
            else:
                _, at = _DECODER.raw_decode(text, start)
                own = text[start:at]
            entries.append((slug, own))
        at = text.index("}", at) + 1
    return rest, entries


@lru_cache(maxsize=20_000)
def _entry(slug: str, text: str) -> Entry:
    return register_from_data({"ketju": 1, "entries": {slug: json.loads(text)}}).entries[0]


def register_of(version: Version) -> Register:
    """The register of a version, contact persons included."""
    return _kept(version.public_id)


@lru_cache(maxsize=16)
def _shown(version: str) -> Register:
    return public_register(_kept(version))


def register_by_id(version: str) -> Register:
    """The register of a version by the version's id, contact persons included."""
    return _kept(version)


def shown_entries(register: Register, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries of a register as customers see them: without contact persons and personal addresses (X-21)."""
    some = replace(Register(tlp=register.tlp), entries=tuple(entries))
    return public_register(some, TLP_LABELS[-1]).entries


@lru_cache(maxsize=4096)
def shown_entry(version: str, slug: str) -> Entry:
    """The same of one entry of a version."""
    return shown_entries(_kept(version), (_by_id(version)[slug],))[0]


@lru_cache(maxsize=16)
def _by_id(version: str) -> dict[str, Entry]:
    return {one.id: one for one in _kept(version).entries}


def public_register_of(version: Version) -> Register:
    """The register of a version as the public sees it (X-21)."""
    return _shown(version.public_id)


def records_of(register: Register) -> Iterator[Record]:
    """The records of a register, the facts first."""
    data = data_from_register(register, whole=True, as_given=True)
    yield Record(FACTS, "", {name: value for name, value in data.items() if name not in (*KINDS, "ketju")})
    for kind in KINDS[1:]:
        for slug, record in data.get(kind, {}).items():
            yield Record(kind, slug, record)


def register_from(records: Iterable[Record]) -> Register:
    """The register that records make. Raises ValueError."""
    data: dict[str, Any] = {"ketju": 1}
    for one in records:
        if one.kind == FACTS:
            data |= one.data
        else:
            data.setdefault(one.kind, {})[one.slug] = one.data
    return register_from_data(data)


def record_from(row: DraftRecord) -> Record:
    """The record in a row."""
    return Record(row.kind, row.slug, json.loads(row.data))


def row_from(draft: Draft, record: Record, position: int, doubts: int = 0) -> DraftRecord:
    """A row for a record."""
    return DraftRecord(
        draft=draft, kind=record.kind, slug=record.slug, position=position, name=record.name,
        countries=record.countries, data=json_of(record.data), revision=draft.revision, doubts=doubts,
    )  # fmt: skip


def json_of(data: dict[str, Any]) -> str:
    """The data of a record as the text in its row."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def register_of_draft(draft: Draft) -> Register:
    """The register that a draft stands for now. Raises ValueError."""
    rows = sorted(draft.records.all(), key=lambda one: (KINDS.index(one.kind), one.position, one.pk))
    return register_from(record_from(row) for row in rows)

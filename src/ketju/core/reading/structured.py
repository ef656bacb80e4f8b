"""Sequences of records in YAML or JSON → tables, so that one mapping of fields serves them all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

from ketju.core.model.document import Record, Records, Row, Table, Text, Value
from ketju.core.reading.texts import joined
from ketju.core.vocabulary.labels import label_for

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\-.]+")
SURE = 0.95
"""How sure a key must name a field to say what a record is."""
ENTRY = frozenset({"purpose", "place", "data", "transfer", "function"})
"""What only entries say of themselves: a group of entries may have a name and a link."""
ABOUT = ("@", "$")
"""Keys that start so tell what a record is, and are no field of it: "@type", "$schema"."""
MOST_KEYS = 200
"""Keys beyond this many in one sequence of records stay unread."""


@dataclass(frozen=True, slots=True)
class RecordSequence:
    """A sequence of records under its keys, as a table with a header made of the records' keys."""

    path: tuple[Text, ...]
    table: Table


def key_words(key: Text) -> Text:
    """A key as words: "dataCategories" and "data_categories" → "data Categories", at the same place."""
    return Text(_CAMEL.sub(" ", key.text), key.span)


def sequences(value: Value, path: tuple[Text, ...] = ()) -> Iterator[RecordSequence]:
    """The sequences of records in ``value``, each with the keys that lead to it; no recursion deeper than the data."""
    work: list[tuple[Value, tuple[Text, ...]]] = [(value, path)]
    while work:
        current, at = work.pop(0)
        if isinstance(current, Records):
            records = [item for item in current.items if isinstance(item, Record)]
            if any(_has_sequence(record) for record in records):
                work += [(record, (*at, *_title(record))) for record in records]
            elif records and len(records) * 2 >= len(current.items):
                yield RecordSequence(at, _table([(None, record) for record in records]))
            else:
                work += [(item, at) for item in current.items if not isinstance(item, Text)]
        elif isinstance(current, Record):
            named = [(key, v) for key, v in current.pairs if isinstance(v, Record)]
            if len(named) >= 2 and len(named) == len(current.pairs) and _alike([v for _, v in named]):
                yield RecordSequence(at, _table(list(named)))
            else:
                work += [(v, (*at, key_words(key))) for key, v in current.pairs if not isinstance(v, Text)]


def _has_sequence(record: Record) -> bool:
    """Whether a record holds records with names of their own, so that it is a group rather than an entry."""
    inner = [v.items[0] for _, v in record.pairs if isinstance(v, Records) and v.items]
    nested = [first for first in inner if isinstance(first, Record)]
    return bool(nested) and (any(map(_is_named, nested)) or not _is_entry(record))


def _keys(record: Record) -> set[str]:
    found = [label_for(key_words(key).text, least=SURE) for key, v in record.pairs if isinstance(v, Text)]
    return {label.field for label in found if label}


def _is_named(record: Record) -> bool:
    return bool(_keys(record) & {"name", "legal_entity", "brand", "service"})


def _is_entry(record: Record) -> bool:
    """Whether a record has a name and says what an entry says, whatever else is nested in it."""
    return _is_named(record) and bool(_keys(record) & ENTRY)


def _title(record: Record) -> tuple[Text, ...]:
    """What a group calls itself: its first text."""
    return tuple(value for _, value in record.pairs if isinstance(value, Text))[:1]


def _alike(records: list[Record]) -> bool:
    keys = [{key.text for key, _ in record.pairs} for record in records]
    return bool(set.intersection(*keys)) and all(keys)


def scalars(value: Value) -> Iterator[tuple[Text, Text]]:
    """The (key, text) pairs at the top of a record: facts about the list as a whole."""
    if isinstance(value, Record):
        yield from ((key, v) for key, v in value.pairs if isinstance(v, Text))


def _table(records: list[tuple[Text | None, Record]]) -> Table:
    flat_records = [(key, dict(_flat(record))) for key, record in records]
    header: dict[str, Text] = {}
    if any(key is not None for key, _ in flat_records):
        header["\0key"] = Text("name", flat_records[0][0].span if flat_records[0][0] else records[0][1].span)
    header.update(_keys_in_order([fields for _, fields in flat_records]))
    rows = [Row(tuple(header.values()), records[0][1].span, header=True)]
    for (own_key, fields), (_, record) in zip(flat_records, records, strict=True):
        values: dict[str, Text | None] = {name: value for name, (_, value) in fields.items()}
        values["\0key"] = own_key
        rows.append(Row(tuple(values.get(name) for name in header), record.span))
    return Table(tuple(rows))


def _keys_in_order(records: list[dict[str, tuple[Text, Text]]]) -> dict[str, Text]:
    """The keys of all records; one that some records lack stands where those that have it put it."""
    order: list[str] = []
    keys: dict[str, Text] = {}
    for fields in records:
        at = 0
        for name, (key, _) in fields.items():
            if name in keys:
                at = order.index(name) + 1
            elif len(keys) < MOST_KEYS:
                order.insert(at, name)
                keys[name] = key
                at += 1
    return {name: keys[name] for name in order}


def _flat(record: Record, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, tuple[Text, Text]]]:
    """(name, (key as words, value as one text)) of a record; nested records give "outer inner" keys."""
    for key, value in record.pairs:
        if key.text.startswith(ABOUT):
            continue
        name = prefix + key_words(key).text
        if isinstance(value, Text):
            yield name, (Text(name, key.span), value)
        elif isinstance(value, Record) and depth < 3:
            yield from _flat(value, name + " ", depth + 1)
        else:
            whole = _as_text(value)
            if whole is not None:
                yield name, (Text(name, key.span), whole)


def _as_text(value: Value) -> Text | None:
    if isinstance(value, Text):
        return value
    inner = [v for _, v in value.pairs] if isinstance(value, Record) else list(value.items)
    texts = [one for one in map(_as_text, inner[:MOST_KEYS]) if one is not None]
    return reduce(lambda first, second: joined(first, second, ", "), texts) if texts else None

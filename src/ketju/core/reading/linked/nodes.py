"""Linked data as nodes with properties, whatever prefixes and references are used (JSON-LD 1.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ketju.core.model.document import Record, Records, Text, Value

_PREFIX = re.compile(r".*[:/#](?=[^:/#])", re.S)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def local_name(name: str) -> str:
    """A name without prefix or address in front.

    >>> local_name("schema:name"), local_name("https://w3id.org/dpv#hasPurpose"), local_name("@type")
    ('name', 'hasPurpose', '@type')
    """
    return _PREFIX.sub("", name.rstrip("/#:"))


def term_words(name: Text) -> Text:
    """The words of a term, at the same place: "pd:EmailAddress" → "Email Address"."""
    return replace(name, text=_HUMP.sub(" ", local_name(name.text)), marks=())


@dataclass(frozen=True, slots=True)
class Node:
    """A record with the records by id that it may refer to."""

    record: Record
    by_id: Mapping[str, Record]

    def values(self, *names: str) -> list[Value]:
        """The values of properties, those of sequences one by one, in the order of ``names``."""
        found: list[Value] = []
        for name in names:
            for key, value in self.record.pairs:
                if local_name(key.text) == name:
                    found += self._each(value)
        return found

    def _each(self, value: Value) -> Iterator[Value]:
        for item in value.items if isinstance(value, Records) else (value,):
            if isinstance(item, Record):
                for key, inner in item.pairs:
                    if key.text in ("@list", "@set"):
                        yield from self._each(inner)
                        return
                yield self._target(item)
            else:
                yield item

    def _target(self, record: Record) -> Record:
        """The record that a reference ({"@id": …}) leads to; itself when it is none or leads nowhere."""
        if len(record.pairs) == 1 and record.pairs[0][0].text == "@id":
            (_, id) = record.pairs[0]
            return self.by_id.get(id.text, record) if isinstance(id, Text) else record
        return record

    def nodes(self, *names: str) -> list[Node]:
        """The nodes that properties lead to."""
        return [Node(value, self.by_id) for value in self.values(*names) if isinstance(value, Record)]

    def texts(self, *names: str) -> list[Text]:
        """The texts of properties: literals, the names of nodes, and the words of terms."""
        return [text for value in self.values(*names) if (text := self._text(value))]

    def text(self, *names: str) -> Text | None:
        """The first text of the first of ``names`` that has one; the first language, where there are several."""
        return next(iter(self.texts(*names)), None)

    def _text(self, value: Value) -> Text | None:
        if isinstance(value, Text):
            return value if value.text.strip() else None
        node = Node(value, self.by_id) if isinstance(value, Record) else None
        if node is None:
            return None
        said = node.literal("@value") or node.literal("name") or node.literal("description")
        return said or next(iter(node.terms()), None)

    def literal(self, name: str) -> Text | None:
        """The text of a property that is a text itself, or the first of its languages."""
        for value in self.values(name):
            if isinstance(value, Text) and value.text.strip():
                return value
            if isinstance(value, Record):
                inner = Node(value, self.by_id)
                return inner.literal("@value") if name != "@value" else None
        return None

    def terms(self) -> list[Text]:
        """The words of what the node is, where that is more than the class of its kind: {"@id": "loc:FI"}."""
        own = [value for value in self.values("@type", "@id") if isinstance(value, Text)]
        return [term_words(one) for one in own if _is_term(one.text) and local_name(one.text) not in CLASSES]

    @property
    def types(self) -> frozenset[str]:
        """The names of the classes that the node is of."""
        return frozenset(local_name(v.text) for v in self.values("@type", "type") if isinstance(v, Text))


CLASSES = frozenset(
    {
        "Organization", "PersonalData", "Purpose", "DataSubject", "Location", "ProcessingLocation", "StorageLocation",
        "Transfer", "Place", "Country", "PostalAddress", "PropertyValue", "Process", "PersonalDataHandling",
        "DefinedTerm", "Thing",
    }
)  # fmt: skip
"""Classes that say only what kind of thing a node is."""


def _is_term(name: str) -> bool:
    """Whether a name is one of a vocabulary: prefixed, or the end of an address; not the name of a node of its own."""
    return not name.startswith(("urn:", "_:")) and bool(local_name(name)) and name != local_name(name)


def every_record(value: Value) -> Iterator[Record]:
    """Every record in a value, outer before inner."""
    work: list[Value] = [value]
    while work:
        current = work.pop()
        if isinstance(current, Record):
            yield current
            work += [inner for _, inner in reversed(current.pairs)]
        elif isinstance(current, Records):
            work += reversed(current.items)


def nodes_by_id(value: Value) -> dict[str, Record]:
    """The records that say more of themselves than their id, by it."""
    found: dict[str, Record] = {}
    for record in every_record(value):
        for key, id in record.pairs:
            if key.text in ("@id", "id") and isinstance(id, Text) and len(record.pairs) > 1:
                found.setdefault(id.text, record)
    return found

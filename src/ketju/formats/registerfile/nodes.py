"""The text of a register file as a tree: YAML in which every scalar is a text, and everything has its place.

Of YAML only what a list needs is taken: mappings with text keys, sequences, scalars. Anchors, aliases,
tags, merge keys, several documents, keys that occur twice and deep nesting are refused, with their places.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from ketju.core.model.document import ReadProblem
from ketju.formats.registerfile.problems import problem

MAX_CHARACTERS = 20_000_000
MAX_DEPTH = 16
"""A register is at most seven levels deep."""

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_BOM = "\ufeff"
_STYLES = frozenset("'\"|>")


@dataclass(slots=True)
class Scalar:
    """A text. ``style`` is "" when plain, else its quote or block indicator."""

    start: int
    end: int
    line: int
    column: int
    value: str
    style: str = ""
    bad: bool = False


@dataclass(slots=True)
class Mapping:
    """Keys and values in order. ``bad``: something of it was refused and is missing."""

    start: int
    end: int
    line: int
    column: int
    flow: bool
    pairs: list[tuple[Scalar, Node]] = field(default_factory=list)
    bad: bool = False

    def get(self, key: str) -> Node | None:
        """The value of a key, or None."""
        return next((value for found, value in self.pairs if found.value == key), None)


@dataclass(slots=True)
class Sequence:
    """Values in order."""

    start: int
    end: int
    line: int
    column: int
    flow: bool
    items: list[Node] = field(default_factory=list)
    bad: bool = False


Node = Scalar | Mapping | Sequence


def compose(text: str, file: str = "") -> tuple[Node | None, list[ReadProblem]]:
    """The tree of a text and everything that was refused; None when there is nothing or it cannot be read."""
    if len(text) > MAX_CHARACTERS:
        size = problem("register.too-large", None, file, size=str(len(text)), limit=str(MAX_CHARACTERS))
        return None, [size]
    builder = _Builder(file, shift=1 if text.startswith(_BOM) else 0)
    try:
        for event in yaml.parse(text.removeprefix(_BOM), Loader=_LOADER):
            builder.take(event)
    except _Refused:
        return None, builder.problems
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return None, [*builder.problems, builder.syntax(mark, error.problem or error.context or "")]
    except (yaml.YAMLError, UnicodeEncodeError):
        return None, [*builder.problems, _unprintable(text, file)]
    return builder.root, builder.problems


class _Refused(Exception):
    """The rest of the text is not worth reading."""


@dataclass(slots=True)
class _Point:
    start: int
    end: int
    line: int
    column: int


@dataclass(slots=True)
class _Open:
    """A node that is being read: the key whose value comes next, and the lines of the keys before it."""

    node: Mapping | Sequence
    key: Scalar | None = None
    wants_value: bool = False
    seen: dict[str, int] = field(default_factory=dict)


class _Builder:
    """Builds the tree from the events of the parser."""

    def __init__(self, file: str, shift: int) -> None:
        self.file = file
        self.shift = shift
        self.root: Node | None = None
        self.problems: list[ReadProblem] = []
        self._open: list[_Open] = []
        self._documents = 0
        self._takers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.AliasEvent: self._alias,
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceStartEvent: self._sequence,
            yaml.MappingEndEvent: self._finish,
            yaml.SequenceEndEvent: self._finish,
            yaml.DocumentStartEvent: self._document,
        }

    def take(self, event: Any) -> None:
        """Add what the next event stands for."""
        take = self._takers.get(type(event))
        if take:
            take(event)

    def syntax(self, mark: Any, reason: str) -> ReadProblem:
        """The problem of a text that is no YAML."""
        index = mark.index + self.shift if mark else 0
        at = _Point(index, index, mark.line + 1, mark.column + 1) if mark else None
        return problem("register.syntax", at, self.file, reason=reason)

    def _place(self, event: Any) -> tuple[int, int, int, int]:
        start, end = event.start_mark, event.end_mark
        return start.index + self.shift, end.index + self.shift, start.line + 1, start.column + 1

    def _refuse(self, code: str, event: Any, found: str | None = None) -> None:
        params = {} if found is None else {"found": found}
        self.problems.append(problem(code, _Point(*self._place(event)), self.file, **params))

    def _is_decorated(self, event: Any) -> bool:
        if event.anchor is not None:
            self._refuse("register.anchor", event, f"&{event.anchor}")
        if event.tag is not None:
            self._refuse("register.tag", event, str(event.tag).replace("tag:yaml.org,2002:", "!!"))
        return event.anchor is not None or event.tag is not None

    def _scalar(self, event: Any) -> None:
        style = event.style if event.style in _STYLES else ""
        self._add(Scalar(*self._place(event), event.value, style, self._is_decorated(event)))

    def _alias(self, event: Any) -> None:
        self._refuse("register.alias", event, f"*{event.anchor}")
        self._add(Scalar(*self._place(event), "", bad=True))

    def _mapping(self, event: Any) -> None:
        self._start(Mapping(*self._place(event), bool(event.flow_style)), event)

    def _sequence(self, event: Any) -> None:
        self._start(Sequence(*self._place(event), bool(event.flow_style)), event)

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._refuse("register.several-documents", event)
            raise _Refused

    def _start(self, node: Mapping | Sequence, event: Any) -> None:
        node.bad = self._is_decorated(event)
        self._open.append(_Open(node))
        if len(self._open) > MAX_DEPTH:
            self.problems.append(problem("register.too-deep", node, self.file, limit=str(MAX_DEPTH)))
            raise _Refused

    def _finish(self, event: Any) -> None:
        node = self._open.pop().node
        children = [value for _, value in node.pairs] if isinstance(node, Mapping) else node.items
        if not node.flow and children:
            node.end = children[-1].end
        else:
            node.end = event.end_mark.index + self.shift
        self._add(node)

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent.node, Sequence):
            parent.node.items.append(node)
        elif not parent.wants_value:
            parent.key, parent.wants_value = self._key(parent, node), True
        else:
            parent.wants_value = False
            if parent.key is not None:
                parent.node.pairs.append((parent.key, node))

    def _key(self, parent: _Open, node: Node) -> Scalar | None:
        """The node as a key; None when it cannot be one, and its value will be left out."""
        if not isinstance(node, Scalar):
            self.problems.append(problem("register.key-not-text", node, self.file))
        elif node.value in parent.seen:
            first = str(parent.seen[node.value])
            found = problem("register.duplicate-key", node, self.file, found=node.value, first_line=first)
            self.problems.append(found)
        elif not node.bad:
            parent.seen[node.value] = node.line
            return node
        parent.node.bad = True
        return None


def _is_printable(character: str) -> bool:
    code = ord(character)
    return (
        code in (0x9, 0xA, 0xD, 0x85)
        or 0x20 <= code <= 0x7E
        or 0xA0 <= code <= 0xD7FF
        or (code >= 0xE000 and code not in (0xFFFE, 0xFFFF))
    )


def _unprintable(text: str, file: str) -> ReadProblem:
    """The first character that no YAML may hold."""
    start = next(at for at, character in enumerate(text) if not _is_printable(character))
    line = text.count("\n", 0, start) + 1
    at = _Point(start, start + 1, line, start - text.rfind("\n", 0, start))
    return problem("register.bad-character", at, file, character=f"U+{ord(text[start]):04X}")

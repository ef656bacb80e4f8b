"""The text of a register file as a tree: YAML in which every scalar is a text, with places for messages and edits.

Of YAML only what a list needs is taken: mappings with text keys, sequences, scalars. Anchors, aliases, tags, merge
keys, several documents, keys that occur twice and deep nesting are refused, with their places.
"""

from __future__ import annotations

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
    """The tree of a text, or None when there is none or it cannot be read, and everything that was refused."""
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
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        found = _Point(*_first_unprintable(text))
        reason = problem("register.bad-character", found, file, character=_code_point(text, found.start))
        return None, [*builder.problems, reason if found.end else builder.syntax(None, str(error))]
    return builder.root, builder.problems


class _Refused(Exception):
    """The rest of the text is not worth reading."""


@dataclass(slots=True)
class _Point:
    start: int
    end: int
    line: int
    column: int


class _Builder:
    """Builds the tree from the events of the parser."""

    def __init__(self, file: str, shift: int) -> None:
        self.file = file
        self.shift = shift
        self.root: Node | None = None
        self.problems: list[ReadProblem] = []
        self._open: list[tuple[Mapping | Sequence, list[Scalar | None]]] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        """Add what the next event stands for."""
        match event:
            case yaml.ScalarEvent():
                self._add(self._scalar(event))
            case yaml.AliasEvent():
                self._refuse("register.alias", event, f"*{event.anchor}")
                self._add(Scalar(*self._place(event), "", bad=True))
            case yaml.MappingStartEvent():
                self._start(Mapping(*self._place(event), bool(event.flow_style)), event)
            case yaml.SequenceStartEvent():
                self._start(Sequence(*self._place(event), bool(event.flow_style)), event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._finish(event)
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._refuse("register.several-documents", event)
                    raise _Refused

    def syntax(self, mark: Any, reason: str) -> ReadProblem:
        """The problem of a text that is no YAML."""
        at = _Point(mark.index + self.shift, mark.index + self.shift, mark.line + 1, mark.column + 1) if mark else None
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
            self._refuse("register.tag", event, str(event.tag))
        return event.anchor is not None or event.tag is not None

    def _scalar(self, event: Any) -> Scalar:
        style = event.style if event.style in ("'", '"', "|", ">") else ""
        return Scalar(*self._place(event), event.value, style, bad=self._is_decorated(event))

    def _start(self, node: Mapping | Sequence, event: Any) -> None:
        node.bad = self._is_decorated(event)
        self._open.append((node, []))
        if len(self._open) > MAX_DEPTH:
            self.problems.append(problem("register.too-deep", node, self.file, limit=str(MAX_DEPTH)))
            raise _Refused

    def _finish(self, event: Any) -> None:
        node, _ = self._open.pop()
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
        parent, waiting = self._open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            parent.bad = parent.bad or node.bad
        elif waiting:
            self._add_pair(parent, waiting.pop(), node)
        else:
            waiting.append(self._key(parent, node))

    def _key(self, parent: Mapping, node: Node) -> Scalar | None:
        """The node as a key, or None when it cannot be one: its value is then left out."""
        parent.bad = parent.bad or node.bad
        if not isinstance(node, Scalar):
            self.problems.append(problem("register.key-not-text", node, self.file))
            parent.bad = True
            return None
        first = next((key for key, _ in parent.pairs if key.value == node.value), None)
        if first:
            params = {"found": node.value, "first_line": str(first.line)}
            self.problems.append(problem("register.duplicate-key", node, self.file, **params))
            parent.bad = True
            return None
        return node

    def _add_pair(self, parent: Mapping, key: Scalar | None, node: Node) -> None:
        if key is not None:
            parent.pairs.append((key, node))


def _is_printable(character: str) -> bool:
    code = ord(character)
    return (
        code in (0x9, 0xA, 0xD, 0x85)
        or 0x20 <= code <= 0x7E
        or 0xA0 <= code <= 0xD7FF
        or (0xE000 <= code and code not in (0xFFFE, 0xFFFF))
    )


def _first_unprintable(text: str) -> tuple[int, int, int, int]:
    """The place of the first character that no YAML may hold; its end is 0 when there is none."""
    for at, character in enumerate(text):
        if not _is_printable(character):
            before = text[:at]
            return at, at + 1, before.count("\n") + 1, at - before.rfind("\n")
    return 0, 0, 1, 1


def _code_point(text: str, at: int) -> str:
    return f"U+{ord(text[at]):04X}" if at < len(text) else ""

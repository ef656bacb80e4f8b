"""Read a file of terms: every mistake in it at once, each with its place, and everything that is right.

A statement in which something is wrong is left out as a whole, and the file is told to be wrong: nothing is computed
with half of what was agreed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from typing import Any, TypeVar, cast, get_args

from ketju.core.duties.rows import duties
from ketju.core.model.document import Position, ReadProblem
from ketju.core.problems import Problem
from ketju.core.register.nearest import nearest
from ketju.core.terms.layers import (
    RANKS,
    Acceptance,
    Duties,
    Layer,
    LayerKind,
    Lines,
    NoEffect,
    Rank,
    Statement,
)
from ketju.core.terms.parameters import Parameter, parameters
from ketju.core.terms.values import MANY, Kind, Value
from ketju.formats.registerfile.nodes import Mapping, Node, Scalar, Sequence, compose
from ketju.formats.termsfile.problems import problem

VERSION_KEY = "ketju-terms"
FORMAT = 1
KINDS = tuple(kind for kind in get_args(LayerKind) if kind != "statute")
HEAD = ("kind", "id", "name", "version", "document", "mark", "valid_from", "valid_to", "language")
"""Members that are a text each."""
PARTS = ("terms", "duties", "no_effect", "accepted")
STATEMENT = ("value", "clause", "lines", "note", "owner", "due", "valid_from", "valid_to", "signed")
OPEN = ("open", "", "null", "~")
"""How a file says that a document leaves a value open."""
EXAMPLES: dict[Kind, str] = {
    "length": "30 days, 72 hours, without undue delay",
    "flag": "yes, no",
    "count": "2",
    "countries": "FI, SE, EEA",
    "rate": "95 EUR per hour",
    "calendar": "FI, SE, DE-BY, EU, none",
    "zone": "Europe/Helsinki, UTC",
}
"""A value of each kind that has no choices."""
_OWN_KEY = re.compile(rf"(?m)^\ufeff?([\"']?){VERSION_KEY}\1[ \t]*:")
"""At the beginning of a line: what is nested, and what a text holds, is indented."""
_JSON_KEY = re.compile(rf"\ufeff?\s*\{{\s*([\"']?){VERSION_KEY}\1\s*:")
_LINES = re.compile(r"([0-9]{1,6})(?:\s*[-–]\s*([0-9]{1,6}))?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_T = TypeVar("_T")


def is_terms(text: str) -> bool:
    """Whether a text is a file of terms: one of its own keys says so, the first one in a file in the form of JSON."""
    return _OWN_KEY.search(text) is not None or _JSON_KEY.match(text) is not None


def read_terms(text: str, name: str = "") -> tuple[Layer | None, tuple[ReadProblem, ...]]:
    """The layer in the text of a file of terms, and its problems in the order of the file.

    The layer is None when the text is no YAML or no file of terms. ``name`` is the file's name for messages.
    """
    root, refused = compose(text, name)
    reader = _TermsReader(name)
    layer = reader.layer(root, is_refused=bool(refused))
    return layer, tuple(sorted([*refused, *reader.problems], key=_place))


def _place(found: ReadProblem) -> tuple[int, int]:
    return (found.position.line, found.position.column) if found.position else (0, 0)


class _TermsReader:
    """Turns the nodes of a file into a layer; collects what is wrong."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[ReadProblem] = []

    def complain(self, code: str, at: Node | None, path: str, **params: str) -> None:
        """Note what is wrong."""
        self.problems.append(problem(code, at, self.file, path, **params))

    def layer(self, root: Node | None, *, is_refused: bool) -> Layer | None:
        """The layer in a tree; None when it is no file of terms."""
        version = root.get(VERSION_KEY) if isinstance(root, Mapping) else None
        if not isinstance(root, Mapping) or version is None:
            if root is not None or not is_refused:
                self.complain("terms.not-terms", root, "")
            return None
        found = version.value if isinstance(version, Scalar) else ""
        if found != str(FORMAT):
            self.complain("terms.version-unknown", version, VERSION_KEY, found=found, known=str(FORMAT))
            return None
        self._known(root, (VERSION_KEY, *HEAD, *PARTS), "")
        kind = cast("LayerKind", self._one_of(root, "kind", KINDS, "") or "agreement")
        first, last = self._days(root, "valid_from", "valid_to", "")
        layer = Layer(
            kind=kind,
            id=self._needed(root, "id", "", self._text),
            name=self._text(root, "name", ""),
            version=self._text(root, "version", ""),
            rank=cast("Rank", self._one_of(root, "document", RANKS, "") or RANKS[0]),
            mark=self._text(root, "mark", ""),
            first=first,
            last=last,
            statements=tuple(self._statements(root)),
            duties=tuple(self._each(root, "duties", ("lines", "rows"), self._duties)),
            no_effect=tuple(self._each(root, "no_effect", ("lines", "why"), self._no_effect)),
            accepted=tuple(
                self._each(root, "accepted", ("agreement", "version", "from", "by"), self._acceptance)
            ),
            file=self.file,
        )
        self._check_kind(root, layer)
        if not (layer.statements or layer.accepted or self.problems or is_refused):
            self.complain("terms.empty", root, "")
        return layer

    def _check_kind(self, root: Mapping, layer: Layer) -> None:
        """Only a customer accepts, only an agreement has a text whose lines are accounted for."""
        of_agreements = ("duties", "no_effect", "document") if layer.kind != "agreement" else ()
        of_customers = ("accepted",) if layer.kind != "customer" else ()
        for key, _ in root.pairs:
            if key.value in (*of_agreements, *of_customers):
                self.complain("terms.out-of-place", key, key.value, found=key.value, kind=layer.kind)

    def _statements(self, root: Mapping) -> Iterator[Statement]:
        node = root.get("terms")
        if node is None or (isinstance(node, Scalar) and not node.value):
            return
        if not isinstance(node, Mapping):
            self._wrong_type(node, "terms", "map")
            return
        for key, inner in node.pairs:
            path = f"terms/{key.value}"
            parameter = parameters().get(key.value)
            if parameter is None:
                close = ", ".join(nearest(key.value, parameters(), limit=3))
                self.complain("terms.unknown-parameter", key, path, found=key.value, suggestions=close)
                continue
            yield from self._said(parameter, key, inner, path)

    def _said(self, parameter: Parameter, key: Scalar, node: Node, path: str) -> Iterator[Statement]:
        """What is said of a parameter: a value, a map with a value, or a list of maps where it is said twice."""
        if isinstance(node, Sequence) and any(isinstance(item, Mapping) for item in node.items):
            for number, item in enumerate(node.items, 1):
                yield from self._said(parameter, key, item, f"{path}/{number}")
            return
        before = len(self.problems)
        statement = self._statement(parameter, key, node, path)
        if len(self.problems) == before and not _is_refused(node):
            yield statement

    def _statement(self, parameter: Parameter, key: Scalar, node: Node, path: str) -> Statement:
        at = Position(key.line, key.column)
        if not isinstance(node, Mapping):
            return Statement(parameter.id, self._value(parameter, node, path), at=at)
        self._known(node, STATEMENT, path)
        value = node.get("value")
        if value is None:
            self.complain("register.missing", node, path, member="value")
        first, last = self._days(node, "valid_from", "valid_to", path)
        return Statement(
            parameter=parameter.id,
            value=None if value is None else self._value(parameter, value, f"{path}/value"),
            clause=self._text(node, "clause", path),
            lines=self._lines(node, "lines", path),
            note=self._text(node, "note", path),
            owner=self._text(node, "owner", path),
            due=self._day(node, "due", path),
            first=first,
            last=last,
            signed=self._day(node, "signed", path),
            at=at,
        )

    def _value(self, parameter: Parameter, node: Node, path: str) -> Value | None:
        """The value; None where the file says that it is open, and where it is wrong, which is told."""
        if isinstance(node, Scalar) and node.value.strip() in OPEN:
            return None
        given = self._given(node, path)
        if given is None:
            return None
        if isinstance(given, list) and parameter.kind not in MANY:
            self._wrong_type(node, path, "text")
            return None
        try:
            return parameter.value(given)
        except Problem as wrong:
            found = wrong.params.get("found", "")
            params = {"found": found, "parameter": parameter.id, "expected": _taken(parameter)}
            if wrong.params.get("suggestions"):
                params["suggestions"] = str(wrong.params["suggestions"])
            if parameter.choices:
                params["suggestions"] = ", ".join(nearest(found, parameter.choices, limit=1))
            self.complain("terms.bad-value", node, path, **params)
            return None

    def _given(self, node: Node, path: str) -> str | list[str] | None:
        if isinstance(node, Scalar):
            return " ".join(node.value.split())
        if isinstance(node, Sequence) and all(isinstance(item, Scalar) for item in node.items):
            return [item.value.strip() for item in node.items if isinstance(item, Scalar)]
        self._wrong_type(node, path, "text")
        return None

    def _each(
        self, root: Mapping, name: str, known: tuple[str, ...], make: Callable[[Mapping, str], _T]
    ) -> Iterator[_T]:
        """A record of each item of a list of maps."""
        node = root.get(name)
        if node is None or (isinstance(node, Scalar) and not node.value):
            return
        if not isinstance(node, Sequence):
            self._wrong_type(node, name, "list")
            return
        for number, item in enumerate(node.items, 1):
            path = f"{name}/{number}"
            if not isinstance(item, Mapping):
                self._wrong_type(item, path, "map")
                continue
            before = len(self.problems)
            self._known(item, known, path)
            made = make(item, path)
            if len(self.problems) == before and not _is_refused(item):
                yield made

    def _duties(self, node: Mapping, path: str) -> Duties:
        known = {one.id for one in duties()}
        rows = self._needed(node, "rows", path, self._texts)
        for row in rows:
            if row not in known:
                self.complain("terms.unknown-row", node.get("rows"), f"{path}/rows", found=row)
        return Duties(self._needed(node, "lines", path, self._lines), rows)

    def _no_effect(self, node: Mapping, path: str) -> NoEffect:
        lines = self._needed(node, "lines", path, self._lines)
        return NoEffect(lines, self._needed(node, "why", path, self._text))

    def _acceptance(self, node: Mapping, path: str) -> Acceptance:
        first = self._needed(node, "from", path, self._day)
        return Acceptance(
            self._needed(node, "agreement", path, self._text),
            self._text(node, "version", path),
            first or date.min,
            self._text(node, "by", path),
        )

    def _needed(self, node: Mapping, name: str, path: str, read: Callable[[Mapping, str, str], _T]) -> _T:
        """What a member says; it is missing where it says nothing and nothing else is wrong with it."""
        before = len(self.problems)
        found = read(node, name, path)
        inner = node.get(name)
        if not found and len(self.problems) == before and not (inner and inner.bad):
            self.complain("register.missing", node, path, member=name)
        return found

    def _lines(self, node: Mapping, name: str, path: str) -> tuple[Lines, ...]:
        """Lines as a file has them: 150, "150-152", or a list of these."""
        found = []
        for text in self._texts(node, name, path):
            match = _LINES.fullmatch(text)
            first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
            if not match or not 1 <= first <= last:
                self.complain("terms.bad-lines", node.get(name), f"{path}/{name}", found=text)
                continue
            found.append(Lines(first, last))
        return tuple(found)

    def _texts(self, node: Mapping, name: str, path: str) -> tuple[str, ...]:
        inner = node.get(name)
        if inner is None:
            return ()
        given = self._given(inner, f"{path}/{name}")
        if isinstance(given, str):
            return tuple(part.strip() for part in given.split(",") if part.strip())
        return tuple(given or ())

    def _text(self, node: Mapping, name: str, path: str) -> str:
        inner = node.get(name)
        if inner is None:
            return ""
        if not isinstance(inner, Scalar):
            self._wrong_type(inner, _join(path, name), "text")
            return ""
        return " ".join(inner.value.split())

    def _day(self, node: Mapping, name: str, path: str) -> date | None:
        text = self._text(node, name, path)
        if _DAY.fullmatch(text):
            with suppress(ValueError):
                return date.fromisoformat(text)
        if text:
            self.complain("register.bad-date", node.get(name), _join(path, name), found=text)
        return None

    def _days(self, node: Mapping, first: str, last: str, path: str) -> tuple[date | None, date | None]:
        start, end = self._day(node, first, path), self._day(node, last, path)
        if start and end and end < start:
            where = _join(path, last)
            self.complain("terms.dates-reversed", node.get(last), where, found=str(end), expected=str(start))
        return start, end

    def _one_of(self, node: Mapping, name: str, values: tuple[str, ...], path: str) -> str:
        text = self._text(node, name, path)
        if text and text not in values:
            close = ", ".join(nearest(text, values, limit=1))
            params = {"found": text, "suggestions": close, "known": ", ".join(values)}
            self.complain("register.bad-choice", node.get(name), _join(path, name), **params)
            return ""
        return text

    def _known(self, node: Mapping, names: tuple[str, ...], path: str) -> None:
        for key, _ in node.pairs:
            if key.value not in names:
                close = ", ".join(nearest(key.value, names, limit=1))
                where = _join(path, key.value)
                self.complain("register.unknown-key", key, where, found=key.value, suggestions=close)

    def _wrong_type(self, node: Node, path: str, expected: str) -> None:
        kinds: dict[type[Any], str] = {Scalar: "text", Mapping: "map", Sequence: "list"}
        self.complain("register.wrong-type", node, path, found=kinds[type(node)], expected=expected)


def _is_refused(node: Node) -> bool:
    """Whether something in it was refused, so that what is left is not what the file says."""
    if isinstance(node, Mapping):
        return node.bad or any(_is_refused(inner) for _, inner in node.pairs)
    if isinstance(node, Sequence):
        return node.bad or any(_is_refused(inner) for inner in node.items)
    return node.bad


def _taken(parameter: Parameter) -> str:
    """What a parameter takes: its choices, or a value of its kind."""
    return ", ".join(parameter.choices) or EXAMPLES.get(parameter.kind, "")


def _join(path: str, name: str) -> str:
    return f"{path}/{name}" if path else name

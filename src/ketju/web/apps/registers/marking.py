"""A document as lines for people, with marks where the values of a reading stand in it.

Places are matched by what a span is: code points of a text, a cell, a rectangle, a node. Where a value cannot be found
within a text, because the text was written with markup, the whole text is marked: rather too much than the wrong words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from ketju.core.model.document import (
    Aside,
    Block,
    Definitions,
    Document,
    Heading,
    Listing,
    Paragraph,
    Record,
    Records,
    Table,
    Text,
    Value,
)
from ketju.core.model.result import ReadResult
from ketju.core.model.span import BoxSpan, CellSpan, NodeSpan, Span, TextSpan

LineKind = Literal["heading", "text", "item", "term", "head", "row", "pair", "aside"]
UNREAD = "unread/"
"""What the path of an unread part begins with; its number follows."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; ``paths`` are the values that stand there, ``id`` what links lead to, "" for plain text."""

    text: str
    paths: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document: one text, or the cells of a row. ``depth`` is a level of headings, or of nesting."""

    kind: LineKind
    cells: tuple[tuple[Piece, ...], ...]
    depth: int = 0


@dataclass(frozen=True)
class Marked:
    """A document in lines; ``pieces`` gives the id of the first place of each value, ``lines`` the numbers of lines."""

    lines: tuple[Line, ...]
    pieces: dict[str, str]
    places: dict[str, tuple[int, ...]]


@dataclass(slots=True)
class _Raw:
    kind: LineKind
    texts: tuple[Text | None, ...]
    depth: int = 0


@dataclass(slots=True)
class _Leaf:
    line: int
    cell: int
    text: Text
    ranges: list[tuple[int, int, str]] = field(default_factory=list)


def marked(document: Document, result: ReadResult) -> Marked:
    """The lines of a document with the values of its reading marked, and what was not read."""
    raws = list(_raws(document))
    leaves = [
        _Leaf(number, cell, text)
        for number, raw in enumerate(raws)
        for cell, text in enumerate(raw.texts)
        if text is not None and text.text
    ]
    find = _Finder(leaves, document.source)
    for one in result.provenance:
        for span in one.spans:
            find.mark(span, one.path)
    for number, part in enumerate(result.unread):
        find.mark(part.span, f"{UNREAD}{number}")
    return _put_together(raws, leaves)


def _put_together(raws: list[_Raw], leaves: list[_Leaf]) -> Marked:
    cells: dict[tuple[int, int], tuple[Piece, ...]] = {}
    first: dict[str, str] = {}
    places: dict[str, set[int]] = defaultdict(set)
    for number, leaf in enumerate(leaves):
        cut = tuple(_pieces(leaf, number))
        cells[leaf.line, leaf.cell] = cut
        for piece in cut:
            for path in piece.paths:
                first.setdefault(path, piece.id)
                places[path].add(leaf.line)
    lines = tuple(
        Line(raw.kind, tuple(cells.get((number, cell), ()) for cell in range(len(raw.texts))), raw.depth)
        for number, raw in enumerate(raws)
    )
    return Marked(lines, first, {path: tuple(sorted(of)) for path, of in places.items()})


def _pieces(leaf: _Leaf, number: int) -> Iterator[Piece]:
    """A text cut where a value begins or ends."""
    text = leaf.text.text
    edges = sorted({0, len(text), *(edge for start, end, _ in leaf.ranges for edge in (start, end))})
    for start, end in pairwise(edges):
        over = [one for one in leaf.ranges if one[0] <= start and end <= one[1]]
        paths = tuple(dict.fromkeys(path for _, _, path in sorted(over, key=lambda one: one[1] - one[0])))
        yield Piece(text[start:end], paths, f"s{number}-{start}" if paths else "")


class _Finder:
    """Finds the texts that a span points to."""

    def __init__(self, leaves: list[_Leaf], source: str | None) -> None:
        self.source = source
        in_text = [(leaf.text.span, leaf) for leaf in leaves]
        self.texts = sorted(
            ((span.start, span.end, leaf) for span, leaf in in_text if isinstance(span, TextSpan)),
            key=lambda one: one[:2],
        )
        self.starts = [start for start, _, _ in self.texts]
        self.cells = {span: leaf for span, leaf in in_text if isinstance(span, CellSpan)}
        self.boxes: dict[int, list[tuple[BoxSpan, _Leaf]]] = defaultdict(list)
        self.nodes: dict[tuple[str, str], list[tuple[NodeSpan, _Leaf]]] = defaultdict(list)
        for span, leaf in in_text:
            if isinstance(span, BoxSpan):
                self.boxes[span.page].append((span, leaf))
            elif isinstance(span, NodeSpan):
                self.nodes[span.part, span.path].append((span, leaf))

    def mark(self, span: Span, path: str) -> None:
        """Note that a value stands at a span."""
        for leaf, start, end in self._found(span):
            if start < end:
                leaf.ranges.append((start, end, path))

    def _found(self, span: Span) -> Iterable[tuple[_Leaf, int, int]]:
        match span:
            case TextSpan(start, end):
                return self._in_texts(start, end)
            case CellSpan():
                leaf = self.cells.get(span)
                return [(leaf, 0, len(leaf.text.text))] if leaf else []
            case NodeSpan(part, path, start, end):
                near = self.nodes.get((part, path), [])
                return [
                    (leaf, max(start - at.start, 0), min(end - at.start, len(leaf.text.text)))
                    for at, leaf in near
                    if at.start < end and start < at.end
                ]
            case BoxSpan(page):
                on_page = self.boxes.get(page, [])
                return [(leaf, 0, len(leaf.text.text)) for at, leaf in on_page if _overlap(at, span)]

    def _in_texts(self, start: int, end: int) -> Iterator[tuple[_Leaf, int, int]]:
        at = max(bisect_right(self.starts, start) - 1, 0)
        for number in range(at, bisect_left(self.starts, end)):
            begin, stop, leaf = self.texts[number]
            if begin < end and start < stop:
                yield (leaf, *self._within(leaf.text.text, begin, stop, max(start, begin), min(end, stop)))

    def _within(self, text: str, begin: int, stop: int, start: int, end: int) -> tuple[int, int]:
        """Where the code points of the source stand in the text, which may have lost markup."""
        if stop - begin == len(text):
            return start - begin, end - begin
        said = (self.source or "")[start:end].strip()
        found = text.find(said) if said and (start, end) != (begin, stop) else -1
        return (found, found + len(said)) if found >= 0 else (0, len(text))


def _overlap(one: BoxSpan, other: BoxSpan) -> bool:
    """Whether two rectangles share more than their edges."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return wide > 0.5 and high > 0.5


def _raws(document: Document) -> Iterator[_Raw]:
    for block in document.blocks:
        yield from _of(block, 0)


def _of(block: Block, depth: int) -> Iterator[_Raw]:
    match block:
        case Heading(text, level):
            yield _Raw("heading", (text,), level)
        case Paragraph(text):
            yield _Raw("text", (text,), depth)
        case Listing(items):
            for item in items:
                yield _Raw("item", (item.text,), depth)
                for child in item.children:
                    yield from _of(child, depth + 1)
        case Definitions(definitions):
            for one in definitions:
                yield _Raw("term", (one.term,), depth)
                for detail in one.details:
                    yield from _of(detail, depth + 1)
        case Table(rows, caption):
            if caption:
                yield _Raw("text", (caption,), depth)
            for row in rows:
                yield _Raw("head" if row.header else "row", row.cells, depth)
        case Aside(text):
            yield _Raw("aside", (text,), depth)
        case Record() | Records():
            yield from _structured(block, depth)


def _structured(value: Value, depth: int) -> Iterator[_Raw]:
    match value:
        case Text():
            yield _Raw("item", (value,), depth)
        case Records(items):
            for one in items:
                yield from _structured(one, depth)
        case Record(pairs):
            for key, inner in pairs:
                if isinstance(inner, Text):
                    yield _Raw("pair", (key, inner), depth)
                else:
                    yield _Raw("pair", (key,), depth)
                    yield from _structured(inner, depth + 1)

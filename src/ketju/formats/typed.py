"""Text typed with the means of a typewriter in a program that could do better: tabs for tables, "•" for lists.

Paragraphs that stand together, one for each line, are read as the plain text that they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from ketju.core.model.document import (
    Aside,
    Block,
    Definition,
    Definitions,
    Heading,
    Item,
    Listing,
    Mark,
    Paragraph,
    Row,
    Table,
    Text,
)
from ketju.core.model.span import CellSpan, NodeSpan, Span, TextSpan

LEAST_EMPTY = 0.2  # of the paragraphs: empty ones, when these keep lines apart
LEAST_LINES = 5
MAX_GAP = 20
_BULLET = re.compile(r"\s*[•·▪◦‣*–-]\s+\S")
_TAB_ROW = re.compile(r"[^\t\n]+\t.*\S", re.DOTALL)

Line = tuple[Paragraph, int]  # a paragraph and how many empty ones stand before it


def with_typed_text(blocks: Sequence[Block]) -> list[Block]:
    """Blocks, with stretches of typed paragraphs read as plain text.

    ``gap`` of each paragraph counts the empty ones before it; where paragraphs are not lines of a text it is at
    least one afterwards.
    """
    made: list[Block] = []
    stretch: list[Paragraph] = []
    for block in [*blocks, None]:
        if isinstance(block, Paragraph):
            stretch.append(block)
            continue
        if stretch:
            lines = [(paragraph, paragraph.gap) for paragraph in stretch]
            plain = [replace(paragraph, gap=max(paragraph.gap, 1)) for paragraph in stretch]
            made += blocks_of_lines(lines) if is_typed(lines) else plain
            stretch = []
        if block is not None:
            made.append(block)
    return made


def is_typed(lines: Sequence[Line]) -> bool:
    """Whether paragraphs are lines of a text: set apart by empty ones, or tables and lists made by hand."""
    texts = [paragraph.text.text for paragraph, _ in lines]
    rows = sum(bool(_TAB_ROW.fullmatch(text)) for text in texts)
    if rows > 1 or sum(bool(_BULLET.match(text)) for text in texts) > 1:
        return True
    empty = sum(1 for _, before in lines[1:] if before)
    tight = sum(1 for _, before in lines[1:] if not before)
    return len(lines) >= LEAST_LINES and tight > 1 and empty >= LEAST_EMPTY * len(lines)


def blocks_of_lines(lines: Sequence[Line]) -> list[Block]:
    """The blocks that lines make, with their own places and marks."""
    from ketju.formats.plain.blocks import blocks_of

    typed = _Typed(lines)
    blocks, _ = blocks_of(typed.source)
    return [typed.block(block) for block in blocks]


class _Typed:
    """Lines put together to one text, and the way back from places in it."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = [paragraph.text for paragraph, _ in lines]
        self.starts: list[int] = []
        parts: list[str] = []
        length = 0
        for number, (paragraph, before) in enumerate(lines):
            lead = "\n" * (min(before, MAX_GAP) + bool(number))
            parts += [lead, paragraph.text.text]
            self.starts.append(length + len(lead))
            length = self.starts[-1] + len(paragraph.text.text)
        self.source = "".join(parts)

    def block(self, block: Block) -> Block:
        """A block with the places of the lines that it was made of."""
        match block:
            case Heading(text):
                return replace(block, text=self.text(text))
            case Paragraph(text) | Aside(text):
                return replace(block, text=self.text(text))
            case Listing(items, ordered):
                return Listing(tuple(self._item(item) for item in items), ordered)
            case Table(rows, caption):
                return Table(tuple(self._row(row) for row in rows), self.text(caption) if caption else None)
            case Definitions(items):
                made = [Definition(self.text(i.term), tuple(self.block(b) for b in i.details)) for i in items]
                return Definitions(tuple(made))
        return block

    def _item(self, item: Item) -> Item:
        return Item(self.text(item.text), tuple(self.block(child) for child in item.children), item.marker)

    def _row(self, row: Row) -> Row:
        cells = tuple(self.text(cell) if cell else None for cell in row.cells)
        return Row(cells, self._span(row.span), row.header, row.under)

    def text(self, text: Text) -> Text:
        """A text with the place and the marks of the lines that it was made of."""
        span = text.span
        if not isinstance(span, TextSpan):
            return text
        places = _aligned(text.text, self.source, span)
        return Text(text.text, self._span(span), tuple(self._marks(places)))

    def _marks(self, places: Sequence[int]) -> list[Mark]:
        """Marks of the lines, moved to where the letters at these places of the source now stand."""
        made: list[Mark] = []
        first = bisect_right(self.starts, places[0]) - 1 if places else 0
        last = bisect_right(self.starts, places[-1]) if places else 0
        for number in range(max(first, 0), last):
            for mark in self.lines[number].marks:
                start = bisect_right(places, self.starts[number] + mark.start - 1)
                end = bisect_right(places, self.starts[number] + mark.end - 1)
                if start < end:
                    made.append(Mark(mark.kind, start, end, mark.target))
        return made

    def _span(self, span: Span) -> Span:
        """The place in the line where a stretch begins."""
        if not isinstance(span, TextSpan):
            return span
        number = max(bisect_right(self.starts, span.start) - 1, 0)
        own, start = self.lines[number], span.start - self.starts[number]
        match own.span:
            case NodeSpan(part, path, begin, _):
                end = min(span.end - self.starts[number], len(own.text))
                return NodeSpan(part, path, begin + start, begin + max(end, start))
            case CellSpan():
                return own.span
        return own.span


def _aligned(text: str, source: str, span: TextSpan) -> list[int]:
    """For each letter of a text the place in the source that it comes from: white space may differ."""
    places: list[int] = []
    at = span.start
    for letter in text:
        place = at
        while (
            place < span.end
            and source[place] != letter
            and not (letter.isspace() and source[place].isspace())
        ):
            place += 1
        if place >= span.end:
            place = at
        places.append(place)
        at = min(place + 1, span.end)
    return places

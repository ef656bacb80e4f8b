"""The rest of a very long source: its rows, headings, items and paragraphs, without CommonMark's finer rules.

The parser needs time and memory for each line, so what lies beyond its share is read line by line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ketju.core.model.document import (
    Aside,
    Block,
    Heading,
    Item,
    Listing,
    Paragraph,
    ReadProblem,
    Row,
    Table,
    Text,
)
from ketju.core.model.span import TextSpan
from ketju.formats.markdown.inline import Inline
from ketju.formats.markdown.pipes import PipeLine, is_row, pipe_line
from ketju.formats.markdown.rows import rows_from

SHARE = 3_000_000
"""What the parser is given: each line counts with its length and what it costs however short it is."""
LINE_COST = 40
MAX_PIECES = 200_000
"""Lines that are read of the rest, wide rows counting more; after that it stays as it is."""

_LINE = re.compile(r"[^\n]*\n?")
_HEADING = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$")
_ITEM = re.compile(r"\s*([-*+]|\d{1,9}[.)])[ \t]+(?=\S)")


def share_of_parser(source: str) -> int:
    """Where the parser's share of the source ends: at the end of a paragraph, or of the source."""
    if len(source) * (LINE_COST + 1) <= SHARE:
        return len(source)
    left = SHARE
    at = 0
    while left > 0 and at < len(source):
        end = source.find("\n", at) + 1 or len(source)
        left -= 5 if end - at == 1 else end - at + LINE_COST + 10 * source.count("|", at, end)
        at = end
    if at >= len(source):
        return at
    blank = source.find("\n\n", at, at + 20_000)
    return blank + 2 if blank >= 0 else at


@dataclass(slots=True)
class Rest:
    """Reads what is left of a source. ``before`` is the last block that the parser gave: a table may go on."""

    source: str
    inline: Inline
    blocks: list[Block] = field(default_factory=list)
    problems: list[ReadProblem] = field(default_factory=list)
    pieces: int = 0

    def read(self, at: int, before: Sequence[Block]) -> list[Block]:
        """The blocks from ``at`` on; the first replaces the last of ``before`` when it goes on with it."""
        self.blocks = list(before[-1:])
        self.problems.append(ReadProblem("read.very-long", TextSpan(at, len(self.source))))
        while at < len(self.source) and self.pieces < MAX_PIECES:
            at = self._take(at)
        left = self.source[at:].strip()
        if left:
            span = TextSpan(at, len(self.source))
            self.blocks.append(Aside(Text(left, span), "markup"))
            self.problems.append(ReadProblem("read.too-long", span, (("limit", str(MAX_PIECES)),), "error"))
        return self.blocks

    def _line(self, at: int) -> tuple[str, int]:
        match = _LINE.match(self.source, at)
        return (match.group(), match.end()) if match else ("", len(self.source))

    def _take(self, at: int) -> int:
        """The block that starts at ``at``; gives where the next one starts."""
        line, end = self._line(at)
        if not line.strip():
            blank = re.compile(r"\s*").match(self.source, at)
            return max(end, self.source.rfind("\n", at, blank.end()) + 1) if blank else end
        self.pieces += 1
        pipe = self._pipe(at, end)
        if pipe is not None and is_row(pipe):
            return self._table(pipe, end)
        heading = _HEADING.match(line.rstrip("\n"))
        if heading:
            text, _ = self.inline.text(heading.group(2), self._span(at, end))
            self.blocks.append(Heading(text, len(heading.group(1))))
            return end
        if _ITEM.match(line):
            return self._listing(at)
        return self._paragraph(at)

    def _span(self, start: int, end: int) -> TextSpan:
        part = self.source[start:end]
        left = len(part) - len(part.lstrip())
        return TextSpan(start + left, start + max(left, len(part.rstrip())))

    def _pipe(self, at: int, end: int) -> PipeLine | None:
        if self.source.find("|", at, end) < 0:
            return None
        span = self._span(at, end)
        return pipe_line(self.source, span.start, span.end)

    def _table(self, first: PipeLine, at: int) -> int:
        lines = [first]
        while at < len(self.source):
            _, end = self._line(at)
            line = self._pipe(at, end)
            if line is None:
                break
            lines.append(line)
            at = end
            self.pieces += 1 + len(line.cells) // 5
            if self.pieces >= MAX_PIECES:
                break
        floats: list[Aside] = []
        rows = rows_from(self.source, 0, lines, self.inline, floats, self.problems)
        self._add_rows(rows)
        self.blocks += floats
        return at

    def _add_rows(self, rows: tuple[Row, ...]) -> None:
        last = self.blocks[-1] if self.blocks else None
        goes_on = isinstance(last, Table) and last.rows and rows and not rows[0].header
        if goes_on and isinstance(last, Table) and len(last.rows[-1].cells) == len(rows[0].cells):
            self.blocks[-1] = replace(last, rows=(*last.rows, *rows))
        elif rows:
            self.blocks.append(Table(rows))

    def _listing(self, at: int) -> int:
        items: list[Item] = []
        ordered = False
        while at < len(self.source) and self.pieces < MAX_PIECES:
            line, end = self._line(at)
            match = _ITEM.match(line)
            if match is None:
                break
            text, floats = self.inline.text(line[match.end() :], self._span(at, end))
            ordered |= match.group(1)[0].isdigit()
            items.append(Item(text, tuple(floats), match.group(1)))
            self.pieces += 1
            at = end
        self.blocks.append(Listing(tuple(items), ordered))
        return at

    def _paragraph(self, start: int) -> int:
        at = self._line(start)[1]
        while at < len(self.source) and self.pieces < MAX_PIECES:
            self.pieces += 1
            line, end = self._line(at)
            if not line.strip() or _HEADING.match(line) or _ITEM.match(line) or line.startswith("|"):
                break
            at = end
        text, floats = self.inline.text(self.source[start:at], self._span(start, at))
        self.blocks.append(Paragraph(text) if text.text else Aside(text, "markup"))
        self.blocks += floats
        return at

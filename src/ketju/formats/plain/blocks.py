"""Lines of plain text to blocks."""

from __future__ import annotations

import re
from functools import cached_property

from ketju.core.model.document import Aside, Block, Heading, Paragraph, ReadProblem, Table, Text
from ketju.core.model.span import TextSpan
from ketju.formats.lines import Line, joined_text, lines_of
from ketju.formats.plain.columns import aligned_table, has_gap
from ketju.formats.plain.listing import listing, marker_of
from ketju.formats.plain.quoting import bare_brackets, unquoted
from ketju.formats.plain.rows import (
    MAX_CELLS,
    MAX_RULE,
    Found,
    is_rule,
    is_tab_row,
    lone_pipe_row,
    pipe_table,
    tab_table,
)
from ketju.formats.plain.wrapped import wrapped_table

MAX_BLOCKS = 100_000
MAX_COLUMN_TRIES = 20
"""How often one stretch of lines is looked at for columns of a table."""

_DECORATION = re.compile(r"([-=*_~#+.·•—–─═])(?:[ \t]?\1){2,}")
_UNDERLINE = re.compile(r"(=+|-+|~+)")
_ATX = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*")
_CORNER = re.compile(r"[+┌╔╒╓]")
_NOTE_MARK = re.compile(r"\w\*(?![\w*])")


def blocks_of(source: str) -> tuple[tuple[Block, ...], tuple[ReadProblem, ...]]:
    """(blocks, problems) of plain text. Beyond the limits the rest is one paragraph, with a problem."""
    lines, stop = lines_of(source)
    lines = unquoted(source, lines)
    scan = _Scan(source, lines)
    at = scan.run()
    scan.blocks += bare_brackets(source, lines[:at])
    left = lines[at].left if at < len(lines) else stop
    if not source[left:].strip():
        return tuple(scan.blocks), ()
    span = TextSpan(left, len(source))
    scan.blocks.append(Paragraph(Text(source[left:].strip(), span)))
    return tuple(scan.blocks), (ReadProblem("read.too-long", span),)


def _is_decoration(line: Line) -> bool:
    return len(line.text) <= MAX_RULE and _DECORATION.fullmatch(line.text) is not None


class _Scan:
    """Goes over the lines once; ``text`` holds the lines of the paragraph that is being read."""

    def __init__(self, source: str, lines: list[Line]) -> None:
        self.source = source
        self.lines = lines
        self.blocks: list[Block] = []
        self.text: list[Line] = []
        self.gap = 0
        self.cells = 0
        self.no_pipes_before = 0
        self.no_columns_before = 0
        self.column_tries = 0
        self.wrapped_tries = 0

    def run(self) -> int:
        """Read blocks; returns the index of the first line that was not read."""
        at = 0
        while at < len(self.lines) and len(self.blocks) < MAX_BLOCKS and self.cells < MAX_CELLS:
            line = self.lines[at]
            if not line.text:
                self._flush()
                self.gap += 1
                self.column_tries = 0
                at += 1
            elif (after := self._other(at)) is not None:
                at = after
            else:
                self.text.append(line)
                at += 1
        self._flush()
        return at

    def _other(self, at: int) -> int | None:
        """Read what starts at a line; returns the index of the line after it, or None for running text."""
        line = self.lines[at]
        if not line.text[0].isalnum() or is_rule(line):
            if (drawn := self._drawn(line, at)) is not None:
                return drawn
            if (found := _ATX.fullmatch(line.text)) and found[2]:
                text = Text(found[2], TextSpan(line.start, line.end))
                return self._add(Heading(text, len(found[1])), at + 1)
        if marker_of(line) and (listed := listing(self.lines, at, self._is_row, self._has_notes)):
            return self._add(*listed)
        table = self._table(at)
        return self._add(table.table, table.after) if table else None

    def _drawn(self, line: Line, at: int) -> int | None:
        """A line of signs: it underlines the single line above it, or only decorates."""
        underline = _UNDERLINE.fullmatch(line.text) and len(line.text) >= 3
        if underline and len(self.text) == 1:
            title = self.text[0]
            self.text = []
            text = Text(title.text, TextSpan(title.start, line.end))
            return self._add(Heading(text, 1 if line.text[0] == "=" else 2), at + 1)
        if not _is_decoration(line):
            return None
        return self._add(Aside(Text(line.text, TextSpan(line.start, line.end)), "markup"), at + 1)

    def _table(self, at: int) -> Found | None:
        line = self.lines[at]
        if is_tab_row(self.source, line):
            return tab_table(self.source, self.lines, at, in_text=bool(self.text))
        if at >= self.no_pipes_before and (
            re.search(r"[|│║¦]", line.text) or (is_rule(line) and _CORNER.match(line.text))
        ):
            if found := pipe_table(self.source, self.lines, at):
                return found
            if not self.text and (found := lone_pipe_row(self.source, self.lines, at)):
                return found
            self.no_pipes_before = self._end_of_chunk(at)
        if at >= self.no_columns_before and has_gap(line):
            if found := self._wrapped(at) or aligned_table(self.source, self.lines, at):
                return found
            self.column_tries += 1
            if self.column_tries > MAX_COLUMN_TRIES:
                self.no_columns_before = self._end_of_chunk(at)
        return None

    def _wrapped(self, at: int) -> Found | None:
        """The table of cells over several lines that starts at the first line of a chunk."""
        if self.text or self.wrapped_tries > MAX_COLUMN_TRIES:
            return None
        found = wrapped_table(self.source, self.lines, at)
        self.wrapped_tries += found is None
        return found

    def _end_of_chunk(self, at: int) -> int:
        while at < len(self.lines) and self.lines[at].text:
            at += 1
        return at

    def _is_row(self, at: int) -> bool:
        line = self.lines[at]
        return is_tab_row(self.source, line) or line.text.startswith("|") or _is_decoration(line)

    @cached_property
    def _has_notes(self) -> bool:
        """Whether asterisks after words refer to footnotes."""
        return _NOTE_MARK.search(self.source) is not None

    def _add(self, block: Block, after: int) -> int:
        self._flush()
        if isinstance(block, Table):
            self.cells += sum(len(row.cells) for row in block.rows)
        self.blocks.append(block)
        self.gap = 0
        return after

    def _flush(self) -> None:
        if self.text:
            self.blocks.append(Paragraph(joined_text(self.text), self.gap))
            self.text, self.gap = [], 0

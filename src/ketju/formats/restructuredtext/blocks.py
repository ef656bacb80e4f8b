"""Lines of reStructuredText to blocks.

A block of lines is parsed by what its first line looks like; what is indented under it is parsed in the same
way.
"""

from __future__ import annotations

import re

from ketju.core.model.document import (
    Block,
    Definition,
    Definitions,
    Heading,
    Item,
    Listing,
    Paragraph,
    ReadProblem,
    Text,
)
from ketju.core.model.span import TextSpan
from ketju.formats.lines import Line
from ketju.formats.restructuredtext.directives import explicit
from ketju.formats.restructuredtext.inline import Names, inline
from ketju.formats.restructuredtext.layout import MAX_DRAWN, aside, indented_until, with_first, without_marker
from ketju.formats.restructuredtext.tables import grid_table, simple_table

MAX_NESTING = 20

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])\1*")
_BULLET = re.compile(r"[*+\-•‣⁃](?:\s+(?=\S)|$)")
_NUMBER = re.compile(
    r"(\((?:\d{1,4}|[a-zA-Z]|[ivxlcIVXLC]{1,6}|#)\)|(?:\d{1,4}|[a-zA-Z]|[ivxlcIVXLC]{1,6}|#)[.)])(?:\s+(?=\S)|$)"
)
_FIELD = re.compile(r":(?![:\s])((?:[^:\\\n]|\\.|:(?!\s|$)){1,200}):(?:\s+|$)")
_GRID = re.compile(r"\+(?:[-=]{1,1000}\+)+")
_SIMPLE = re.compile(r"=+(?: +=+)+")
_FILE_FIELDS = {"orphan", "tocdepth", "nocomments", "nosearch", "hide-toc", "no-toc"}


class Parser:
    """Parses lines to blocks; knows the names of the document and the signs under its titles, in order."""

    def __init__(self, source: str, names: Names) -> None:
        self.source = source
        self.names = names
        self.styles: list[str] = []
        self.problems: list[ReadProblem] = []
        self.depth = 0

    def parse(self, lines: list[Line]) -> list[Block]:
        """The blocks in some lines. Nesting beyond MAX_NESTING gives one paragraph."""
        if self.depth >= MAX_NESTING:
            full = [line for line in lines if line.text]
            return [Paragraph(self.text(full))] if full else []
        self.depth += 1
        try:
            return _Body(self, lines).run()
        finally:
            self.depth -= 1

    def text(self, lines: list[Line]) -> Text:
        """The printed text of a paragraph."""
        raw = "\n".join(line.text for line in lines)
        return inline(raw, TextSpan(lines[0].start, lines[-1].end), self.names)

    def level_of(self, style: str) -> int:
        """The level of a title by the order in which the adornments appear."""
        if style not in self.styles:
            self.styles.append(style)
        return self.styles.index(style) + 1


class _Body:
    """One run over the lines of a block."""

    def __init__(self, parser: Parser, lines: list[Line]) -> None:
        self.parser = parser
        self.lines = lines
        self.blocks: list[Block] = []
        self.indent = next((line.indent for line in lines if line.text), 0)

    def run(self) -> list[Block]:
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            if not line.text:
                at += 1
                continue
            if line.indent > self.indent:
                end = indented_until(self.lines, at, self.indent)
                self.blocks += self.parser.parse(self.lines[at:end])
                at = end
                continue
            self.indent = line.indent
            at = self._block(line, at)
        return self.blocks

    def _block(self, line: Line, at: int) -> int:
        """Read the block that starts at a line; returns the index of the line after it."""
        text = line.text
        if text.startswith(("..", "__ ")) and (text[2:3].isspace() or text == ".."):
            return self._explicit(at)
        if (after := self._title(at)) or (after := self._table(line, at)):
            return after
        if _BULLET.match(text):
            return self._listing(at, _BULLET, ordered=False)
        if _NUMBER.match(text) and self._starts_numbers(at):
            return self._listing(at, _NUMBER, ordered=True)
        if _FIELD.match(text):
            return self._fields(at)
        if text.startswith("| ") or text == "|":
            return self._line_block(at)
        if text.startswith(">>> "):
            end = self._end_of_paragraph(at)
            return self._add(aside(self.lines[at:end], "code"), end)
        return self._paragraph(at)

    def _add(self, block: Block, after: int) -> int:
        self.blocks.append(block)
        return after

    def _explicit(self, at: int) -> int:
        end = indented_until(self.lines, at + 1, self.lines[at].indent)
        self.blocks += explicit(self.parser, self.lines[at:end])
        return end

    def _title(self, at: int) -> int | None:
        """A title with a line of signs under it, or over and under; a line of signs alone is a transition."""
        line = self.lines[at]
        after = [self.lines[at + step].text if at + step < len(self.lines) else "" for step in (1, 2)]
        if _is_adornment(line.text):
            if after[0] and after[1] and after[1][0] == line.text[0] and _is_adornment(after[1]):
                return self._heading(at, 3, line.text[0] * 2)
            if len(line.text) < 4 or after[0] or (_SIMPLE.fullmatch(line.text)):
                return None
            return self._add(aside([line], "markup"), at + 1)
        if after[0] and _is_adornment(after[0]) and len(after[0]) >= min(len(line.text), 4):
            return self._heading(at, 2, after[0][0])
        return None

    def _heading(self, at: int, count: int, style: str) -> int:
        lines = self.lines[at : at + count]
        text = self.parser.text([lines[-2]])
        span = TextSpan(lines[0].start, lines[-1].end)
        level = self.parser.level_of(style)
        return self._add(Heading(Text(text.text, span, text.marks), level), at + count)

    def _table(self, line: Line, at: int) -> int | None:
        if len(line.text) > MAX_DRAWN:
            return None
        if _GRID.match(line.text):
            found = grid_table(self.parser, self.lines, at)
        elif _SIMPLE.fullmatch(line.text):
            found = simple_table(self.parser, self.lines, at)
        else:
            return None
        return self._add(*found) if found else None

    def _starts_numbers(self, at: int) -> bool:
        """Whether a number at a line's start makes a list: the next line is blank, indented or numbered."""
        after = self.lines[at + 1] if at + 1 < len(self.lines) else None
        if after is None or not after.text or after.indent > self.lines[at].indent:
            return True
        return _NUMBER.match(after.text) is not None

    def _listing(self, at: int, pattern: re.Pattern[str], ordered: bool) -> int:
        items: list[Item] = []
        end = at
        while at < len(self.lines):
            line = self.lines[at]
            found = pattern.match(line.text)
            if line.indent != self.indent or not found:
                break
            end = indented_until(self.lines, at + 1, line.indent)
            first = without_marker(line, found.end())
            items.append(self._item(line, found[0].strip(), with_first(first, self.lines[at + 1 : end])))
            at = end
            while at < len(self.lines) and not self.lines[at].text:
                at += 1
        return self._add(Listing(tuple(items), ordered), end)

    def _item(self, line: Line, marker: str, lines: list[Line]) -> Item:
        blocks = self.parser.parse(lines)
        if blocks and isinstance(blocks[0], Paragraph):
            text = blocks[0].text
            if line.text == marker and isinstance(text.span, TextSpan):
                text = Text(text.text, TextSpan(line.start, text.span.end), text.marks)
            return Item(text, tuple(blocks[1:]), marker)
        return Item(Text("", TextSpan(line.start, line.start + len(marker))), tuple(blocks), marker)

    def _fields(self, at: int) -> int:
        """Fields ``:Key: value``; those that only steer the program that prints the text are asides."""
        items: list[Definition] = []
        while at < len(self.lines) and self.lines[at].indent == self.indent:
            line = self.lines[at]
            found = _FIELD.match(line.text)
            if not found:
                break
            end = indented_until(self.lines, at + 1, line.indent)
            rest = without_marker(line, found.end())
            lines = with_first(rest, self.lines[at + 1 : end], always=True)
            if found[1].lower() in _FILE_FIELDS:
                self._close_fields(items)
                self.blocks.append(aside(self.lines[at:end], "metadata"))
                items = []
            else:
                term = inline(
                    found[1], TextSpan(line.start, line.start + len(found[0].rstrip())), self.parser.names
                )
                items.append(Definition(term, tuple(self.parser.parse(lines))))
            at = end
            while (
                at + 1 < len(self.lines) and not self.lines[at].text and _FIELD.match(self.lines[at + 1].text)
            ):
                at += 1
        self._close_fields(items)
        return at

    def _close_fields(self, items: list[Definition]) -> None:
        if items:
            self.blocks.append(Definitions(tuple(items)))

    def _line_block(self, at: int) -> int:
        end = at
        while end < len(self.lines) and self.lines[end].text.startswith("|"):
            end += 1
        lines = [without_marker(line, 1) for line in self.lines[at:end]]
        full = [line for line in lines if line.text]
        if not full:
            return self._add(aside(self.lines[at:end], "markup"), end)
        text = self.parser.text(full)
        span = TextSpan(self.lines[at].start, self.lines[end - 1].end)
        return self._add(Paragraph(Text(text.text, span, text.marks)), end)

    def _end_of_paragraph(self, at: int) -> int:
        while at < len(self.lines) and self.lines[at].text:
            at += 1
        return at

    def _paragraph(self, at: int) -> int:
        """A paragraph; with an indented line right under its first line it is a term and its definition."""
        end = at + 1
        while end < len(self.lines) and self.lines[end].text and self.lines[end].indent == self.indent:
            end += 1
        if (
            end == at + 1
            and end < len(self.lines)
            and self.lines[end].text
            and self.lines[end].indent > self.indent
        ):
            return self._definitions(at)
        lines = self.lines[at:end]
        literal = lines[-1].text.endswith("::")
        if literal and lines[-1].text == "::":
            if lines[:-1]:
                self.blocks.append(Paragraph(self.parser.text(lines[:-1])))
            self.blocks.append(aside(lines[-1:], "markup"))
        else:
            text = self.parser.text(lines)
            if literal:
                printed = text.text.removesuffix("::").rstrip() + ("" if text.text.endswith(" ::") else ":")
                text = Text(
                    printed, text.span, tuple(mark for mark in text.marks if mark.end <= len(printed))
                )
            self.blocks.append(Paragraph(text))
        after = indented_until(self.lines, end, self.indent)
        if literal and after > end:
            return self._add(aside(self.lines[end:after], "code"), after)
        return end

    def _definitions(self, at: int) -> int:
        items: list[Definition] = []
        while at + 1 < len(self.lines):
            line, below = self.lines[at], self.lines[at + 1]
            if not line.text or line.indent != self.indent or not below.text or below.indent <= self.indent:
                break
            end = indented_until(self.lines, at + 1, self.indent)
            items.append(
                Definition(self.parser.text([line]), tuple(self.parser.parse(self.lines[at + 1 : end])))
            )
            at = end
            while at + 1 < len(self.lines) and not self.lines[at].text:
                at += 1
        return self._add(Definitions(tuple(items)), at)


def _is_adornment(text: str) -> bool:
    return len(text) > 1 and len(text) <= MAX_DRAWN and _PUNCTUATION.fullmatch(text) is not None

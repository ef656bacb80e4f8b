"""Delimited text to records of cells, each with its place in the source.

Quotes are read as Python's ``csv`` reads them, but white space around cells is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ketju.core.model.document import ReadProblem, Text
from ketju.core.model.span import TextSpan
from ketju.formats.lines import slice_text

MAX_COLUMNS = 2000
MAX_QUOTED = 50_000
"""Characters between two quotes. If there are more, a quote was not closed."""

FORMULA = "=+-@＝＋－＠"
"""What a spreadsheet takes for the start of a formula; lists put an apostrophe before it, which nobody is to see."""

_BLANK_LINES = re.compile(r"\s*\n")


@dataclass(frozen=True, slots=True)
class Cells:
    """One record, from ``start`` to ``end`` of the source; ``gap`` counts the blank lines before it."""

    texts: tuple[Text, ...]
    start: int
    end: int
    gap: int


class Splitter:
    """Splits a text at a delimiter; ``problems`` gathers what was doubtful."""

    def __init__(self, source: str, delimiter: str, start: int = 0, stop: int | None = None) -> None:
        self.source = source
        self.at = start
        self.stop = len(source) if stop is None else stop
        self.problems: list[ReadProblem] = []
        self._end_of_cell = re.compile(f"[{re.escape(delimiter)}\n]")
        self._before_quote = re.compile(r' *"')

    def records(self) -> Iterator[Cells]:
        """The records that are left. A line of white space is no record."""
        gap = 0
        while self.at < self.stop:
            if blank := _BLANK_LINES.match(self.source, self.at, self.stop):
                gap += blank[0].count("\n")
                self.at = blank.end()
                continue
            start, texts = self.at, [self._cell()]
            while self._more() and len(texts) < MAX_COLUMNS:
                texts.append(self._cell())
            if self._more():
                self._skip_line()
            end = self.at
            self.at = end + 1
            if self.source[start:end].strip():
                yield Cells(tuple(texts), start, end, gap)
                gap = 0

    def _more(self) -> bool:
        """Whether a delimiter follows, which is skipped."""
        if self.at < self.stop and self.source[self.at] != "\n":
            self.at += 1
            return True
        return False

    def _skip_line(self) -> None:
        """Leave out what stands beyond the last column there may be."""
        end = self.source.find("\n", self.at, self.stop)
        end = self.stop if end < 0 else end
        self.problems.append(ReadProblem("read.too-many-columns", TextSpan(self.at, end)))
        self.at = end

    def _cell(self) -> Text:
        start = self.at
        opened = self._before_quote.match(self.source, start, self.stop)
        if opened and (closed := self._closing(opened.end())) is not None:
            return self._quoted(opened.end(), closed)
        found = self._end_of_cell.search(self.source, start, self.stop)
        self.at = found.start() if found else self.stop
        return _unguarded(slice_text(self.source, start, self.at))

    def _closing(self, start: int) -> int | None:
        """Where the quote closes that was opened before ``start``; None, with a problem, if nowhere near."""
        at, limit = start, min(self.stop, start + MAX_QUOTED)
        while (at := self.source.find('"', at, limit)) >= 0:
            if not self.source.startswith('""', at, limit):
                return at
            at += 2
        line_end = self.source.find("\n", start, self.stop)
        span = TextSpan(start - 1, line_end if line_end >= 0 else self.stop)
        self.problems.append(ReadProblem("read.unclosed-quote", span))
        return None

    def _quoted(self, start: int, closed: int) -> Text:
        """A cell in quotes, with what may follow them before the delimiter."""
        found = self._end_of_cell.search(self.source, closed + 1, self.stop)
        self.at = found.start() if found else self.stop
        after = self.source[closed + 1 : self.at].rstrip()
        printed = self.source[start:closed].replace('""', '"') + after
        return _unguarded(Text(printed.strip(), TextSpan(start - 1, closed + 1 + len(after))))


def _unguarded(cell: Text) -> Text:
    """A cell without the apostrophe that keeps a spreadsheet from computing it."""
    if cell.text[:1] == "'" and cell.text[1:2] and cell.text[1] in FORMULA:
        return Text(cell.text[1:], cell.span)
    return cell

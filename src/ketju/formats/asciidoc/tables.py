"""Tables of AsciiDoc: cells that start with a pipe, over as many lines as they like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from ketju.core.model.document import ReadProblem, Row, Table, Text
from ketju.core.model.span import TextSpan
from ketju.formats.asciidoc.inline import inline
from ketju.formats.asciidoc.layout import Parser
from ketju.formats.cell_text import joined, texts_of
from ketju.formats.delimited.cells import Splitter
from ketju.formats.lines import Line, lines_of, slice_text

MAX_COLUMNS = 1000
MAX_CELLS = 1_500_000

_SPEC = re.compile(
    r"(?:^|(?<=\s))(?:(?P<across>\d{1,6})?(?:\.(?P<down>\d{1,6}))?(?P<sign>[+*]))?"
    r"(?:[<^>](?:\.[<^>])?|\.[<^>])?(?P<style>[aedhlmsv])?$"
)
_COLUMNS = re.compile(r"cols\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s,\]]+))")
_STYLE = re.compile(r"([aedhlmsv])\s*$")
_FORMAT = re.compile(r"format\s*=\s*\"?(\w+)")
_SEPARATOR = re.compile(r"separator\s*=\s*\"?([^\s\",\]]|,)")
_OPTION = r"(?:options|opts)\s*=\s*\"?[^\"\]]*\b{0}\b|%[\w%]*{0}\b"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as written: what it says, where, and over how many columns and rows it goes."""

    text: Text
    start: int
    end: int
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """What the attributes of a table say; ``columns`` is 0 when they do not say how many there are."""

    columns: int
    styles: tuple[str, ...]
    separator: str
    quoted: bool
    header: bool | None

    def style(self, index: int) -> str:
        """The style of the cell at an index, by its column."""
        return self.styles[index % self.columns] if self.columns and self.styles else ""


def read_table(parser: Parser, lines: list[Line], options: str, fence: str, span: TextSpan) -> Table | None:
    """The table in the lines between two fences; ``span`` includes the fences. None when it has no cells."""
    layout = _layout(options, fence)
    if not any(line.text for line in lines):
        return None
    if layout.quoted:
        return _delimited(parser, lines, layout, span)
    columns = layout.columns or _columns_of_first_line(lines, layout.separator)
    cells = list(islice(_cells(parser, lines, layout), MAX_CELLS))
    if len(cells) == MAX_CELLS:
        parser.problems.append(ReadProblem("read.too-long", TextSpan(cells[-1].end, lines[-1].end)))
    rows = _rows(cells, min(columns, MAX_COLUMNS))
    if not rows:
        return None
    header = layout.header if layout.header is not None else _has_header(lines, rows)
    return Table(_finished(rows, header, span))


def _finished(rows: list[Row], header: bool, span: TextSpan) -> tuple[Row, ...]:
    """The rows; the first and the last take in the fences."""
    made: list[Row] = []
    for index, row in enumerate(rows):
        assert isinstance(row.span, TextSpan)
        start = span.start if index == 0 else row.span.start
        end = span.end if index == len(rows) - 1 else row.span.end
        made.append(Row(row.cells, TextSpan(start, max(start, end)), header and index == 0, row.under))
    return tuple(made)


def _layout(options: str, fence: str) -> Layout:
    found = _COLUMNS.search(options)
    written = (found[1] or found[2] or found[3] or "") if found else ""
    styles: list[str] = []
    for part in re.split(r"[,;]", written)[:MAX_COLUMNS] if found else []:
        times, star, rest = part.strip().partition("*")
        style = _STYLE.search(rest if star else part)
        count = int(times) if star and times.isdecimal() and len(times) < 5 else 1
        styles += [style[1] if style else ""] * min(count, MAX_COLUMNS)
    if len(styles) == 1 and written.strip().isdecimal() and "*" not in written and len(written) < 4:
        styles = styles * int(written) if int(written) < 30 and "," not in written else styles
    form = _FORMAT.search(options)
    format_name = form[1].lower() if form else {",": "csv", ":": "dsv"}.get(fence[0], "psv")
    separator = {"csv": ",", "dsv": ":", "tsv": "\t"}.get(format_name, fence[0] if fence[0] in "|!" else "|")
    if chosen := _SEPARATOR.search(options):
        separator = "\t" if chosen[1] == "\\" else chosen[1]
    header: bool | None = None
    if re.search(_OPTION.format("noheader"), options):
        header = False
    elif re.search(_OPTION.format("header"), options):
        header = True
    return Layout(min(len(styles), MAX_COLUMNS), tuple(styles), separator, format_name != "psv", header)


def _has_header(lines: list[Line], rows: list[Row]) -> bool:
    """Whether the first line is a header without being called one: it fills a row, a blank line follows."""
    if len(rows) < 2 or not lines[0].text or len(lines) < 2 or lines[1].text:
        return False
    first, second = rows[0].span, rows[1].span
    assert isinstance(first, TextSpan)
    assert isinstance(second, TextSpan)
    return first.end <= lines[0].end < second.start


def _separators(source: str, lines: list[Line], separator: str) -> Iterator[int]:
    """Where separators stand that no backslash makes a letter."""
    at, end = lines[0].left, lines[-1].right
    while (at := source.find(separator, at, end)) >= 0:
        if source[at - 1 : at] != "\\":
            yield at
        at += 1


def _columns_of_first_line(lines: list[Line], separator: str) -> int:
    first = next(line for line in lines if line.text)
    count = 0
    for part in re.split(r"(?<!\\)" + re.escape(separator), first.text)[:-1]:
        spec = _SPEC.search(part[-24:])
        across = int(spec["across"] or 1) if spec and spec["sign"] else 1
        count += min(across, MAX_COLUMNS)
    return max(1, count)


def _cells(parser: Parser, lines: list[Line], layout: Layout) -> Iterator[Cell]:
    """The cells as written, one after another. What stands before a separator says how the cell is to be."""
    source, end = parser.source, lines[-1].right
    marks = _separators(source, lines, layout.separator)
    spec = _spec(source, lines[0].left, at := next(marks, end))
    first = slice_text(source, lines[0].left, at - len(spec[0]) if spec else at)
    if first.text:
        yield Cell(first, lines[0].left, at)
    index = 0
    while at < end:
        following = next(marks, end)
        after = _spec(source, at + 1, following) if following < end else None
        stop = following - len(after[0]) if after else following
        style = (spec["style"] if spec else "") or layout.style(index)
        text = _cell_text(parser, at + 1, stop, style)
        across, down, times = _spans(spec)
        assert isinstance(text.span, TextSpan)
        for _ in range(times):
            yield Cell(text, at, text.span.end, across, down)
        index += times * across
        at, spec = following, after


def _spec(source: str, start: int, at: int) -> re.Match[str] | None:
    """What is written right before a separator about the cell after it."""
    return _SPEC.search(source[max(start, at - 24) : at]) if at > start else None


def _spans(spec: re.Match[str] | None) -> tuple[int, int, int]:
    """(columns, rows, how many times the cell is repeated)."""
    if not spec or not spec["sign"]:
        return 1, 1, 1
    across, down = int(spec["across"] or 1), int(spec["down"] or 1)
    if spec["sign"] == "*":
        return 1, 1, max(1, min(across, MAX_COLUMNS))
    return max(1, min(across, MAX_COLUMNS)), max(1, down), 1


def _cell_text(parser: Parser, start: int, end: int, style: str) -> Text:
    """The text of a cell; in the style "a" it may hold lists and other blocks."""
    source = parser.source
    whole = slice_text(source, start, end)
    if not whole.text:
        return Text("", TextSpan(start, start))
    span = whole.span
    assert isinstance(span, TextSpan)
    if style == "a" or (style != "l" and re.search(r"^\s*(?:\*|-|\.)\s", whole.text, re.MULTILINE)):
        blocks = parser.parse(lines_of(source, span.start, span.end)[0])
        texts = [text for text in texts_of(blocks) if text.text]
        if texts:
            return joined(texts, span)
    raw = "\n".join(line.strip() for line in whole.text.replace("\\|", "|").split("\n") if line.strip())
    return inline(raw, span, parser.attributes)


def _rows(cells: list[Cell], columns: int) -> list[Row]:
    """Cells laid out in rows. A place that a cell from the left or from above covers is None."""
    rows: list[Row] = []
    covered = [0] * columns
    waiting = iter(cells)
    count = 0
    while count < MAX_CELLS:
        # Rows that cells from above cover wholly are not printed.
        skipped = min(covered)
        covered = [down - skipped for down in covered]
        row: list[Text | None] = []
        under: list[int] = []
        start = end = -1
        while len(row) < columns:
            if covered[len(row)]:
                covered[len(row)] -= 1
                under.append(len(row))
                row.append(None)
                continue
            cell = next(waiting, None)
            if cell is None:
                break
            start, end = (cell.start if start < 0 else start), cell.end
            for step in range(min(cell.across, columns - len(row))):
                covered[len(row)] = cell.down - 1
                row.append(None if step else cell.text)
        if start < 0:
            break
        rows.append(Row(tuple(row), TextSpan(start, end), under=tuple(under)))
        count += columns
    return rows


def _delimited(parser: Parser, lines: list[Line], layout: Layout, span: TextSpan) -> Table | None:
    """A table whose lines are written as in a CSV file."""
    full = [line for line in lines if line.text]
    splitter = Splitter(parser.source, layout.separator, full[0].left, full[-1].right)
    rows: list[Row] = []
    count = 0
    for record in splitter.records():
        texts = record.texts
        cells = [
            inline(cell.text, cell.span, parser.attributes)
            for cell in texts
            if isinstance(cell.span, TextSpan)
        ]
        rows.append(Row(tuple(cells), TextSpan(record.start, record.end)))
        count += len(cells)
        if count > MAX_CELLS:
            parser.problems.append(ReadProblem("read.too-long", TextSpan(record.end, full[-1].end)))
            break
    parser.problems += splitter.problems
    header = layout.header if layout.header is not None else _has_header(lines, rows)
    return Table(_finished(rows, header, span)) if rows else None

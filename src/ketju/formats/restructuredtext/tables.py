"""Simple tables and grid tables, drawn with signs."""

from __future__ import annotations

import re
from bisect import bisect_right

from ketju.core.model.document import Row, Table, Text
from ketju.core.model.span import TextSpan
from ketju.formats.cell_text import joined, texts_of
from ketju.formats.lines import Line
from ketju.formats.plain.rows import pipe_table
from ketju.formats.restructuredtext.grids import Grid, grid_of
from ketju.formats.restructuredtext.layout import MAX_DRAWN, Parser

MAX_COLUMNS = 200

_BORDER = re.compile(r"=+(?: +=+)*")
_UNDERLINE = re.compile(r"-+(?: +-+)*")


def cell_of(parser: Parser, lines: list[Line], empty_at: int) -> Text:
    """What the lines of a cell say as one text."""
    full = [line for line in lines if line.text and line.text != "\\"]
    if not full:
        return Text("", TextSpan(empty_at, empty_at))
    span = TextSpan(full[0].start, full[-1].end)
    if len(full) == 1 and full[0].text[0].isalnum():
        return parser.text(full)
    texts = [text for text in texts_of(parser.parse(lines)) if text.text]
    return joined(texts, span) if texts else parser.text(full)


def piece(source: str, line: Line, left: int, right: int | None) -> Line:
    """The stretch of a line between two columns, counted from where the line starts."""
    begin = min(line.left + left, line.right)
    end = line.right if right is None else min(line.left + right, line.right)
    stretch = source[begin:end]
    text = stretch.strip()
    start = begin + len(stretch) - len(stretch.lstrip())
    return Line(begin, start, start + len(text), end, text, start - begin if text else 0)


def simple_table(parser: Parser, lines: list[Line], at: int) -> tuple[Table, int] | None:
    """(table, index of the line after it) for a table between lines of equals signs."""
    borders, end = _borders(lines, at)
    if len(borders) < 2:
        return None
    top = lines[at]
    offset = top.start - top.left
    columns = [(part.start() + offset, part.end() + offset) for part in re.finditer("=+", top.text)][
        :MAX_COLUMNS
    ]
    header_ends = borders[1] if len(borders) > 2 else at
    rows: list[Row] = []
    group: list[Line] = []
    for index in range(at + 1, end):
        line = lines[index]
        drawn = index in borders or (len(line.text) <= MAX_DRAWN and bool(_UNDERLINE.fullmatch(line.text)))
        if drawn or _starts_row(parser.source, line, columns):
            _add_row(parser, rows, group, columns, header=index <= header_ends)
            group = []
        if drawn:
            _extend(rows, line)
        elif line.text:
            group.append(line)
    if not rows:
        return None
    first = rows[0]
    assert isinstance(first.span, TextSpan)
    rows[0] = Row(first.cells, TextSpan(top.start, first.span.end), first.header)
    return Table(tuple(rows)), end


def _borders(lines: list[Line], at: int) -> tuple[list[int], int]:
    """(indices of the borders, index after the last): the table ends at a border with nothing under it."""
    borders = [at]
    index = at + 1
    while index < len(lines):
        if (
            len(lines[index].text) <= MAX_DRAWN
            and _BORDER.fullmatch(lines[index].text)
            and lines[index].indent == lines[at].indent
        ):
            borders.append(index)
            if len(borders) == 3 or index + 1 == len(lines) or not lines[index + 1].text:
                return borders, index + 1
        index += 1
    return [at], at


def _starts_row(source: str, line: Line, columns: list[tuple[int, int]]) -> bool:
    """Whether a line has something in its first column."""
    left, right = columns[0]
    return bool(line.text) and bool(source[line.left + left : min(line.left + right, line.right)].strip())


def _add_row(
    parser: Parser, rows: list[Row], group: list[Line], columns: list[tuple[int, int]], header: bool
) -> None:
    if not group:
        return
    cells: list[Text | None] = []
    for index, (left, _) in enumerate(columns):
        right = columns[index + 1][0] if index + 1 < len(columns) else None
        pieces = [piece(parser.source, line, left, right) for line in group]
        cells.append(cell_of(parser, pieces, pieces[0].start))
    rows.append(Row(tuple(cells), TextSpan(group[0].start, group[-1].end), header))


def _extend(rows: list[Row], line: Line) -> None:
    """A line drawn under a row belongs to it."""
    if rows:
        last = rows[-1]
        assert isinstance(last.span, TextSpan)
        rows[-1] = Row(last.cells, TextSpan(last.span.start, line.end), last.header)


def grid_table(parser: Parser, lines: list[Line], at: int) -> tuple[Table, int] | None:
    """(table, index of the line after it) for a table in boxes; cells may span columns and rows."""
    end = at
    while end < len(lines) and lines[end].text and lines[end].text[0] in "+|":
        end += 1
    part = lines[at:end]
    grid = grid_of([line.text for line in part])
    if grid is None:
        found = pipe_table(parser.source, lines, at)
        return (found.table, found.after) if found else None
    rows = [_grid_row(parser, part, grid, band) for band in range(len(grid.rows) - 1)]
    return Table(tuple(rows)), end


def _grid_row(parser: Parser, part: list[Line], grid: Grid, band: int) -> Row:
    """A row of boxes. Its span takes in the lines drawn over and under it."""
    top, bottom = grid.rows[band], grid.rows[band + 1]
    cells: list[Text | None] = []
    under: list[int] = []
    for column in range(len(grid.columns) - 1):
        box = grid.boxes.get((band, column))
        if box is None:
            under += [column] * grid.is_under(band, column)
            cells.append(None)
            continue
        left, right = grid.columns[column] + 1, grid.columns[box.right]
        inside = part[top + 1 : grid.rows[box.bottom]]
        shift = [line.start - line.left for line in inside]
        pieces = [
            piece(parser.source, line, left + by, right + by) for line, by in zip(inside, shift, strict=True)
        ]
        cells.append(cell_of(parser, pieces, part[top].start))
    header = bisect_right(grid.rows, grid.header) > band + 1 if grid.header else False
    return Row(tuple(cells), TextSpan(part[top].start, part[bottom].end), header, tuple(under))

"""Tables that go on over pages put together: repeated headers dropped, rows that a page broke mended."""

from __future__ import annotations

from collections.abc import Sequence

from ketju.formats.pdf.area import AreaRow, Interval, TableArea
from ketju.formats.pdf.layout import Element
from ketju.formats.pdf.rows import fits

NEAR = 6.0  # points by which the left edge of a column may move from page to page


def joined(pages: Sequence[Sequence[Element]]) -> list[Element]:
    """What stands on all pages in one sequence."""
    made: list[Element] = []
    for elements in pages:
        for number, element in enumerate(elements):
            before = made[-1] if made else None
            if number == 0 and isinstance(element, TableArea) and isinstance(before, TableArea):
                together = _together(before, element)
                if together is not None:
                    made[-1] = together
                    continue
            made.append(element)
    return made


def _together(first: TableArea, second: TableArea) -> TableArea | None:
    """Two parts of one table as one, None when their columns do not agree."""
    wide, narrow = (first, second) if len(first.columns) >= len(second.columns) else (second, first)
    places = _places(wide.columns, narrow.columns)
    if places is None:
        return None
    narrow_rows = [_spread(row, places, len(wide.columns)) for row in narrow.rows]
    above, below = (wide.rows, narrow_rows) if wide is first else (narrow_rows, wide.rows)
    columns = list(wide.columns)
    for at, column in zip(places, narrow.columns, strict=True):
        columns[at] = Interval(min(columns[at].start, column.start), max(columns[at].end, column.end))
    return TableArea(
        columns, _rows_together(above, below, columns, first.ruled), first.ruled and second.ruled
    )


def _places(wide: Sequence[Interval], narrow: Sequence[Interval]) -> list[int] | None:
    """For each column of one table the column of the other that it goes on with."""
    places: list[int] = []
    for column in narrow:
        from_here = range(places[-1] + 1 if places else 0, len(wide))
        near = [
            at for at in from_here if abs(wide[at].start - column.start) < NEAR or _within(column, wide[at])
        ]
        if not near:
            return None
        places.append(near[0])
    return places


def _within(column: Interval, other: Interval) -> bool:
    """Whether most of a column stands in another."""
    return other.overlap(column.start, column.end) > 0.6 * (column.end - column.start)


def _spread(row: AreaRow, places: Sequence[int], width: int) -> AreaRow:
    cells: list[tuple[()] | None] = [() for _ in range(width)]
    under = tuple(places[at] for at in row.under)
    spread = AreaRow(list(cells), row.header, row.closed, under)
    for at, cell in zip(places, row.cells, strict=True):
        spread.cells[at] = cell
    return spread


def _rows_together(
    above: list[AreaRow], below: list[AreaRow], columns: Sequence[Interval], ruled: bool
) -> list[AreaRow]:
    rows, more = list(above), list(below)
    repeated = 0
    is_header = rows[0].header or (len(rows) > 1 and rows[0].printed != rows[1].printed)
    while (
        is_header
        and repeated < min(len(rows), len(more), 3)
        and rows[repeated].printed == more[repeated].printed
    ):
        repeated += 1
    if repeated and (rows[0].header or repeated < len(more) or len(rows) > 1):
        more = more[repeated:]
    for row in more:
        row.header = False
    if (
        more
        and len(rows) > max(repeated, 1) - (not rows[0].header)
        and _goes_on(rows[-1], more[0], columns, ruled)
    ):
        rows[-1] = _mended(rows[-1], more.pop(0))
    return rows + more


def _goes_on(last: AreaRow, row: AreaRow, columns: Sequence[Interval], ruled: bool) -> bool:
    """Whether a row at the top of a page is the rest of the row at the foot of the page before."""
    if last.header:
        return False
    if ruled and not last.closed:
        return True
    evidence = [_is_rest(before, after) for before, after in zip(last.cells, row.cells, strict=True) if after]
    if sum(map(bool, row.cells)) == 1 and last.cells[0] and row.cells[0]:
        return not fits(last.cells[0][-1], row.cells[0][0], columns[0].end)
    if not row.cells[0]:
        return bool(evidence) and (not ruled or any(evidence))
    return bool(evidence) and all(evidence)


def _is_rest(before: object, after: object) -> bool:
    """Whether the text of a cell reads as the rest of the cell above it."""
    if not isinstance(before, tuple) or not isinstance(after, tuple) or not before or not after:
        return False
    end, start = before[-1].text, after[0].text
    return not end.endswith((".", "!", "?", ":")) and not start[:1].isupper()


def _mended(last: AreaRow, rest: AreaRow) -> AreaRow:
    cells = [
        None if before is None and after is None else (*(before or ()), *(after or ()))
        for before, after in zip(last.cells, rest.cells, strict=True)
    ]
    return AreaRow(cells, last.header, rest.closed, last.under)

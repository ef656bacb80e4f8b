"""Tables with lines around their cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ketju.formats.pdf.aligned import mark_header
from ketju.formats.pdf.area import AreaRow, Cell, Interval, TableArea
from ketju.formats.pdf.page import Box, Rule, Word
from ketju.formats.pdf.rows import rows_from
from ketju.formats.pdf.words import segments_from

REACH = 3.5  # points by which crossing lines may miss each other
SAME_EDGE = 3.5  # points: lines that are closer are one edge of a cell
MAX_COMPARED = 1_200  # lines of a page
MAX_EDGES = 600  # of one grid in one direction
DENSE = 4  # lines of text in the first column from which an undivided row may be several


@dataclass(slots=True)
class Grid:
    """Places where a table's lines cross: ``xs`` and ``ys`` are the edges of its cells."""

    xs: list[float]
    ys: list[float]
    upright: list[Rule]
    level: list[Rule]

    @property
    def box(self) -> Box:
        """The area of the grid."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def grids_from(rules: Sequence[Rule]) -> list[Grid]:
    """The grids that lines of a page make, top down. Frames around one cell are none."""
    made = []
    for group in _touching(rules[:MAX_COMPARED]):
        upright, level = (
            [rule for rule in group if rule.upright],
            [rule for rule in group if not rule.upright],
        )
        if len(level) < 2 or not upright:
            continue
        xs = _edges([rule.at for rule in upright] + _ends(level))
        ys = _edges([rule.at for rule in level] + _ends(upright))
        if len(xs) + len(ys) - 2 > 2 and 2 <= len(xs) <= MAX_EDGES and 2 <= len(ys) <= MAX_EDGES:
            made.append(Grid(xs, ys, upright, level))
    made = [
        grid for grid in made if not any(_inside(grid.box, other.box) for other in made if other is not grid)
    ]
    return sorted(made, key=lambda grid: (grid.box.y0, grid.box.x0))


def table_in(grid: Grid, words: Sequence[Word]) -> TableArea | None:
    """The table that words in the grid make; None when they stand in one column or one cell."""
    columns = [Interval(left, right) for left, right in zip(grid.xs, grid.xs[1:], strict=False)]
    owners = _owners(grid)
    cells: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        x, y = word.box.middle
        place = owners[_index(grid.ys, y)][_index(grid.xs, x)]
        cells.setdefault(place, []).append(word)
    rows = []
    for row in range(len(grid.ys) - 1):
        made: list[Cell | None] = [
            tuple(segments_from(cells.get((row, column), [])))
            if owners[row][column] == (row, column)
            else None
            for column in range(len(columns))
        ]
        if any(made) or any(cell is not None for cell in made[:1]):
            closed = row + 1 < len(grid.ys) - 1 or _has_bottom(grid)
            under = tuple(column for column in range(len(columns)) if owners[row][column][0] < row)
            rows.append(AreaRow(made, closed=closed, under=under))
    area = _without_empty_columns(TableArea(columns, [row for row in rows if row.segments], ruled=True))
    if len(area.columns) < 2 or not area.rows:
        return None
    if len(area.rows) <= 2:
        _divide_rows(area)
    mark_header(area)
    return area if len(area.rows) > 1 else None


def _divide_rows(area: TableArea) -> None:
    """Rows that no lines divide: a table may have lines between its columns only."""
    divided: list[AreaRow] = []
    for row in area.rows:
        filled = [cell for cell in row.cells if cell]
        if None in row.cells or len(filled) < 2 or any(len(cell) < DENSE for cell in filled):
            divided.append(row)
            continue
        found = rows_from(row.segments, area.columns, [])
        complete = sum(all(part.cells) for part in found)
        divided += found if complete > 0.6 * len(found) and len(found) > 2 else [row]
    area.rows = divided


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Lines that cross or meet, directly or through others."""
    owner = list(range(len(rules)))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    upright = [(index, rule) for index, rule in enumerate(rules) if rule.upright]
    for index, level in enumerate(rules):
        if level.upright:
            continue
        for other, rule in upright:
            crosses = level.start - REACH <= rule.at <= level.end + REACH
            if crosses and rule.start - REACH <= level.at <= rule.end + REACH:
                owner[root(index)] = root(other)
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate(rules):
        groups.setdefault(root(index), []).append(rule)
    return list(groups.values())


def _ends(rules: Sequence[Rule]) -> list[float]:
    return [min(rule.start for rule in rules), max(rule.end for rule in rules)]


def _edges(places: list[float]) -> list[float]:
    made: list[float] = []
    for place in sorted(places):
        if not made or place - made[-1] > SAME_EDGE:
            made.append(place)
    return made


def _inside(inner: Box, outer: Box) -> bool:
    return outer.holds(inner.x0, inner.y0, 1) and outer.holds(inner.x1, inner.y1, 1) and inner != outer


def _index(edges: Sequence[float], at: float) -> int:
    """The cell between edges that a place lies in."""
    from bisect import bisect_right

    return min(max(bisect_right(edges, at) - 1, 0), len(edges) - 2)


def _owners(grid: Grid) -> list[list[tuple[int, int]]]:
    """For each place of the grid the first place (row, column) of the cell that it belongs to.

    Neighbours belong together when no line stands between them.
    """
    across, down = len(grid.xs) - 1, len(grid.ys) - 1
    owners = [[(row, column) for column in range(across)] for row in range(down)]
    walls, floors = _sorted(grid.upright), _sorted(grid.level)
    for row in range(down):
        middle = (grid.ys[row] + grid.ys[row + 1]) / 2
        for column in range(across):
            centre = (grid.xs[column] + grid.xs[column + 1]) / 2
            if column and not _stands(walls, grid.xs[column], middle):
                owners[row][column] = owners[row][column - 1]
            if row and not _stands(floors, grid.ys[row], centre):
                above = owners[row - 1][column]
                if owners[row][column] in ((row, column), above):
                    owners[row][column] = above
    return owners


def _sorted(rules: Sequence[Rule]) -> dict[int, list[Rule]]:
    rows: dict[int, list[Rule]] = {}
    for rule in rules:
        for place in {int((rule.at - SAME_EDGE) // 10), int((rule.at + SAME_EDGE) // 10)}:
            rows.setdefault(place, []).append(rule)
    return rows


def _stands(rules: dict[int, list[Rule]], at: float, along: float) -> bool:
    """Whether a line at a place reaches along a point."""
    near = rules.get(int(at // 10), [])
    return any(abs(rule.at - at) <= SAME_EDGE and rule.start <= along <= rule.end for rule in near)


def _has_bottom(grid: Grid) -> bool:
    """Whether a line closes the grid below: a row that goes on on the next page has none."""
    middle = (grid.xs[0] + grid.xs[-1]) / 2
    return any(
        abs(rule.at - grid.ys[-1]) < SAME_EDGE and rule.start <= middle <= rule.end for rule in grid.level
    )


def _without_empty_columns(area: TableArea) -> TableArea:
    """Columns that hold nothing but covered places are no columns: borders may be drawn twice."""
    keep = [at for at in range(len(area.columns)) if any(row.cells[at] is not None for row in area.rows)]
    narrow = {
        at for at in keep if not any(row.cells[at] for row in area.rows) and _width(area.columns[at]) < 8
    }
    keep = [at for at in keep if at not in narrow]
    rows = [_with_columns(row, keep) for row in area.rows]
    return TableArea([area.columns[at] for at in keep], rows, area.ruled)


def _with_columns(row: AreaRow, keep: Sequence[int]) -> AreaRow:
    under = tuple(new for new, old in enumerate(keep) if old in row.under)
    return AreaRow([row.cells[at] for at in keep], row.header, row.closed, under)


def _width(interval: Interval) -> float:
    return interval.end - interval.start

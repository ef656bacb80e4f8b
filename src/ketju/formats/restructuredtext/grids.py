"""Where the boxes of a grid table are."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_BOXES = 20_000
_DRAWN = re.compile(r"\+[-=+]*[-=]\+|\+[-=]")


@dataclass(frozen=True, slots=True)
class Box:
    """A box ends at these indices of ``Grid.rows`` and ``Grid.columns``."""

    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines and places at which something is drawn, and the box that starts at each (row, column).

    ``header`` is the line under the header, or 0.
    """

    rows: list[int]
    columns: list[int]
    boxes: dict[tuple[int, int], Box]
    header: int

    def is_under(self, row: int, column: int) -> bool:
        """Whether the box over a place begins in a row above."""
        left = max((at for at in range(column + 1) if (row, at) in self.boxes), default=-1)
        return left < 0 or self.boxes[row, left].right <= column


def grid_of(lines: list[str]) -> Grid | None:
    """The grid that the lines draw, or None when they draw none or too large a one."""
    rows = [at for at, line in enumerate(lines) if line[0] == "+" and _DRAWN.search(line)]
    rows += [at for at, line in enumerate(lines) if line[0] == "|" and _DRAWN.search(line)]
    rows = sorted(rows)
    places: set[int] = set()
    for at in rows:
        places.update(found.start() for found in re.finditer(r"\+(?=[-=])|(?<=[-=])\+", lines[at]))
    columns = sorted(places)
    if len(rows) < 2 or len(columns) < 2 or len(rows) * len(columns) > MAX_BOXES:
        return None
    if rows[0] != 0 or rows[-1] != len(lines) - 1 or any(len(line) != columns[-1] + 1 for line in lines):
        return None
    header = next((at for at in rows[1:-1] if set(lines[at]) <= set("+= |") and "=" in lines[at]), 0)
    boxes = _boxes(lines, rows, columns)
    return Grid(rows, columns, boxes, header)


def _boxes(lines: list[str], rows: list[int], columns: list[int]) -> dict[tuple[int, int], Box]:
    """Boxes from their top left corners: as wide and as high as nothing is drawn across them."""
    boxes: dict[tuple[int, int], Box] = {}
    taken: set[tuple[int, int]] = set()
    for row in range(len(rows) - 1):
        for column in range(len(columns) - 1):
            if (row, column) in taken:
                continue
            right = column + 1
            while right < len(columns) - 1 and not _wall(lines, rows[row], rows[row + 1], columns[right]):
                right += 1
            bottom = row + 1
            while bottom < len(rows) - 1 and not _floor(lines[rows[bottom]], columns[column], columns[right]):
                bottom += 1
            boxes[row, column] = Box(bottom, right)
            taken.update((r, c) for r in range(row, bottom) for c in range(column, right))
    return boxes


def _wall(lines: list[str], top: int, bottom: int, place: int) -> bool:
    """Whether a line runs down at a place between two drawn lines."""
    return all(lines[at][place] in "|+" for at in range(top + 1, bottom))


def _floor(line: str, left: int, right: int) -> bool:
    """Whether a line is drawn all the way between two places."""
    return not line[left + 1 : right].strip("-=+")

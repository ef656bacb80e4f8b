"""A sheet as people see it: texts at rows and columns, merged ranges, what is hidden."""

from __future__ import annotations

from dataclasses import dataclass, field

from ketju.core.model.document import Text

MAX_CELLS = 1_500_000
MAX_COLUMNS = 2_000
MAX_ROWS = 150_000
MAX_REPEATED = 1_000  # rows or columns with the same text
MAX_MERGES = 20_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with text; ``bold`` when all of it is, ``size`` of its letters in points (0 when not known)."""

    text: Text
    bold: bool = False
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, its ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One sheet: rows and columns count from 1. ``full`` tells that cells were left out because there are too many."""

    name: str
    cells: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    header_rows: set[int] = field(default_factory=set)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    comments: list[Text] = field(default_factory=list)
    full: bool = False
    count: int = 0

    def put(self, row: int, column: int, cell: Cell) -> bool:
        """Keep a cell that has text; False when the sheet is full."""
        if not cell.text.text:
            return True
        too_many_rows = len(self.cells) >= MAX_ROWS and row not in self.cells
        if self.count >= MAX_CELLS or column > MAX_COLUMNS or too_many_rows:
            self.full = True
            return False
        self.count += 1
        self.cells.setdefault(row, {})[column] = cell
        return True

    def is_hidden_column(self, column: int) -> bool:
        """Whether a column is not shown."""
        return any(first <= column <= last for first, last in self.hidden_columns)

    def covered(self) -> dict[int, dict[int, Area]]:
        """Row → column → the merge that covers the place; clipped to where there are cells."""
        last_row = max(self.cells, default=0)
        last_column = max((column for row in self.cells.values() for column in row), default=0)
        found: dict[int, dict[int, Area]] = {}
        left = MAX_CELLS
        for area in self.merges[:MAX_MERGES]:
            for row in range(area.top, min(area.bottom, last_row) + 1):
                width = min(area.right, last_column) + 1 - area.left
                left -= max(width, 0)
                if left < 0:
                    return found
                places = found.setdefault(row, {})
                places.update((column, area) for column in range(area.left, area.left + width))
                if row == area.top:
                    places.pop(area.left, None)
        return found

"""Cells put into columns: what merged cells cover, to the right and below."""

from __future__ import annotations

from dataclasses import dataclass, field

from ketju.core.model.document import Text

MAX_COLUMNS = 2000
MAX_COVERED = 2_000_000
"""Places that merged cells of one table may cover; beyond them a cell covers only its own place."""


@dataclass(slots=True)
class Grid:
    """Takes the cells of one row after another. A place that a cell above or to the left covers is None."""

    width: int
    left: int = MAX_COVERED
    cells: list[Text | None] = field(default_factory=list)
    above: dict[int, int] = field(default_factory=dict)
    below: dict[int, int] = field(default_factory=dict)
    under: tuple[int, ...] = ()
    passed: list[int] = field(default_factory=list)

    def has_room(self) -> bool:
        """Does the row take another cell?"""
        self._pass_covered()
        return len(self.cells) < MAX_COLUMNS

    def put(self, text: Text, across: int, down: int) -> None:
        """The next cell of the row, ``across`` columns wide and ``down`` rows high."""
        column = len(self.cells)
        self.cells.append(text)
        if across > 1 and self.left > 0:
            covered = min(across, self.width - column) - 1
            self.cells += [None] * covered
            self.left -= max(0, covered)
        if down > 1 and self.left > 0:
            for at in range(column, len(self.cells)):
                self.below[at] = down - 1

    def end_row(self) -> tuple[Text | None, ...]:
        """The row, and room for the next one. ``under`` tells which of its columns cells from above cover."""
        self._pass_covered()
        if self.passed or self.under:
            # Rows below the same cells share one tuple, so that large merges cost no memory.
            self.under = self.under if self.under == tuple(self.passed) else tuple(self.passed)
            self.passed = []
        row = tuple(self.cells)
        self.cells = []
        if self.above or self.below:
            self.above = {at: rows - 1 for at, rows in self.above.items() if rows > 1} | self.below
            self.below = {}
        return row

    def end_group(self) -> None:
        """Cells do not reach from the head of a table into its body."""
        self.above = {}

    def _pass_covered(self) -> None:
        if not self.above:
            return
        while len(self.cells) in self.above and len(self.cells) < MAX_COLUMNS:
            self.passed.append(len(self.cells))
            self.cells.append(None)
            self.left -= 1
        if self.left <= 0:
            self.above = {}

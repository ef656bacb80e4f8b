"""Rows of a sheet, sorted into tables and rows that stand alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ketju.formats.spreadsheet.grid import Cell

PROSE = 120  # letters from which a lone cell is running text, not a name or a group
NAME = 60  # letters from which a lone cell after the last row is no name


@dataclass(frozen=True, slots=True)
class Line:
    """A row that has text.

    ``gap`` counts the empty rows before it, ``covered`` are its columns that merges cover, ``under`` those of them
    whose merge began in a row above, ``marked`` tells that the workbook calls the row a header.
    """

    row: int
    cells: dict[int, Cell]
    covered: frozenset[int] = frozenset()
    under: frozenset[int] = frozenset()
    gap: int = 0
    marked: bool = False

    @property
    def alone(self) -> Cell | None:
        """The cell of a row that has only one, and does not go on with a row above."""
        return next(iter(self.cells.values())) if len(self.cells) == 1 and not self.under else None

    @property
    def is_prose(self) -> bool:
        """Whether the row is one long text."""
        return self.alone is not None and len(self.alone.text.text) > PROSE

    @property
    def is_note(self) -> bool:
        """Whether the row is one text, too long for a name."""
        return self.alone is not None and len(self.alone.text.text) > NAME

    @property
    def bold(self) -> bool:
        """Whether every cell is bold."""
        return all(cell.bold for cell in self.cells.values())

    @property
    def printed(self) -> tuple[str, ...]:
        """What stands in the row."""
        return tuple(cell.text.text for cell in self.cells.values())


def tables_and_lines(lines: Sequence[Line]) -> Iterator[list[Line] | Line]:
    """The rows in order: a list for each table, a single line where a row stands alone.

    An empty row ends a table. So does a new header, with the lone rows (its headings) before it. Other lone rows
    between rows of a table belong to it: they name groups, or have one cell filled.
    """
    table: list[Line] = []
    at = 0
    while at < len(lines):
        stop = at
        while stop < len(lines) and lines[stop].alone and (stop == at or not lines[stop].gap):
            stop += 1
        alone, following = lines[at:stop], lines[stop] if stop < len(lines) else None
        if following and alone and following.gap:
            following = None
        if table and (lines[at].gap or _is_apart(table, alone, following)):
            yield table
            table = []
        if not table:
            yield from alone
        else:
            table += alone
        if following is not None:
            table.append(following)
            stop += 1
        at = stop
    if table:
        yield table


def header_by_look(table: Sequence[Line]) -> bool:
    """Whether the first row is set apart from the others by bold letters."""
    return len(table) > 1 and table[0].bold and not all(line.bold for line in table)


def _is_apart(table: Sequence[Line], alone: Sequence[Line], following: Line | None) -> bool:
    """Whether lone rows, and the row that follows them, do not go on with the table."""
    if following is None:
        return len(alone) > 1 or alone[0].is_note or bool(alone[0].covered)
    first = table[0]
    again = len(table) > 1 and following.printed == first.printed != table[1].printed
    if following.marked or again:
        return True
    as_wide = len(following.cells) == len(first.cells)
    if header_by_look(table) and following.bold and (as_wide or alone):
        return True
    if not alone or following.under:
        return False
    return not as_wide or (len(alone) > 1 and any(line.is_prose for line in alone))

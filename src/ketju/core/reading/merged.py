"""Merged cells: what a cell says holds for every row and column that it covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ketju.core.model.document import Row, Text


def spread(rows: Sequence[Row]) -> list[Row]:
    """The rows with each cell that reaches down repeated, as the same text, in the rows that it covers.

    ``under`` still tells which cells are repeats. What a cell covers to its right stays empty: a row of one wide cell
    is a title.
    """
    if not any(row.under for row in rows):
        return list(rows)
    made: list[Row] = []
    above: list[Text | None] = []
    for row in rows:
        cells = list(row.cells)
        for column in row.under:
            if column < min(len(above), len(cells)) and cells[column] is None:
                cells[column] = above[column]
        above = cells
        made.append(replace(row, cells=tuple(cells)) if row.under else row)
    return made


def own_cells(row: Row) -> list[Text]:
    """The cells of a spread row that stand in it and not above it, with text."""
    return [
        cell
        for column, cell in enumerate(row.cells)
        if cell and cell.text.strip() and column not in row.under
    ]


def heads_below(row: Row, below: Row) -> tuple[Text | None, ...] | None:
    """The cells of a header of two rows, column by column; None when ``below`` does not divide cells of ``row``.

    A cell of the lower row counts before the wide cell over it.
    """
    if not below.under or len(row.cells) != len(below.cells):
        return None
    divided = [c for c, cell in enumerate(row.cells) if cell is None and c not in row.under]
    if not divided or not all(below.cells[column] for column in divided):
        return None
    return below.cells

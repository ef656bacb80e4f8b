"""Tables for terminals: columns as wide as they need and as narrow as they must be, cells wrapped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ketju.cli.render.style import Style
from ketju.cli.render.width import longest_word, pad, width, wrap

GAP = "  "
LONGEST_UNBROKEN = 26
"""A word, or a name in the first column, up to this width is not broken as long as the others leave room."""


@dataclass(frozen=True, slots=True)
class Band:
    """A row across the whole table: the heading of the rows below it."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Column headers, and rows of cells; a cell may have lines of its own."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...] | Band, ...]


def without_empty_columns(table: Table) -> Table:
    """The table without the columns in which no row has anything."""
    rows = [row for row in table.rows if not isinstance(row, Band)]
    kept = [at for at in range(len(table.headers)) if any(row[at] for row in rows)]
    return Table(
        tuple(table.headers[at] for at in kept),
        tuple(row if isinstance(row, Band) else tuple(row[at] for at in kept) for row in table.rows),
    )


def table_lines(table: Table, style: Style, indent: int = 2) -> list[str]:
    """The lines of a table, no wider than the terminal."""
    if not table.headers:
        return []
    cells = [row for row in table.rows if not isinstance(row, Band)]
    widths = column_widths([table.headers, *cells], style.columns - indent)
    margin = " " * indent
    lines = [margin + style.bold(line) for line in _row_lines(table.headers, widths)]
    lines.append(margin + style.dim(GAP.join(style.rule * columns for columns in widths)))
    was_tall = False
    for row in table.rows:
        if isinstance(row, Band):
            band = [
                margin + style.strong(line) for line in wrap(style.band + row.text, style.columns - indent)
            ]
            lines += ["", *band] if row is not table.rows[0] else band
            was_tall = False
            continue
        printed = [margin + line for line in _row_lines(row, widths)]
        if was_tall:
            lines.append("")
        lines += printed
        was_tall = len(printed) > 1
    return lines


def _row_lines(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    wrapped = [wrap(cell, columns) for cell, columns in zip(cells, widths, strict=True)]
    height = max(len(lines) for lines in wrapped)
    return [
        GAP.join(
            pad(lines[at] if at < len(lines) else "", columns)
            for lines, columns in zip(wrapped, widths, strict=True)
        ).rstrip()
        for at in range(height)
    ]


def column_widths(rows: Sequence[Sequence[str]], available: int) -> list[int]:
    """How wide each column is: as its widest line, or less where all together are too wide for the terminal.

    Then room goes to the columns that hold most text, so that rows become as low as can be; words stay whole
    as long as there is any other way.
    """
    columns = list(zip(*rows, strict=True))
    natural = [
        max(1, *(width(line) for cell in column for line in ("", *cell.splitlines()))) for column in columns
    ]
    room = available - len(GAP) * (len(columns) - 1)
    if sum(natural) <= room:
        return natural
    least = [min(LONGEST_UNBROKEN, max(map(longest_word, column), default=1)) for column in columns]
    names = (width(line) for cell in columns[0] for line in cell.splitlines())
    first = max((name for name in names if name <= LONGEST_UNBROKEN), default=0)
    if sum(least) - least[0] + first <= room:
        least[0] = max(least[0], first)  # names of the rows stay on one line where they can
    while sum(least) > room and max(least) > 1:
        least[least.index(max(least))] -= 1
    amounts = [sum(width(cell) for cell in column) for column in columns]
    return _shared_out(least, natural, amounts, room)


def _shared_out(least: Sequence[int], natural: Sequence[int], amounts: Sequence[int], room: int) -> list[int]:
    """Widths from ``least`` up: each further column of room goes where most text stands on top of itself."""
    widths = [max(1, narrow) for narrow in least]
    for _ in range(room - sum(widths)):
        able = [at for at, wide in enumerate(widths) if wide < natural[at]]
        if not able:
            break
        widths[max(able, key=lambda at: amounts[at] / widths[at])] += 1
    return widths

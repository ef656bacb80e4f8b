"""Rows of pipe tables: GitHub's tables, and the rows that its rules would drop, cut off or tear apart.

Every row keeps all of its cells. A run of rows without a header is a table, too. Rows torn by a line break or by a
blank line are put together again when the number of their cells says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, pairwise

MAX_COLUMNS = 2000

_DELIMITER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_PIPE = re.compile(r"(?<!\\)(?:\\\\)*\|")
_OTHER_BLOCK = re.compile(r"(?:#{1,6}\s|[-*+]\s|\d{1,9}[.)]\s|>|```|~~~|:::|<[a-zA-Z/!])")


@dataclass(slots=True)
class PipeLine:
    """A line of a table from ``start`` to ``end``; ``cells`` are the places of its cells, trimmed.

    ``opened`` and ``closed`` say whether it has the outer pipes, ``too_wide`` whether cells were left out.
    """

    start: int
    end: int
    cells: list[tuple[int, int]]
    delimiter: bool
    opened: bool
    closed: bool
    too_wide: bool = False


@dataclass(slots=True)
class PipeRow:
    """A row: the lines it stands on and the pieces of source that each of its cells is made of."""

    start: int
    end: int
    cells: list[list[tuple[int, int]]]
    header: bool = False
    too_wide: bool = False


def pipe_line(source: str, start: int, end: int) -> PipeLine | None:
    """The line from ``start`` to ``end`` as cells, or None when there is no pipe in it."""
    text = source[start:end]
    if "|" not in text:
        return None
    text = text.rstrip()
    pipes = [start + match.end() - 1 for match in islice(_PIPE.finditer(text), MAX_COLUMNS + 1)]
    if not pipes:
        return None
    end = start + len(text)
    opened, closed = pipes[0] == start, pipes[-1] == end - 1 > start
    too_wide = len(pipes) > MAX_COLUMNS
    edges = [*([] if opened else [start - 1]), *pipes, *([] if closed or too_wide else [end])]
    cells = [_trim(source, left + 1, right) for left, right in pairwise(edges)]
    delimiter = not too_wide and _DELIMITER.fullmatch(text.strip()) is not None
    return PipeLine(start, end, cells, delimiter, opened, closed, too_wide)


def _trim(source: str, start: int, end: int) -> tuple[int, int]:
    text = source[start:end]
    stripped = text.strip()
    if not stripped:
        return start, start
    left = start + len(text) - len(text.lstrip())
    return left, left + len(stripped)


def is_row(line: PipeLine | None) -> bool:
    """Is it a row even outside a table? It starts with a pipe and has another one."""
    return line is not None and line.opened and (line.closed or len(line.cells) > 1)


def starts_other_block(text: str) -> bool:
    """Does the line start a heading, list, quotation or the like, rather than a row without its first pipe?"""
    return _OTHER_BLOCK.match(text) is not None


def is_delimiter(text: str) -> bool:
    """Is the line the one under a table's header?"""
    return "|" in text and _DELIMITER.fullmatch(text.strip()) is not None


def rows_of(lines: list[PipeLine]) -> list[PipeRow]:
    """The rows on the lines of one table. The row above the first delimiter is the header; a delimiter is no row."""
    rows: list[PipeRow] = []
    width = next((len(line.cells) for line in lines if line.delimiter), 0)
    previous: PipeLine | None = None
    for line in lines:
        if line.delimiter:
            if not rows:
                rows.append(PipeRow(line.start, line.end, [], header=True))
            else:
                rows[-1].end = line.end
                rows[-1].header |= len(rows) == 1
            previous = None
            continue
        if previous is not None and lines[0].closed and _continues(rows[-1], previous, line, width):
            _join(rows[-1], line, len(rows[-1].cells) + len(line.cells) > width)
        else:
            cells = [[cell] for cell in line.cells]
            rows.append(PipeRow(line.start, line.end, cells, too_wide=line.too_wide))
        previous = line
    return [row for row in rows if row.cells or row.header]


def _continues(row: PipeRow, before: PipeLine, line: PipeLine, width: int) -> bool:
    """Is the line the rest of a row that was torn in two, between two cells or within one?"""
    if before.closed or len(line.cells) > width:
        return False
    together = len(row.cells) + len(line.cells)
    return together == width if line.opened else together == width + 1


def _join(row: PipeRow, line: PipeLine, within_cell: bool) -> None:
    cells = [[cell] for cell in line.cells]
    if within_cell:
        row.cells[-1] += cells.pop(0)
    row.cells += cells
    row.end = line.end

"""Tables in plain text whose cells run over several lines, with a blank or drawn line between the rows."""

from __future__ import annotations

from functools import reduce
from itertools import pairwise

from ketju.core.model.document import Row, Table, Text
from ketju.core.model.span import TextSpan
from ketju.formats.lines import Line, slice_text
from ketju.formats.plain.columns import MAX_WIDTH, below, column_starts, has_gap
from ketju.formats.plain.rows import Found, is_rule

LEAST_COLUMNS = 3
"""Two columns may be keys and values, or the columns of a page."""
LEAST_ROWS = 2
"""Rows below the first one, which may be the header."""
MOST_LINES = 30
"""No cell runs over more lines."""
MOST_ROWS = 500


def wrapped_table(source: str, lines: list[Line], at: int) -> Found | None:
    """The table that starts at a line, when blank or drawn lines part its rows and cells run over several lines."""
    if not has_gap(lines[at]):
        return None
    groups, after, ruled = _groups(lines, at)
    if len(groups) <= LEAST_ROWS or not any(group[1:] for group in groups):
        return None
    starts = column_starts(source, [line for group in groups for line in group])
    if len(starts) < LEAST_COLUMNS or not all(_starts_row(source, group[0], starts) for group in groups):
        return None
    if not all(cell.text for cell in _cells(source, groups[0], starts)):
        return None  # the first row names the columns; a title or the head of a page names none
    if any(all(cell.text for cell in _cut(source, line, starts)) for group in groups for line in group[1:]):
        return None  # a line that fills every column is a row of its own
    rows = [
        Row(_cells(source, group, starts), TextSpan(group[0].start, group[-1].end), ruled and not index)
        for index, group in enumerate(groups)
    ]
    return Found(Table(tuple(rows)), after)


def _groups(lines: list[Line], at: int) -> tuple[list[list[Line]], int, bool]:
    """(the lines of each row, the index of the line after the last, whether a line is drawn under the first)."""
    groups: list[list[Line]] = [[]]
    ruled, last = False, at
    for index in range(at, len(lines)):
        line = lines[index]
        if not line.text or is_rule(line):
            ruled = ruled or (bool(line.text) and len(groups) == 1)
            if groups[-1]:
                groups.append([])
            elif not line.text and not lines[index - 1].text:
                break  # two blank lines end a table
            last = index + 1 if line.text else last
            continue
        begins = not groups[-1]
        if (begins and not has_gap(line)) or len(line.text) > MAX_WIDTH or "\t" in line.text:
            break
        if len(groups[-1]) >= MOST_LINES or len(groups) > MOST_ROWS:
            break
        groups[-1].append(line)
        last = index + 1
    return [group for group in groups if group], last, ruled


def _starts_row(source: str, line: Line, starts: list[int]) -> bool:
    """Whether a line fills the first column and one more."""
    first = _cut(source, line, starts)
    return bool(first[0].text) and sum(bool(cell.text) for cell in first) >= 2


def _cells(source: str, group: list[Line], starts: list[int]) -> tuple[Text, ...]:
    """The cells of a row, each with all its lines."""
    cut = [_cut(source, line, starts) for line in group]
    return tuple(reduce(below, column) for column in zip(*cut, strict=True))


def _cut(source: str, line: Line, starts: list[int]) -> list[Text]:
    bounds = [min(line.left + start, line.end) for start in starts] + [line.end]
    bounds[0] = line.left
    return [slice_text(source, left, right) for left, right in pairwise(bounds)]

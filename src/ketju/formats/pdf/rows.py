"""Which lines of text make one row of a table that has no lines drawn between its rows.

Lines inside a cell stand closer together than rows do; a row reaches as far down as its tallest cell. Cells may be
set to the top, the middle or the bottom of their row.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ketju.formats.pdf.area import AreaRow, Interval, merged
from ketju.formats.pdf.words import DESCENT, Segment

CLUSTER = 0.9  # points between neighbours among distances of one kind
WIDEST = 1.12  # times the smallest distance of its kind
CLOSE = 1.3  # times the letter size: how far apart lines of one cell stand, when nothing else tells
FAR = 2.1  # times the letter size: how far apart no lines of one cell stand
SPACE = 0.25  # of the letter size
UNEVEN = 0.05  # of a distance
RUNNING = 0.85  # of the lines: from which lines are running text
X_HEIGHT = 0.7  # of the letter size


def column_of(columns: Sequence[Interval], segment: Segment) -> int:
    """The column in which most of a segment stands."""
    overlaps = [column.overlap(segment.box.x0, segment.box.x1) for column in columns]
    return max(range(len(columns)), key=lambda index: overlaps[index])


def rows_from(
    segments: Sequence[Segment], columns: Sequence[Interval], breaks: Sequence[float], continued: bool = False
) -> list[AreaRow]:
    """The rows of a table, top down. ``breaks`` are heights at which a row certainly ends (rules, shading).

    ``continued`` tells that a table ended the page before: the first rows may be the rest of its last one.
    """
    stacks: list[list[Segment]] = [[] for _ in columns]
    for segment in sorted(segments, key=lambda segment: segment.base):
        stacks[column_of(columns, segment)].append(segment)
    limit = _limit_inside_cells(stacks)
    by_rules = _between(segments, breaks)
    if limit is None:
        bands = _one_row_each_line(stacks)
    else:
        blocks = [block for stack in stacks for block in _blocks(stack, limit, breaks)]
        bands = merged(blocks)
    if len(by_rules) > 2 and len(by_rules) >= 0.5 * len(bands):
        bands = by_rules
    return _with_first_cells(_filled(stacks, bands), continued)


def _with_first_cells(rows: list[AreaRow], continued: bool) -> list[AreaRow]:
    """Rows of which only one cell, and not the first, is filled, put to the row that they belong to.

    A paragraph of its own inside a cell looks like that. Where such rows are common, they stay, unless the table has
    two columns: then they are what is said on a key above.
    """
    first = 2 if continued else 0
    lone = [row for row in rows[first:] if not row.cells[0] and sum(map(bool, row.cells)) == 1]
    common = len(lone) > 0.25 * len(rows)
    if not lone or len(rows) < 3 or (common and len(rows[0].cells) > 2):
        return rows
    made: list[AreaRow] = []
    waiting: list[AreaRow] = []
    for number, row in enumerate(rows):
        if all(row is not other for other in lone):
            made.append(_together(*waiting, row))
            waiting = []
        elif made and (common or (not made[-1].bold and _is_nearer_above(rows, number))):
            made[-1] = _together(made[-1], row)
        else:
            waiting.append(row)
    return made + waiting


def _is_nearer_above(rows: Sequence[AreaRow], number: int) -> bool:
    """Whether a row stands nearer to the one above than to the one below."""
    return number + 1 == len(rows) or _gap(rows[number - 1], rows[number]) <= _gap(
        rows[number], rows[number + 1]
    )


def _together(*rows: AreaRow) -> AreaRow:
    columns = zip(*(row.cells for row in rows), strict=True)
    return AreaRow([tuple(segment for cell in column for segment in cell or ()) for column in columns])


def _gap(above: AreaRow, below: AreaRow) -> float:
    """How far the last line of a row is from the first of the next, where they have text in the same column."""
    pairs = [(one, other) for one, other in zip(above.cells, below.cells, strict=True) if one and other]
    return min((other[0].base - one[-1].base for one, other in pairs), default=float("inf"))


def _filled(stacks: list[list[Segment]], bands: Sequence[Interval]) -> list[AreaRow]:
    """A row for each band, with the segments whose middle is in it."""
    rows = [AreaRow([() for _ in stacks]) for _ in bands]
    for column, stack in enumerate(stacks):
        at = 0
        for segment in stack:
            while at + 1 < len(bands) and bands[at + 1].start <= segment.base:
                at += 1
            if rows:
                rows[at].cells[column] = (*(rows[at].cells[column] or ()), segment)
    return [row for row in rows if row.segments]


def _limit_inside_cells(stacks: list[list[Segment]]) -> float | None:
    """The largest distance between lines of one cell; None when every line is a row of its own."""
    distances = sorted(
        below.base - above.base
        for stack in stacks
        for above, below in pairwise(stack)
        if below.base - above.base > 1
    )
    if not distances:
        return None
    size = median(segment.size for stack in stacks for segment in stack)
    least = distances[len(distances) // 20]
    inside = least
    for distance in distances:
        if inside < distance <= min(inside + CLUSTER, least * WIDEST):
            inside = distance
    others = [distance for distance in distances if distance > inside and not _is_multiple(distance, inside)]
    if not others and (inside > CLOSE * size or not _are_wrapped(stacks, inside, RUNNING)):
        return None
    if inside > CLOSE * size and not _are_wrapped(stacks, inside, 0.5):
        return None
    if inside > FAR * size or _are_rows(stacks, inside):
        return None
    return min((inside + min(others)) / 2, inside * 1.1) if others else inside * 1.1


def _is_multiple(distance: float, of: float) -> bool:
    """Whether a distance is only that of lines with empty places between them."""
    return abs(distance / of - round(distance / of)) < UNEVEN


def _are_wrapped(stacks: list[list[Segment]], distance: float, part: float) -> bool:
    """Whether more than a part of the lines at this distance were broken because the next word did not fit."""
    pairs = wrapped = 0
    for stack in stacks:
        right = max((segment.box.x1 for segment in stack), default=0.0)
        for above, below in pairwise(stack):
            if 1 < below.base - above.base <= distance + 0.1:
                pairs += 1
                wrapped += not fits(above, below, right)
    return wrapped > part * pairs


def fits(segment: Segment, following: Segment, right: float) -> bool:
    """Whether the first word of a line would have had room in the line before, which may reach to ``right``."""
    word = following.words[0].box
    return segment.box.x1 + SPACE * following.size + word.x1 - word.x0 < right


def _are_rows(stacks: list[list[Segment]], distance: float) -> bool:
    """Whether lines at this distance are rows: cells beside each other seldom break into equally many lines."""
    heights = [{round(segment.base) for segment in stack} for stack in stacks]
    full = 0
    for above, below in zip(stacks[0], stacks[0][1:], strict=False):
        close = below.base - above.base <= distance + 0.1
        beside = [_beside(column, above) and _beside(column, below) for column in heights[1:]]
        full += close and sum(beside) > 0.5 * len(beside)
    return full > 0.5 * max(*(len(stack) - 1 for stack in stacks), 1)


def _beside(heights: set[int], segment: Segment) -> bool:
    base = round(segment.base)
    return not heights.isdisjoint((base - 1, base, base + 1))


def _one_row_each_line(stacks: list[list[Segment]]) -> list[Interval]:
    """A row from each line on that is not the rest of the line above.

    A line with a first cell is, when every cell in it goes on with a cell right above. Without a first cell it is,
    unless several cells stand in it, and not close below.
    """
    lines = merged([Interval(s.base - 2, s.base + 2) for stack in stacks for s in stack])
    by_line: list[dict[int, Segment]] = [{} for _ in lines]
    starts = [line.start for line in lines]
    for column, stack in enumerate(stacks):
        for segment in stack:
            by_line[bisect_right(starts, segment.base) - 1][column] = segment
    rights = [max((segment.box.x1 for segment in stack), default=0.0) for stack in stacks]
    made: list[Interval] = []
    above: dict[int, Segment] = {}
    for line, cells in zip(lines, by_line, strict=True):
        size = max((segment.size for segment in cells.values()), default=0.0)
        close = bool(made) and line.end - made[-1].end < CLOSE * size + 1
        wrapped = all(at in above and not fits(above[at], cell, rights[at]) for at, cell in cells.items())
        rest = wrapped and close if 0 in cells else close or len(cells) < 2
        if made and rest:
            made[-1] = Interval(made[-1].start, line.end)
        else:
            made.append(line)
        above = cells
    return made


def _blocks(stack: list[Segment], limit: float, breaks: Sequence[float]) -> list[Interval]:
    """The cells of one column: lines that are not more than ``limit`` apart and have no break between them."""
    made: list[Interval] = []
    last = 0.0
    for segment in stack:
        cut = bisect_right(breaks, last) != bisect_right(breaks, segment.base)
        lower = segment.base + DESCENT * segment.size
        if made and segment.base - last <= limit and not cut:
            made[-1] = Interval(made[-1].start, max(lower, made[-1].end))
        else:
            made.append(Interval(segment.base - X_HEIGHT * segment.size, lower))
        last = segment.base
    return made


def _between(segments: Sequence[Segment], breaks: Sequence[float]) -> list[Interval]:
    """The bands between breaks that have text."""
    edges = [float("-inf"), *sorted(breaks), float("inf")]
    filled = {bisect_right(edges, segment.base) - 1 for segment in segments}
    return [Interval(edges[at], edges[at + 1]) for at in sorted(filled)]

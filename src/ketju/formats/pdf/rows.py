"""Which lines of text make one row of a table that has no lines drawn between its rows.

Lines inside a cell stand closer together than rows do; a row reaches as far down as its tallest cell. Cells may be
set to the top, the middle or the bottom of their row.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from ketju.formats.pdf.area import AreaRow, Interval, merged
from ketju.formats.pdf.words import Segment

CLUSTER = 0.9  # points by which distances of one kind may differ
CLOSE = 1.3  # heights of a line: how far apart lines of one cell stand, when nothing else tells
FAR = 1.9  # heights of a line: how far apart no lines of one cell stand
TOUCH = 1.0  # points by which boxes of neighbouring rows may overlap


def column_of(columns: Sequence[Interval], segment: Segment) -> int:
    """The column in which most of a segment stands."""
    overlaps = [column.overlap(segment.box.x0, segment.box.x1) for column in columns]
    return max(range(len(columns)), key=lambda index: overlaps[index])


def rows_from(segments: Sequence[Segment], columns: Sequence[Interval], breaks: Sequence[float]) -> list[AreaRow]:
    """The rows of a table, top down. ``breaks`` are heights at which a row certainly ends (rules, shading)."""
    stacks: list[list[Segment]] = [[] for _ in columns]
    for segment in sorted(segments, key=lambda segment: segment.base):
        stacks[column_of(columns, segment)].append(segment)
    limit = _limit_inside_cells(stacks)
    by_rules = _between(segments, breaks)
    if limit is None:
        bands = _one_row_each_line(stacks)
    else:
        blocks = [block for stack in stacks for block in _blocks(stack, limit, breaks)]
        bands = merged([Interval(block.start, block.end - TOUCH) for block in blocks])
    if len(by_rules) > 2 and len(by_rules) >= 0.5 * len(bands):
        bands = by_rules
    return _filled(stacks, bands)


def _filled(stacks: list[list[Segment]], bands: Sequence[Interval]) -> list[AreaRow]:
    """A row for each band, with the segments whose middle is in it."""
    rows = [AreaRow([() for _ in stacks]) for _ in bands]
    for column, stack in enumerate(stacks):
        at = 0
        for segment in stack:
            middle = segment.base
            while at + 1 < len(bands) and bands[at + 1].start <= middle:
                at += 1
            if rows:
                rows[at].cells[column] = (*(rows[at].cells[column] or ()), segment)
    return [row for row in rows if row.segments]


def _limit_inside_cells(stacks: list[list[Segment]]) -> float | None:
    """The largest distance between lines of one cell; None when every line is a row of its own."""
    distances = sorted(
        below.base - above.base
        for stack in stacks
        for above, below in zip(stack, stack[1:], strict=False)
        if below.base - above.base > 1
    )
    if not distances:
        return None
    height = median(segment.box.y1 - segment.box.y0 for stack in stacks for segment in stack)
    least = distances[len(distances) // 20]
    inside = [distance for distance in distances if distance <= least + CLUSTER][-1]
    others = [distance for distance in distances if distance > least + CLUSTER]
    if not others and inside > CLOSE * height:
        return None
    if inside > FAR * height or _are_rows(stacks, inside):
        return None
    return min((inside + min(others)) / 2, inside * 1.1) if others else inside * 1.1


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
    middle = round(segment.base)
    return not heights.isdisjoint((middle - 1, middle, middle + 1))


def _one_row_each_line(stacks: list[list[Segment]]) -> list[Interval]:
    """A row from each line of the first column on; without one there, a line goes on with the row above."""
    lines = merged([Interval(s.base - 2, s.base + 2) for stack in stacks for s in stack])
    starts = {round(segment.base) for segment in stacks[0]}
    made: list[Interval] = []
    for line in lines:
        begins = any(height in starts for height in range(int(line.start) - 1, int(line.end) + 2))
        if made and not begins:
            made[-1] = Interval(made[-1].start, line.end)
        else:
            made.append(line)
    return made


def _blocks(stack: list[Segment], limit: float, breaks: Sequence[float]) -> list[Interval]:
    """The cells of one column: lines that are not more than ``limit`` apart and have no break between them."""
    made: list[Interval] = []
    last = 0.0
    for segment in stack:
        box = segment.box
        cut = any(last < at < base for at in breaks)
        if made and segment.base - last <= limit and not cut:
            made[-1] = Interval(made[-1].start, max(box.y1, made[-1].end))
        else:
            made.append(Interval(box.y0, box.y1))
        last = base
    return made


def _between(segments: Sequence[Segment], breaks: Sequence[float]) -> list[Interval]:
    """The bands between breaks that have text."""
    edges = [float("-inf"), *sorted(breaks), float("inf")]
    middles = [segment.base for segment in segments]
    bands = [Interval(start, end) for start, end in zip(edges, edges[1:], strict=False)]
    return [band for band in bands if any(band.start < middle <= band.end for middle in middles)]

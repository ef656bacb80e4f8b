"""Tables as they stand on a page: columns, rows and the segments in each cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ketju.formats.pdf.page import Box, around
from ketju.formats.pdf.words import Segment


class Interval(NamedTuple):
    """A stretch from ``start`` to ``end``."""

    start: float
    end: float

    def overlap(self, start: float, end: float) -> float:
        """How much of another stretch lies inside; negative for the distance to it."""
        return min(self.end, end) - max(self.start, start)


Cell = tuple[Segment, ...]


@dataclass(slots=True)
class AreaRow:
    """A row: what stands in each column, None where a merged cell covers. ``closed`` tells of a rule below it.

    ``under`` holds the columns that a cell of a row above covers.
    """

    cells: list[Cell | None]
    header: bool = False
    closed: bool = True
    under: tuple[int, ...] = ()

    @property
    def segments(self) -> list[Segment]:
        """Everything in the row."""
        return [segment for cell in self.cells if cell for segment in cell]

    @property
    def printed(self) -> tuple[str, ...]:
        """What stands in its cells, to compare rows."""
        return tuple(" ".join(segment.text for segment in cell) if cell else "" for cell in self.cells)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        segments = self.segments
        return bool(segments) and all(segment.bold for segment in segments)


@dataclass(slots=True)
class TableArea:
    """A table; ``ruled`` tells that lines are drawn around its cells."""

    columns: list[Interval]
    rows: list[AreaRow] = field(default_factory=list)
    ruled: bool = False

    @property
    def box(self) -> Box:
        """The smallest box around its text."""
        return around([segment.box for row in self.rows for segment in row.segments])


def merged(intervals: list[Interval], least_gap: float = 0.0) -> list[Interval]:
    """Overlapping intervals made one, and those that are not ``least_gap`` apart."""
    made: list[Interval] = []
    for interval in sorted(intervals):
        if made and interval.start <= made[-1].end + least_gap:
            made[-1] = Interval(made[-1].start, max(made[-1].end, interval.end))
        else:
            made.append(interval)
    return made

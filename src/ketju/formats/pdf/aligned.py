"""Tables without lines around their cells, found by text that stands side by side in the same columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from ketju.formats.pdf.area import Interval, TableArea, merged
from ketju.formats.pdf.rows import fits, rows_from
from ketju.formats.pdf.words import Segment

ALIGNED = 3.0  # points by which the left ends of a column may differ
FAR = 3.2  # heights of a line: a gap that no table has between its rows,
FARTHEST = 5.0  # but when columns are the same
CLOSE, CLOSEST = (
    1.55,
    1.3,
)  # times the letter size: how far apart lines of one cell stand, when rows stand farther; else
BAND_OVERLAP = 0.3  # of the smaller height: from which segments stand side by side
SMALL_GAP = 0.6  # points: columns that are closer are one


@dataclass(slots=True)
class Band:
    """Segments whose heights overlap: a line, or the lines of cells that are set to the middle of a row."""

    segments: list[Segment] = field(default_factory=list)
    top: float = 0.0
    bottom: float = 0.0

    @property
    def columns(self) -> list[Interval]:
        """The stretches in which text stands."""
        return merged([Interval(segment.box.x0, segment.box.x1) for segment in self.segments], SMALL_GAP)

    @property
    def alone(self) -> bool:
        """Whether all of it stands in one column."""
        return len(self.columns) == 1


def bands_from(segments: Sequence[Segment]) -> list[Band]:
    """The segments by height, top down."""
    made: list[Band] = []
    for segment in sorted(segments, key=lambda segment: segment.box.y0):
        y0, y1 = segment.box.y0, segment.box.y1
        if made and made[-1].bottom - y0 > BAND_OVERLAP * min(y1 - y0, made[-1].bottom - made[-1].top):
            band = made[-1]
            band.bottom = max(band.bottom, y1)
        else:
            band = Band(top=y0, bottom=y1)
            made.append(band)
        band.segments.append(segment)
    return made


def tables_and_bands(
    bands: Sequence[Band], seed: TableArea | None, breaks: Sequence[float]
) -> list[TableArea | Band]:
    """The bands in order, those that make a table put together.

    ``seed`` is the table that ended the page before: the first bands may go on with it. ``breaks`` are heights of
    rules and shading.
    """
    made: list[TableArea | Band] = []
    at = 0
    model = _Model(seed.columns if seed else [])
    while at < len(bands):
        stop = _end_of_table(bands, at, model)
        taken = bands[at:stop]
        if _is_table(taken, model):
            made.append(_table(taken, model, breaks))
            at = stop
        else:
            made.append(bands[at])
            at += 1
        model = _Model([])
    return made


class _Model:
    """The columns of a table, learned from its bands."""

    def __init__(self, columns: Sequence[Interval]) -> None:
        self.columns = list(columns)
        self.seeded = bool(columns)
        self.nearest = self.farthest = 0.0  # distances of lines that follow each other in a column
        self._last: dict[int, float] = {}

    def takes(self, band: Band) -> bool:
        """Whether each segment of a band stands in one column, or in a new one."""
        return all(self._columns_under(segment) <= 1 for segment in band.segments) and self._keeps_lefts(band)

    def learn(self, band: Band) -> None:
        """Take the columns of a band, and how far its lines are from each other and from those above."""
        self.columns = merged([*self.columns, *band.columns], SMALL_GAP)
        for segment in sorted(band.segments, key=lambda segment: segment.base):
            column = self.column_of(segment) or 0
            if column in self._last:
                distance = segment.base - self._last[column]
                self.nearest = min(self.nearest or distance, distance)
                self.farthest = max(self.farthest, distance)
            self._last[column] = segment.base

    def is_inside_cell(self, distance: float, size: float) -> bool:
        """Whether lines at this distance are of one cell: close, or as close as any where others are farther."""
        if distance < CLOSEST * size:
            return True
        two_kinds = self.farthest > 1.15 * self.nearest
        return distance < CLOSE * size and two_kinds and distance < 1.08 * self.nearest

    def column_of(self, segment: Segment) -> int | None:
        """The column that a segment begins in, None when it does not."""
        for index, column in enumerate(self.columns):
            if column.overlap(segment.box.x0, segment.box.x1) > 0:
                return index
        return None

    def fits(self, band: Band) -> bool:
        """Whether a band in one column stands in a column of the table, and does not reach beyond it."""
        if len(self.columns) < 2 or not self.takes(band):
            return False
        column = self.column_of(band.segments[0])
        if column is None:
            return False
        left, right = self.columns[column]
        box = band.segments[0].box
        middle = abs((left + right) / 2 - box.middle[0]) < ALIGNED
        return abs(box.x0 - left) < ALIGNED or abs(box.x1 - right) < ALIGNED or middle

    def reach(self, band: Band) -> float:
        """How far below the last row a band may stand, in heights of a line."""
        lefts = [column.start for column in self.columns]
        same = all(any(abs(column.start - left) < 1 for left in lefts) for column in band.columns)
        return FARTHEST if same and not band.alone else FAR

    def _columns_under(self, segment: Segment) -> int:
        return sum(column.overlap(segment.box.x0, segment.box.x1) > SMALL_GAP for column in self.columns)

    def _keeps_lefts(self, band: Band) -> bool:
        """Whether a band beside a table has a column in line with it."""
        if not self.columns or band.alone:
            return True
        near = sum(any(_in_line(column, known) for known in self.columns) for column in band.columns)
        overlapping = sum(self.column_of(segment) is not None for segment in band.segments)
        return near >= 1 and overlapping >= min(2, len(band.segments))


def _in_line(one: Interval, other: Interval) -> bool:
    """Whether two stretches begin, end or have their middle at the same place, or one lies inside the other."""
    starts, ends = abs(one.start - other.start), abs(one.end - other.end)
    middles = abs(one.start + one.end - other.start - other.end) / 2
    inside = one.overlap(*other) >= min(one.end - one.start, other.end - other.start) - 0.1
    return min(starts, ends, middles) < ALIGNED or inside


def _end_of_table(bands: Sequence[Band], start: int, model: _Model) -> int:
    """The index after the last band of the table that starts at a band; ``model`` learns its columns."""
    stop = at = start
    waiting = 0  # lone bands that belong to the table only if it goes on after them
    while at < len(bands):
        band = bands[at]
        far = at > start and band.top - bands[at - 1].bottom > model.reach(band) * _height(band)
        if far or (band.alone and not model.fits(band)) or not model.takes(band):
            break
        if band.alone:
            if not _goes_on_with_cell(bands, at, model):
                waiting += 1
                if waiting > 3 or not _may_be_group(bands, at, stop):
                    break
            elif not waiting:
                stop = at + 1
        else:
            if waiting and stop > start and _is_new_header(bands, start, at):
                break
            model.learn(band)
            stop, waiting = at + 1, 0
        at += 1
    return stop


def _height(band: Band) -> float:
    return median(segment.box.y1 - segment.box.y0 for segment in band.segments)


def _goes_on_with_cell(bands: Sequence[Band], at: int, model: _Model) -> bool:
    """Whether a lone band is a further line of a cell: right of the first column, or close below a line of it."""
    column = model.column_of(bands[at].segments[0])
    if column:
        return True
    if at == 0:
        return False
    segment = bands[at].segments[0]
    above = [other for other in bands[at - 1].segments if model.column_of(other) == column]
    alike = [other for other in above if other.bold == segment.bold and abs(other.size - segment.size) < 0.6]
    right = model.columns[0].end
    return any(
        model.is_inside_cell(segment.base - other.base, segment.size) and not fits(other, segment, right)
        for other in alike
    )


def _may_be_group(bands: Sequence[Band], at: int, stop: int) -> bool:
    """Whether a lone band in the first column may name a group of rows: set as the rows are, no bigger."""
    segment = bands[at].segments[0]
    size = max(other.size for other in bands[max(stop - 1, 0)].segments)
    return segment.size <= size + 0.6


def _is_new_header(bands: Sequence[Band], start: int, at: int) -> bool:
    """Whether a band repeats the first band of the table, or is bold as that was and other bands were not."""
    first, band = bands[start], bands[at]
    if [segment.text for segment in first.segments] == [segment.text for segment in band.segments]:
        return True
    body = [segment for between in bands[start + 1 : at] if not between.alone for segment in between.segments]
    headed = _is_bold(first) and any(not segment.bold for segment in body)
    return headed and _is_bold(band)


def _is_bold(band: Band) -> bool:
    return all(segment.bold for segment in band.segments)


def _is_table(bands: Sequence[Band], model: _Model) -> bool:
    """Two bands side by side in the same columns; one is enough to go on with the table of the page before."""
    beside = [band for band in bands if not band.alone]
    if model.seeded and bands and len(model.columns) > 1:
        return bool(beside) or all(model.column_of(band.segments[0]) for band in bands)
    return len(beside) > 1 and len(model.columns) > 1 and _is_aligned(beside, model)


def _is_aligned(bands: Sequence[Band], model: _Model) -> bool:
    """Whether what stands in each column mostly begins, ends or has its middle at one place."""
    columns: dict[int, list[Segment]] = {}
    for band in bands:
        for segment in band.segments:
            columns.setdefault(model.column_of(segment) or 0, []).append(segment)
    for segments in columns.values():
        boxes = [segment.box for segment in segments]
        places = [[box.x0 for box in boxes], [box.x1 for box in boxes], [box.middle[0] for box in boxes]]
        if len(segments) > 1 and max(map(_most_together, places)) < max(2, len(segments) / 2):
            return False
    return True


def _most_together(places: list[float]) -> int:
    """How many places lie within one reach."""
    ordered, best, first = sorted(places), 0, 0
    for last, place in enumerate(ordered):
        while place - ordered[first] > ALIGNED:
            first += 1
        best = max(best, last + 1 - first)
    return best


def _table(bands: Sequence[Band], model: _Model, breaks: Sequence[float]) -> TableArea:
    _join_columns(bands, model)
    segments = [segment for band in bands for segment in band.segments]
    top, bottom = bands[0].top, bands[-1].bottom
    rows = rows_from(segments, model.columns, [at for at in breaks if top < at < bottom], model.seeded)
    area = TableArea(model.columns, rows)
    mark_header(area)
    return area


def _join_columns(bands: Sequence[Band], model: _Model) -> None:
    """Make neighbouring columns one that never have text side by side: a header may stand beside its cells."""
    filled = [{model.column_of(segment) for segment in band.segments} for band in bands if not band.alone]
    joined: list[Interval] = []
    places: list[set[int]] = []
    for at, column in enumerate(model.columns):
        rows = {row for row, columns in enumerate(filled) if at in columns}
        if joined and len(model.columns) > 2 and rows and not rows & places[-1]:
            joined[-1] = Interval(joined[-1].start, column.end)
            places[-1] |= rows
        else:
            joined.append(column)
            places.append(rows)
    if len(joined) > 1:
        model.columns = joined


def mark_header(area: TableArea) -> None:
    """Call the first row a header when it is bold and others are not."""
    if len(area.rows) > 1 and area.rows[0].bold and not all(row.bold for row in area.rows):
        area.rows[0].header = True

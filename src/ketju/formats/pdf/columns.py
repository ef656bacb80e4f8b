"""Pages set in two columns of running text: the left column is read before the right one."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from ketju.formats.pdf.aligned import Band, bands_from
from ketju.formats.pdf.words import Segment

LEAST_LINES = 12  # on each side of the gutter
LEAST_FILL = 0.62  # of the width of a column: how long most lines of running text are
LEAST_WORDS = 3.5  # in a line of running text
ZONE = (0.3, 0.7)  # of the width of the page: where a gutter may be
STEP = 2.0


def in_reading_order(bands: Sequence[Band], width: float) -> list[list[Segment]]:
    """The segments of a page in parts that are read one after the other."""
    stretch = _two_columns(bands, width)
    if stretch is None:
        return [[segment for band in bands for segment in band.segments]]
    start, stop, gutter = stretch
    inside = [segment for band in bands[start:stop] for segment in band.segments]
    left = [segment for segment in inside if segment.box.x0 < gutter]
    right = [segment for segment in inside if segment.box.x0 >= gutter]
    before = [segment for band in bands[:start] for segment in band.segments]
    after = [segment for band in bands[stop:] for segment in band.segments]
    rest = in_reading_order(bands_from(after), width) if after else []
    return [part for part in (before, left, right) if part] + rest


def _two_columns(bands: Sequence[Band], width: float) -> tuple[int, int, float] | None:
    """(first band, band after the last, gutter) of the longest stretch of the page in two columns."""
    if sum(len(band.segments) > 1 for band in bands) < LEAST_LINES // 2:
        return None
    best: tuple[int, int, float] | None = None
    at = ZONE[0] * width
    while at <= ZONE[1] * width:
        start, stop = _longest_free(bands, at)
        if best is None or stop - start > best[1] - best[0]:
            best = start, stop, at
        at += STEP
    if best is None or not _is_prose(bands[best[0] : best[1]], best[2]):
        return None
    return best


def _longest_free(bands: Sequence[Band], at: float) -> tuple[int, int]:
    """The longest run of bands in which nothing crosses a place and both sides have text at its ends."""
    best = start = 0
    best_start = 0
    for index, band in enumerate(bands):
        if any(segment.box.x0 < at < segment.box.x1 for segment in band.segments):
            start = index + 1
        elif index + 1 - start > best:
            best, best_start = index + 1 - start, start
    stop = best_start + best
    size = (
        median(segment.size for band in bands[best_start:stop] for segment in band.segments) if best else 0.0
    )
    while best_start < stop and not (_both(bands[best_start], at) and _is_plain(bands[best_start], at, size)):
        best_start += 1
    while stop > best_start and not _is_plain(bands[stop - 1], at, size):
        stop -= 1
    return best_start, stop


def _both(band: Band, at: float) -> bool:
    sides = {segment.box.x0 < at for segment in band.segments}
    return len(sides) == 2


def _is_plain(band: Band, at: float, size: float) -> bool:
    """Whether a band is one line of running text on each side, no heading and no row of a table."""
    left = sum(segment.box.x0 < at for segment in band.segments)
    alike = all(abs(segment.size - size) < 0.6 for segment in band.segments)
    return left < 2 and len(band.segments) - left < 2 and alike


def _is_prose(bands: Sequence[Band], at: float) -> bool:
    """Whether both sides are running text: many lines, most of them as long as their column."""
    for left in (True, False):
        lines = [segment for band in bands for segment in band.segments if (segment.box.x0 < at) == left]
        if len(lines) < LEAST_LINES:
            return False
        column = max(line.box.x1 for line in lines) - min(line.box.x0 for line in lines)
        if median(line.box.x1 - line.box.x0 for line in lines) < LEAST_FILL * column:
            return False
        if median(len(line.words) for line in lines) < LEAST_WORDS:
            return False
    return True

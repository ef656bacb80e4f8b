"""Headers, footers and page numbers: what stands at the same edge of many pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ketju.formats.pdf.aligned import Band

ZONE = 0.13  # of the height of a page, at its top and bottom
STEP = 6.0  # points by which a repeated line may move
CLOSE = 10.0  # points
MAX_LINES = 6  # at one edge
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-–|\s]*(?:page|sida|sivu|seite|pagina|página|strona|side|p\.|s\.|str\.?)?\s*\d{1,4}\s*"
    r"(?:(?:/|of|av|von|van|sur|de|di|z|\()\s*\d{1,4}\s*\)?)?[-–|\s]*",
    re.IGNORECASE,
)

_Key = tuple[str, int]


def without_furniture(pages: Sequence[tuple[float, list[Band]]]) -> list[list[Band]]:
    """Take headers and footers out of the bands of pages, given with the pages' heights; gives what was taken out."""
    counts: Counter[_Key] = Counter()
    for height, bands in pages:
        for edge in _edges(height, bands):
            counts.update({_key(height, band) for band in edge})
    needed = max(2, (len(pages) + 1) // 2)
    removed: list[list[Band]] = []
    for height, bands in pages:
        found: list[Band] = []
        for edge in _edges(height, bands):
            taken: list[Band] = []
            for band in edge:
                repeated = counts[_key(height, band)] >= needed
                if not repeated and not (len(pages) > 1 and _PAGE_NUMBER.fullmatch(_text(band))):
                    break
                taken.append(band)
            if not _is_in_table(taken, bands):
                found += taken
        bands[:] = [band for band in bands if all(band is not other for other in found)]
        removed.append(found)
    return removed


def _edges(height: float, bands: Sequence[Band]) -> list[list[Band]]:
    """Bands near the top and near the bottom of a page, each from the edge inwards."""
    top = [band for band in bands if band.bottom < ZONE * height][:MAX_LINES]
    bottom = [band for band in reversed(bands) if band.top > (1 - ZONE) * height][:MAX_LINES]
    return [top, [band for band in bottom if all(band is not other for other in top)]]


def _is_in_table(taken: Sequence[Band], bands: Sequence[Band]) -> bool:
    """Whether columns at the edge of a page go on close by: a table repeats its header there, or ends there."""
    if all(band.alone for band in taken):
        return False
    others = [band for band in bands if all(band is not other for other in taken)]
    gaps = [max(band.top - taken[-1].bottom, taken[-1].top - band.bottom) for band in others]
    return min(gaps, default=0.0) < CLOSE


def _key(height: float, band: Band) -> _Key:
    place = band.top if band.top < height / 2 else band.top - height
    return _DIGITS.sub("#", _text(band)), round(place / STEP)


def _text(band: Band) -> str:
    return " ".join(segment.text for segment in sorted(band.segments, key=lambda segment: segment.box.x0))

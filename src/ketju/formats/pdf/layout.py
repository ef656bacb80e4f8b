"""A page as tables and lines of text, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ketju.formats.pdf.aligned import Band, bands_from, tables_and_bands
from ketju.formats.pdf.area import TableArea
from ketju.formats.pdf.columns import in_reading_order
from ketju.formats.pdf.furniture import without_furniture
from ketju.formats.pdf.grids import grids_from, table_in
from ketju.formats.pdf.page import Box, Rule, Word
from ketju.formats.pdf.pdfium import Drawing, Raw
from ketju.formats.pdf.rules import rules_and_fills, without_text_lines
from ketju.formats.pdf.words import BULLET_GAP, segments_from, words_from
from ketju.formats.runs import Run

MAX_SPOTS = 2_000  # of a page


@dataclass(slots=True)
class Sheet:
    """A page while it is read: ruled tables with their tops, bands of the rest, and what is set sideways."""

    number: int
    width: float
    height: float
    tables: list[tuple[float, TableArea]]
    bands: list[Band]
    breaks: list[float]
    sideways: list[Word]
    furniture: list[Band] = field(default_factory=list)


Element = TableArea | Band


@dataclass(slots=True)
class Print:
    """A page as printed: its words, the lines drawn on it and its shaded boxes."""

    page: Raw
    words: list[Word]
    rules: list[Rule]
    fills: list[Box]


def print_of(page: Raw) -> Print:
    """A page with its words put together; underlines are no rules, strikes are marks of the words."""
    drawn, fills = rules_and_fills(page.drawings)
    rules, strikes = without_text_lines(drawn, [glyph.box for glyph in page.glyphs])
    return Print(page, words_from(page.number, page.glyphs, page.links, strikes), rules, fills)


def _drawn_bullets(page: Raw, words: Sequence[Word]) -> list[Word]:
    """Bullets that are drawn as small round or square spots before a line, as words."""
    spots = [spot for spot in map(_spot, page.drawings) if spot is not None][:MAX_SPOTS]
    if not spots:
        return []
    lefts: dict[int, list[Word]] = {}
    for word in words:
        lefts.setdefault(int(word.base // 10), []).append(word)
    made = []
    for spot in spots:
        row = int(spot.y1 // 10)
        near = [word for place in (row - 1, row, row + 1) for word in lefts.get(place, [])]
        beside = [w for w in near if w.base - w.size < spot.y0 and spot.y1 < w.base and w.box.x0 > spot.x1]
        first = min(beside, key=lambda word: word.box.x0, default=None)
        if first is not None and first.box.x0 - spot.x1 < BULLET_GAP / 2:
            box = Box(spot.x0, first.box.y0, spot.x1, first.box.y1)
            made.append(Word(page.number, (Run("•"),), box, first.first, first.first, False))
    return made


def _spot(drawing: Drawing) -> Box | None:
    """A small filled figure as wide as it is high."""
    xs, ys = [x for x, _ in drawing.points], [y for _, y in drawing.points]
    box = Box(min(xs), min(ys), max(xs), max(ys))
    width, height = box.x1 - box.x0, box.y1 - box.y0
    return box if 1.5 < width < 8 and abs(width - height) < 0.6 else None


def sheet_from(printed: Print) -> Sheet:
    """The ruled tables of a page and the bands of its other text."""
    page, rules = printed.page, printed.rules
    sideways = [word for word in printed.words if not word.first.upright]
    words = [word for word in printed.words if word.first.upright]
    words += _drawn_bullets(page, words)
    tables: list[tuple[float, TableArea]] = []
    for grid in grids_from(rules):
        inside = [word for word in words if grid.box.holds(*word.box.middle)]
        table = table_in(grid, inside) if inside else None
        if table is not None:
            tables.append((grid.box.y0, table))
            taken = set(map(id, inside))
            words = [word for word in words if id(word) not in taken]
    breaks = sorted({round(rule.at, 1) for rule in rules if not rule.upright} | _edges(printed.fills))
    bands = bands_from(segments_from(words))
    return Sheet(page.number, page.width, page.height, tables, bands, breaks, sideways)


def elements_of(sheets: Sequence[Sheet]) -> list[list[Element]]:
    """What stands on each page, in reading order, headers and footers taken out (they are kept in the sheets)."""
    removed = without_furniture([(sheet.height, sheet.bands) for sheet in sheets])
    made: list[list[Element]] = []
    for sheet, furniture in zip(sheets, removed, strict=True):
        sheet.furniture = furniture
        last = made[-1][-1] if made and made[-1] else None
        seed = last if isinstance(last, TableArea) and not last.ruled else None
        made.append(_in_order(sheet, seed))
    return made


def _in_order(sheet: Sheet, seed: TableArea | None) -> list[Element]:
    """Tables and bands from the top down; columns of running text one after the other."""
    made: list[Element] = []
    bands = list(sheet.bands)
    for top, table in [*sheet.tables, (float("inf"), None)]:
        above = [band for band in bands if (band.top + band.bottom) / 2 < top]
        bands = bands[len(above) :]
        for part in in_reading_order(above, sheet.width) if above else []:
            made += tables_and_bands(bands_from(part), seed if not made else None, sheet.breaks)
        if table is not None:
            made.append(table)
    return made


def _edges(fills: Sequence[Box]) -> set[float]:
    """Upper and lower edges of shading that is wide and flat, as that of rows is."""
    rows = [box for box in fills if 12 < box.y1 - box.y0 < 400 and box.x1 - box.x0 > 40]
    return {round(edge, 1) for box in rows for edge in (box.y0, box.y1)}

"""OpenDocument spreadsheets: sheets, links, merged and repeated cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketju.core.model.span import CellSpan
from ketju.formats.elements import child, children
from ketju.formats.odf.names import OFFICE, TABLE, times
from ketju.formats.odf.story import Story
from ketju.formats.odf.styles import Styles
from ketju.formats.odf.tables import MAX_SPAN, Line, Place, lines_of
from ketju.formats.package import Package
from ketju.formats.runs import LINE_BREAK, Run, text_from_runs
from ketju.formats.spreadsheet.grid import MAX_CELLS, MAX_MERGES, MAX_REPEATED, Area, Cell, Sheet

if TYPE_CHECKING:
    from lxml.etree import _Element

CONTENT = "content.xml"
MAX_SHEETS = 200


def sheets_of(package: Package) -> list[Sheet]:
    """Every sheet, in the order of the workbook. Raises SourceBroken when the package has none."""
    content = package.xml(CONTENT)
    body = child(content, "body", "spreadsheet")
    if body is None:
        raise package.broken("no-workbook")
    styles = Styles(package.xml("styles.xml"), content)
    return [_SheetReader(element, styles).sheet for element in children(body, "table")[:MAX_SHEETS]]


class _SheetReader:
    """Reads one sheet."""

    def __init__(self, element: _Element, styles: Styles) -> None:
        self.styles, self.story = styles, Story(CONTENT, styles)
        shown = styles.is_shown("table", element.get(f"{TABLE}style-name"))
        self.sheet = Sheet(element.get(f"{TABLE}name", ""), hidden=not shown)
        self.column_styles: list[tuple[int, str]] = []
        self._read_columns(element)
        for line in lines_of(element, ""):
            self._read_row(line)
            if self.sheet.count >= MAX_CELLS:
                break

    def _read_columns(self, element: _Element) -> None:
        at = 1
        for column in element.iter(f"{TABLE}table-column"):
            repeat = times(column, "number-columns-repeated", MAX_SPAN)
            if column.get(f"{TABLE}visibility") in ("collapse", "filter"):
                self.sheet.hidden_columns.append((at, at + repeat - 1))
            at += repeat
            self.column_styles.append((at, column.get(f"{TABLE}default-cell-style-name", "")))

    def _read_row(self, line: Line) -> None:
        for place in line.places():
            self._merge(line, place)
            if len(place.element):
                self._put(line, place)
        if line.row in self.sheet.cells:
            if line.header:
                self.sheet.header_rows.add(line.row)
            if line.hidden:
                self.sheet.hidden_rows.update(
                    range(line.row, min(line.row + line.repeat, line.row + MAX_CELLS))
                )

    def _put(self, line: Line, place: Place) -> None:
        """Keep a cell at each place where it is repeated."""
        style = self.styles.style("table-cell", self._style_of(line, place))
        self.story.inline.base = style
        runs = self._runs(place)
        bold = all(run.bold for run in runs if run.text.strip())
        if not any(run.text.strip() for run in runs):
            return
        self.sheet.full = self.sheet.full or max(line.repeat, place.repeat) > MAX_REPEATED
        for row in range(line.row, line.row + min(line.repeat, MAX_REPEATED)):
            for column in range(place.column, place.column + min(place.repeat, MAX_REPEATED)):
                text = text_from_runs(runs, CellSpan(self.sheet.name, row, column))
                if not self.sheet.put(row, column, Cell(text, bold, style.size)):
                    return

    def _runs(self, place: Place) -> list[Run]:
        element = place.element
        lines = [line for line in self.story.cell_lines(element, "", [], 0) if any(run.text for run in line)]
        runs = [run for number, line in enumerate(lines) for run in [*[LINE_BREAK] * bool(number), *line]]
        date = element.get(f"{OFFICE}date-value", "")
        if date and runs:
            return [Run(_day(date), runs[0].bold, runs[0].strike, False, runs[0].link)]
        return runs

    def _style_of(self, line: Line, place: Place) -> str:
        """The style that a cell names, or else its row, or else its column."""
        name = place.element.get(f"{TABLE}style-name") or line.element.get(f"{TABLE}default-cell-style-name")
        return name or next((style for end, style in self.column_styles if place.column < end), "")

    def _merge(self, line: Line, place: Place) -> None:
        right = times(place.element, "number-columns-spanned", MAX_SPAN)
        down = times(place.element, "number-rows-spanned", MAX_SPAN)
        if (right > 1 or down > 1) and len(self.sheet.merges) < MAX_MERGES:
            self.sheet.merges.append(
                Area(line.row, place.column, line.row + down - 1, place.column + right - 1)
            )


def _day(date: str) -> str:
    """A date, with its time unless that is midnight."""
    day, _, time = date.partition("T")
    time = time.partition(".")[0].removesuffix(":00")
    return day if time in ("", "00:00") else f"{day} {time}"

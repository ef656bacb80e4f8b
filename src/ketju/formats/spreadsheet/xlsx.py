"""Excel packages: sheets, shared texts with their formats, styles of cells, links and comments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ketju.core.model.span import CellSpan
from ketju.formats.elements import child, children, local, whole_number
from ketju.formats.package import Package, Relationship
from ketju.formats.runs import Run, text_from_runs
from ketju.formats.spreadsheet.grid import MAX_MERGES, Area, Cell, Sheet
from ketju.formats.spreadsheet.numbers import shown

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_SHEETS = 200
MAX_STRINGS = 500_000
MAX_LINKS = 50_000
_RELATIONSHIPS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LINK_FORMULA = re.compile(r'\s*HYPERLINK\(\s*"([^"]+)"', re.IGNORECASE)
_TRUTH = {"1": "TRUE", "0": "FALSE"}


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is set: bold, size of letters, number format."""

    bold: bool = False
    size: float = 0.0
    strike: bool = False
    format_id: int = 0
    code: str = ""


PLAIN = Look()


class Workbook:
    """An Excel package. Raises SourceBroken when it has no workbook."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = next(iter(package.related("", "officeDocument")), "xl/workbook.xml")
        root = package.xml(self.part)
        if root is None or local(root) != "workbook":
            raise package.broken("no-workbook")
        self.root = root
        self.from_1904 = _flag(child(root, "workbookPr"), "date1904")
        self.strings = self._strings()
        self.looks = _looks(self._first("styles"))
        self.links = package.relationships(self.part)

    def sheets(self) -> list[Sheet]:
        """Every sheet of cells, in the order of the workbook."""
        made = []
        for element in children(child(self.root, "sheets"), "sheet")[:MAX_SHEETS]:
            link = self.links.get(_relationship_id(element))
            if link is None or link.kind != "worksheet" or link.target not in self.package:
                continue
            sheet = Sheet(element.get("name", ""), hidden=element.get("state", "visible") != "visible")
            root = self.package.xml(link.target)
            if root is not None:
                _SheetReader(self, sheet, root, link.target).read()
            made.append(sheet)
        return made

    def _first(self, kind: str) -> _Element | None:
        parts = self.package.related(self.part, kind)
        return self.package.xml(parts[0]) if parts else None

    def _strings(self) -> list[tuple[Run, ...]]:
        root = self._first("sharedStrings")
        return [runs_of(element) for element in children(root, "si")[:MAX_STRINGS]]


def runs_of(element: _Element) -> tuple[Run, ...]:
    """The text of a shared or inline string; phonetic guides are left out."""
    made = []
    for inner in element:
        name = local(inner)
        if name == "t":
            made.append(Run(_unescaped(inner.text or "")))
        elif name == "r":
            font = child(inner, "rPr")
            text = "".join(piece.text or "" for piece in children(inner, "t"))
            made.append(Run(_unescaped(text), bold=_has(font, "b"), strike=_has(font, "strike")))
    return tuple(made)


class _SheetReader:
    """Fills one sheet from its part."""

    def __init__(self, workbook: Workbook, sheet: Sheet, root: _Element, part: str) -> None:
        self.workbook, self.sheet, self.root = workbook, sheet, root
        self.related = workbook.package.relationships(part)
        self.link_of = self._links()

    def read(self) -> None:
        for area in children(child(self.root, "mergeCells"), "mergeCell")[:MAX_MERGES]:
            if (found := _area(area.get("ref", ""))) is not None:
                self.sheet.merges.append(found)
        for columns in children(child(self.root, "cols"), "col"):
            if _flag(columns, "hidden"):
                first, last = whole_number(columns.get("min", "0")), whole_number(columns.get("max", "0"))
                self.sheet.hidden_columns.append((first, last))
        self._read_rows()
        self._mark_headers()
        self._read_comments()

    def _read_rows(self) -> None:
        row_number = 0
        for row in (row for data in children(self.root, "sheetData")[:1] for row in data):
            row_number = whole_number(row.get("r", ""), row_number + 1)
            if _flag(row, "hidden"):
                self.sheet.hidden_rows.add(row_number)
            column = 0
            for cell in row:
                place = _place(cell.get("r", ""))
                column = place[1] if place else column + 1
                if not self.sheet.put(row_number, column, self._cell(cell, row_number, column)):
                    return

    def _cell(self, element: _Element, row: int, column: int) -> Cell:
        index = whole_number(element.get("s", "0"))
        look = self.workbook.looks[index] if 0 <= index < len(self.workbook.looks) else PLAIN
        link = self.link_of.get((row, column), "") or _link_of_formula(child(element, "f"))
        runs = [
            Run(run.text, run.bold or look.bold, run.strike or look.strike, run.code, link)
            for run in self._runs(element, look)
        ]
        text = text_from_runs(runs, CellSpan(self.sheet.name, row, column))
        bold = bool(text.text) and all(run.bold for run in runs if run.text.strip())
        return Cell(text, bold, look.size)

    def _runs(self, element: _Element, look: Look) -> tuple[Run, ...]:
        kind = element.get("t", "n")
        if kind == "inlineStr":
            inline = child(element, "is")
            return runs_of(inline) if inline is not None else ()
        written = child(element, "v")
        value = (written.text or "") if written is not None else ""
        if kind == "s":
            index = whole_number(value, -1)
            return self.workbook.strings[index] if 0 <= index < len(self.workbook.strings) else ()
        if kind == "b":
            return (Run(_TRUTH.get(value, value)),)
        if kind == "n" and value:
            return (Run(_number(value, look, self.workbook.from_1904)),)
        return (Run(_unescaped(value)),) if value else ()

    def _links(self) -> dict[tuple[int, int], str]:
        found: dict[tuple[int, int], str] = {}
        for element in children(child(self.root, "hyperlinks"), "hyperlink"):
            area, link = _area(element.get("ref", "")), self.related.get(_relationship_id(element))
            target = link.target if link and link.external else ""
            place = element.get("location", "")
            target = f"{target}#{place}" if place else target
            if area is None or not target:
                continue
            for row in range(area.top, min(area.bottom, area.top + 1000) + 1):
                for column in range(area.left, min(area.right, area.left + 100) + 1):
                    if len(found) < MAX_LINKS:
                        found[row, column] = target
        return found

    def _parts(self, kind: str) -> list[Relationship]:
        package = self.workbook.package
        return [link for link in self.related.values() if link.kind == kind and link.target in package]

    def _mark_headers(self) -> None:
        """Header rows of what Excel calls tables."""
        for link in self._parts("table")[:MAX_SHEETS]:
            root = self.workbook.package.xml(link.target)
            area = _area(root.get("ref", "")) if root is not None else None
            if root is not None and area is not None and root.get("headerRowCount", "1") != "0":
                self.sheet.header_rows.add(area.top)

    def _read_comments(self) -> None:
        for link in self._parts("comments")[:1]:
            for comment in children(child(self.workbook.package.xml(link.target), "commentList"), "comment"):
                row, column = _place(comment.get("ref", "")) or (1, 1)
                body = child(comment, "text")
                text = text_from_runs(
                    runs_of(body) if body is not None else (), CellSpan(self.sheet.name, row, column)
                )
                if text.text:
                    self.sheet.comments.append(text)


def _looks(root: _Element | None) -> list[Look]:
    """How cells are set, by the index that cells name."""
    if root is None:
        return []
    codes = {
        whole_number(element.get("numFmtId", "0")): element.get("formatCode", "")
        for element in children(child(root, "numFmts"), "numFmt")
    }
    fonts = [
        (_has(font, "b"), _size(child(font, "sz")), _has(font, "strike"))
        for font in children(child(root, "fonts"), "font")
    ]
    made = []
    for element in children(child(root, "cellXfs"), "xf"):
        format_id, font_id = (
            whole_number(element.get("numFmtId", "0")),
            whole_number(element.get("fontId", "0")),
        )
        bold, size, strike = fonts[font_id] if 0 <= font_id < len(fonts) else (False, 0.0, False)
        made.append(Look(bold, size, strike, format_id, codes.get(format_id, "")))
    return made


@lru_cache(maxsize=4096)
def _number(value: str, look: Look, from_1904: bool) -> str:
    try:
        number = float(value)
    except ValueError:
        return value
    if number != number or number in (float("inf"), float("-inf")):
        return value
    return shown(number, look.format_id, look.code, from_1904)


def _size(element: _Element | None) -> float:
    try:
        return min(float(element.get("val", "0")), 1000.0) if element is not None else 0.0
    except ValueError:
        return 0.0


def _has(font: _Element | None, name: str) -> bool:
    element = child(font, name)
    return element is not None and element.get("val", "1").lower() not in ("0", "false")


def _flag(element: _Element | None, name: str) -> bool:
    return element is not None and element.get(name, "0").lower() in ("1", "true")


def _relationship_id(element: _Element) -> str:
    return next((value for name in _RELATIONSHIPS if (value := element.get(name)) is not None), "")


def _link_of_formula(element: _Element | None) -> str:
    found = _LINK_FORMULA.match(element.text or "") if element is not None else None
    return found.group(1) if found else ""


def _unescaped(text: str) -> str:
    """Text with Excel's own escapes for control characters undone, and newlines made one."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _place(reference: str) -> tuple[int, int] | None:
    """(row, column) of a reference such as B12."""
    found = _REFERENCE.fullmatch(reference)
    if not found:
        return None
    column = 0
    for letter in found.group(1).upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found.group(2)), column


def _area(reference: str) -> Area | None:
    first, _, last = reference.partition(":")
    start, end = _place(first), _place(last or first)
    if start is None or end is None:
        return None
    return Area(min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))

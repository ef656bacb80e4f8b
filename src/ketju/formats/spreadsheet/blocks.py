"""Sheets as blocks: tables where cells stand side by side, headings and paragraphs where one stands alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ketju.core.model.document import Aside, Block, Heading, Paragraph, ReadProblem, Row, Table, Text
from ketju.core.model.span import CellSpan
from ketju.formats.spreadsheet.grid import MAX_CELLS, Cell, Sheet
from ketju.formats.spreadsheet.lines import Line, header_by_look, tables_and_lines
from ketju.formats.typed import with_typed_text

_DEFAULT_NAME = re.compile(
    r"(?:sheet|taulukko|taul|tabelle|blad|ark|feuille?|foglio|hoja|planilha|folha|arkusz|list|munka(?:lap)?|лист|"
    r"leht|lapa|lapas|foaie|φύλλο|シート|工作表|시트|table)\s*\d*",
    re.IGNORECASE,
)
MAX_HEADING = 120  # letters
MAX_LEVEL = 6


def blocks_of(sheets: Sequence[Sheet], file: str = "") -> tuple[list[Block], list[ReadProblem]]:
    """The blocks of a workbook and what could not be read. Hidden sheets, rows and columns become asides.

    Names of sheets are headings, but for a single sheet whose name says nothing or repeats that of the file.
    """
    blocks: list[Block] = []
    problems: list[ReadProblem] = []
    filled = [sheet for sheet in sheets if sheet.cells and not sheet.hidden]
    for sheet in sheets:
        if sheet.full:
            limit = (("sheet", sheet.name), ("limit", str(MAX_CELLS)))
            problems.append(ReadProblem("read.too-many-cells", CellSpan(sheet.name, 1, 1), limit))
        if sheet.hidden:
            blocks += [Aside(cell.text, "hidden") for row in sheet.cells.values() for cell in row.values()]
            continue
        named = len(filled) > 1 or _says_something(sheet.name, file)
        if named and sheet.cells:
            blocks.append(Heading(Text(sheet.name, CellSpan(sheet.name, 1, 1)), 1))
        blocks += _Reader(sheet, 2 if named else 1).blocks()
        blocks += [Aside(comment, "comment") for comment in sheet.comments]
    return blocks, problems


class _Reader:
    """Reads one sheet; ``level`` is that of its biggest headings."""

    def __init__(self, sheet: Sheet, level: int) -> None:
        self.sheet, self.covered = sheet, sheet.covered()
        self.hidden: list[Block] = []
        self.parts = list(tables_and_lines(list(self._lines())))
        alone = [part.alone for part in self.parts if isinstance(part, Line) and part.alone]
        sizes = sorted({cell.size for cell in alone if _is_heading(cell)}, reverse=True)
        self.levels = {size: min(level + rank, MAX_LEVEL) for rank, size in enumerate(sizes)}

    def blocks(self) -> list[Block]:
        """The blocks of the sheet, what is hidden last."""
        made = [self._lone(part) if isinstance(part, Line) else self._table(part) for part in self.parts]
        return with_typed_text(made) + self.hidden

    def _lines(self) -> Iterator[Line]:
        """Rows with text, what is hidden put aside."""
        last = 0
        for row in sorted(self.sheet.cells):
            cells = dict(sorted(self.sheet.cells[row].items()))
            unseen = [column for column in cells if self._is_unseen(row, column)]
            self.hidden += [Aside(cells.pop(column).text, "hidden") for column in unseen]
            if cells:
                between = range(max(last + 1, row - 50), row)
                gap = sum(at not in self.covered and at not in self.sheet.hidden_rows for at in between)
                marked = row in self.sheet.header_rows
                under = self.covered.get(row, {})
                above = frozenset(column for column, area in under.items() if area.top < row)
                yield Line(row, cells, frozenset(under), above, gap, marked)
                last = row

    def _is_unseen(self, row: int, column: int) -> bool:
        """Whether a cell is hidden, or lies under a merge."""
        under = column in self.covered.get(row, ())
        return under or row in self.sheet.hidden_rows or self.sheet.is_hidden_column(column)

    def _lone(self, line: Line) -> Block:
        cell = next(iter(line.cells.values()))
        if _is_heading(cell):
            return Heading(cell.text, self.levels.get(cell.size, MAX_LEVEL))
        return Paragraph(cell.text, gap=line.gap)

    def _table(self, lines: list[Line]) -> Block:
        """A table without the empty columns around it; its header row is told by the workbook or by bold letters."""
        left = min(column for line in lines for column in line.cells)
        right = max(column for line in lines for column in line.cells)
        columns = [column for column in range(left, right + 1) if self._is_column(lines, column)]
        set_apart = header_by_look(lines)
        rows = []
        for number, line in enumerate(lines):
            cells = tuple(self._cell(line, column) for column in columns)
            header = line.marked or (set_apart and number == 0)
            under = tuple(at for at, column in enumerate(columns) if column in line.under)
            rows.append(Row(cells, CellSpan(self.sheet.name, line.row, left), header, under))
        return Table(tuple(rows))

    def _is_column(self, lines: list[Line], column: int) -> bool:
        """Whether a column is seen: not hidden, and not covered in every row."""
        return not self.sheet.is_hidden_column(column) and any(
            column in line.cells or column not in line.covered for line in lines
        )

    def _cell(self, line: Line, column: int) -> Text | None:
        if column in line.cells:
            return line.cells[column].text
        return None if column in line.covered else Text("", CellSpan(self.sheet.name, line.row, column))


def _says_something(name: str, file: str) -> bool:
    stem = file.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    return not _DEFAULT_NAME.fullmatch(name.strip()) and name.casefold() != stem[: len(name)].casefold()


def _is_heading(cell: Cell) -> bool:
    """A short bold cell on one line that is no sentence."""
    text = cell.text.text
    return cell.bold and len(text) <= MAX_HEADING and "\n" not in text and not text.endswith((".", ";", ","))

"""The blocks of one part of a Word document: headings, paragraphs, lists and tables in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ketju.core.model.document import Aside, Block, Heading, Paragraph, ReadProblem, Row, Table, Text
from ketju.core.model.span import NodeSpan
from ketju.formats.docx.inline import InlineReader, Line, is_on_attribute
from ketju.formats.docx.names import attribute, is_on
from ketju.formats.docx.numbering import MAX_LEVEL, Numbering
from ketju.formats.docx.styles import Style, Styles, heading_level, left_indent
from ketju.formats.elements import child, local, whole_number
from ketju.formats.listings import ListLine, nested
from ketju.formats.runs import LINE_BREAK, Run, text_from_runs

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_NESTING = 20
MAX_COLUMNS = 2_000
MAX_CELLS = 200_000
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "body"})
_GONE = frozenset({"del", "moveFrom"})


class Story:
    """Reads one part: ``kind`` makes every block an aside of that kind (headers, comments)."""

    def __init__(self, part: str, styles: Styles, numbering: Numbering, inline: InlineReader) -> None:
        self.part, self.styles, self.numbering, self.inline = part, styles, numbering, inline
        self.problems: list[ReadProblem] = []
        self._cells = 0
        self._empty = 0  # paragraphs before the next one

    def blocks(self, container: _Element, path: str, depth: int = 0) -> list[Block]:
        """The blocks of a body, a cell or a text box."""
        made: list[Block] = []
        lines: list[ListLine] = []
        for element, place in _children(container, path):
            if local(element) == "tbl":
                found = self._table(element, place, depth)
                if lines and _indent_of_table(element) > 0:
                    lines[-1].blocks += found
                    continue
            else:
                found = self._paragraph(element, place, lines, depth)
            if found and lines:
                made += nested(lines)
                lines = []
            made += found
        return made + nested(lines)

    def _paragraph(self, element: _Element, path: str, lines: list[ListLine], depth: int) -> list[Block]:
        """The blocks that a paragraph makes; an item of a list goes to ``lines`` instead."""
        properties = child(element, "pPr")
        style = self.styles[attribute(child(properties, "pStyle")) or self.styles.default]
        line, text = self._line(element, path, style)
        beside = self._beside(line, path, depth)
        level = heading_level(properties, style)
        numbered = self._numbered(properties, style)
        if not text.text:
            self._empty += not beside
            return beside
        empty, self._empty = self._empty, 0
        if style.contents:
            return [Aside(text, "navigation"), *beside]
        label = self.numbering.next_label(*numbered) if numbered else ""
        if level:
            return [Heading(text, level), *beside]
        if numbered:
            list_id, at = numbered
            setting = self.numbering.level(list_id, at)
            group = self.numbering.group(list_id) if setting.ordered else ""
            lines.append(ListLine(text, at, setting.ordered, label, group, beside))
            return []
        if lines and (_is_unnumbered(properties) or left_indent(properties, style.indent) > 0):
            lines[-1].blocks += [Paragraph(text), *beside]
            return []
        return [Paragraph(text, empty), *beside]

    def _line(self, element: _Element, path: str, style: Style) -> tuple[Line, Text]:
        line = self.inline.line(element, bool(style.bold), style.code, style.hidden)
        length = sum(len(run.text) for run in line.runs)
        return line, text_from_runs(line.runs, NodeSpan(self.part, path, 0, length))

    def _beside(self, line: Line, path: str, depth: int) -> list[Block]:
        """What a paragraph holds that is not in its line: hidden text, text boxes."""
        made: list[Block] = []
        if line.hidden:
            length = sum(len(run.text) for run in line.hidden)
            hidden = text_from_runs(line.hidden, NodeSpan(self.part, path, 0, length))
            made += [Aside(hidden, "hidden")] if hidden.text else []
        for number, box in enumerate(line.boxes, 1):
            if self._may_go_deeper(path, depth):
                made += self.blocks(box, f"{path}/box[{number}]", depth + 1)
        return made

    def _numbered(self, properties: _Element | None, style: Style) -> tuple[str, int] | None:
        """(list, level) of an item; None for a paragraph outside lists."""
        own = child(properties, "numPr")
        list_id = attribute(child(own, "numId")) or style.list_id
        if list_id in ("", "0"):
            return None
        level = attribute(child(own, "ilvl"))
        number = whole_number(level) if level else style.list_level or 0
        return list_id, min(max(number, 0), MAX_LEVEL)

    def _may_go_deeper(self, path: str, depth: int) -> bool:
        if depth < MAX_NESTING:
            return True
        self._problem("read.too-deep", path, limit=str(MAX_NESTING))
        return False

    def _problem(self, code: str, path: str, **params: str) -> None:
        if not any(known.code == code for known in self.problems):
            self.problems.append(ReadProblem(code, NodeSpan(self.part, path, 0, 0), tuple(params.items())))

    def _table(self, element: _Element, path: str, depth: int) -> list[Block]:
        """A table as rows; a table that only lays out a page gives the blocks of its cells."""
        rows = [(row, place) for row, place in _inside(element, path, "tr")]
        cells = [list(_inside(row, place, "tc")) for row, place in rows]
        if _is_layout(element, cells):
            made: list[Block] = []
            for cell, place in (pair for row in cells for pair in row):
                if self._may_go_deeper(place, depth):
                    made += self.blocks(cell, place, depth + 1)
            return made
        beside: list[Block] = []
        styled = self._has_header_style(element)
        made_rows: list[Row] = []
        for (row, place), of_row in zip(rows, cells, strict=True):
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                beside += self._deleted_row(of_row)
                continue
            header = bool(is_on(child(properties, "tblHeader"))) or (styled and not made_rows)
            texts, under = self._row(properties, of_row, beside, depth)
            if texts:
                span = NodeSpan(self.part, place, 0, _length(texts))
                made_rows.append(Row(tuple(texts), span, header, under))
        caption = attribute(child(element, "tblPr", "tblCaption"))
        title = (
            Text(caption, NodeSpan(self.part, f"{path}/tblPr/tblCaption", 0, len(caption)))
            if caption
            else None
        )
        return [Table(tuple(made_rows), title), *beside] if made_rows else beside

    def _row(
        self, properties: _Element | None, cells: list[tuple[_Element, str]], beside: list[Block], depth: int
    ) -> tuple[list[Text | None], tuple[int, ...]]:
        """(cells of a row, None where a merge covers; columns that cells from above cover).

        What stands in the cells beside their text goes to ``beside``.
        """
        texts: list[Text | None] = []
        under: list[int] = []
        if cells:
            skipped = whole_number(attribute(child(properties, "gridBefore")))
            texts += [Text("", NodeSpan(self.part, cells[0][1], 0, 0))] * min(max(skipped, 0), MAX_COLUMNS)
        for cell, place in cells:
            settings = child(cell, "tcPr")
            width = min(max(whole_number(attribute(child(settings, "gridSpan")), 1), 1), MAX_COLUMNS)
            merge = child(settings, "vMerge")
            covered = merge is not None and attribute(merge) != "restart"
            if len(texts) + width > MAX_COLUMNS or self._cells + width > MAX_CELLS:
                self._problem("read.too-many-cells", place, limit=str(MAX_CELLS))
                break
            self._cells += width
            text = self._cell(cell, place, beside, depth)
            hidden = covered and not text.text
            under += range(len(texts), len(texts) + width) if hidden else ()
            texts += [None if hidden else text, *[None] * (width - 1)]
        return texts, tuple(under)

    def _cell(self, cell: _Element, path: str, beside: list[Block], depth: int) -> Text:
        """The text of a cell, one line for each paragraph and for each row of a table inside."""
        runs: list[Run] = []
        for line in self._cell_lines(cell, path, beside, depth):
            if any(run.text.strip() for run in line):
                runs += [LINE_BREAK] * bool(runs) + line
        return text_from_runs(runs, NodeSpan(self.part, path, 0, sum(len(run.text) for run in runs)))

    def _cell_lines(self, cell: _Element, path: str, beside: list[Block], depth: int) -> Iterator[list[Run]]:
        for element, place in _children(cell, path):
            if local(element) == "p":
                properties = child(element, "pPr")
                style = self.styles[attribute(child(properties, "pStyle")) or self.styles.default]
                line = self.inline.line(element, bool(style.bold), style.code, style.hidden)
                yield line.runs
                beside += self._beside(line, place, depth)
            elif self._may_go_deeper(place, depth):
                for row, row_place in _inside(element, place, "tr"):
                    merged: list[Run] = []
                    for inner, inner_place in _inside(row, row_place, "tc"):
                        for line_runs in self._cell_lines(inner, inner_place, beside, depth + 1):
                            merged += [Run("\t")] * bool(merged) + line_runs
                    yield merged

    def _deleted_row(self, cells: list[tuple[_Element, str]]) -> list[Block]:
        made: list[Block] = []
        for cell, place in cells:
            text = self._cell(cell, place, made, MAX_NESTING)
            made += [Aside(text, "hidden")] if text.text else []
        return made

    def _has_header_style(self, table: _Element) -> bool:
        """Whether the table's style sets its first row apart, and the table asks for it."""
        properties = child(table, "tblPr")
        look = child(properties, "tblLook")
        asked = is_on_attribute(look, "firstRow") if look is not None else False
        if look is not None and not asked:
            value = attribute(look)
            asked = len(value) == 4 and bool(int(value, 16) & 0x20) if _is_hexadecimal(value) else False
        return asked and self.styles.sets_first_row_apart(attribute(child(properties, "tblStyle")))


def _children(container: _Element, path: str) -> Iterator[tuple[_Element, str]]:
    """Paragraphs and tables inside an element with their paths, wrappers opened; deleted ones are left to readers."""
    counts: Counter[str] = Counter()
    stack = [iter(container)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
            continue
        name = local(element)
        if name in _WRAPPERS and len(stack) < 200:
            stack.append(iter(element))
        elif name in ("p", "tbl"):
            counts[name] += 1
            yield element, f"{path}/{name}[{counts[name]}]"


def _inside(container: _Element, path: str, wanted: str) -> Iterator[tuple[_Element, str]]:
    """Rows of a table or cells of a row with their paths, wrappers opened."""
    count = 0
    stack = [iter(container)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif local(element) == wanted:
            count += 1
            yield element, f"{path}/{wanted}[{count}]"
        elif local(element) in _WRAPPERS | _GONE and len(stack) < 200:
            stack.append(iter(element))


def _is_layout(table: _Element, cells: list[list[tuple[_Element, str]]]) -> bool:
    """One cell, or one row or column of cells that hold tables: not data, but boxes on a page."""
    if sum(map(len, cells)) <= 1:
        return True
    in_a_line = len(cells) == 1 or all(len(row) <= 1 for row in cells)
    return in_a_line and any(local(inner) == "tbl" for row in cells for cell, _ in row for inner in cell)


def _is_unnumbered(properties: _Element | None) -> bool:
    """A paragraph that was taken out of the numbering of the list it stands in."""
    return attribute(child(properties, "numPr", "numId")) == "0"


def _indent_of_table(table: _Element) -> int:
    return whole_number(attribute(child(table, "tblPr", "tblInd"), "w"))


def _length(texts: list[Text | None]) -> int:
    return sum(len(text.text) for text in texts if text)


def _is_hexadecimal(value: str) -> bool:
    return bool(value) and all(letter in "0123456789abcdefABCDEF" for letter in value)

"""The blocks of an OpenDocument text: headings, paragraphs, lists and tables in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ketju.core.model.document import Aside, Block, Heading, Paragraph, ReadProblem, Row, Table, Text
from ketju.core.model.span import NodeSpan
from ketju.formats.asides import as_asides
from ketju.formats.elements import child, children, local, whole_number
from ketju.formats.listings import ListLine, nested
from ketju.formats.numerals import numeral
from ketju.formats.odf.inline import InlineReader, Line
from ketju.formats.odf.names import TEXT
from ketju.formats.odf.styles import Styles
from ketju.formats.odf.tables import Merges, lines_of
from ketju.formats.runs import LINE_BREAK, Run, text_from_runs

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_NESTING = 20
MAX_COLUMNS = 2_000
MAX_CELLS = 200_000
MAX_ROWS_REPEATED = 1_000
_INDEXES = frozenset(
    {
        "table-of-content",
        "alphabetical-index",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
    }
)
_OPENED = frozenset({"section", "index-body", "index-title", "page-sequence", "frame", "g", "text-box", "a"})
_PARAGRAPHS = frozenset({"p", "h", "numbered-paragraph"})


class Story:
    """Reads text containers of one part."""

    def __init__(self, part: str, styles: Styles) -> None:
        self.part, self.styles, self.inline = part, styles, InlineReader(styles)
        self.problems: list[ReadProblem] = []
        self._cells = 0
        self._empty = 0  # paragraphs before the next one

    def blocks(self, container: _Element, path: str, depth: int = 0) -> list[Block]:
        """The blocks of a body, a section, a cell or a text box."""
        made: list[Block] = []
        counts: Counter[str] = Counter()
        for element in container if self._may_go_deeper(path, depth) else ():
            name = local(element)
            counts[name] += 1
            place = f"{path}/{name}[{counts[name]}]"
            if name in _PARAGRAPHS:
                made += self._paragraph(element, place, depth)
            elif name == "list":
                made += self._list(element, place, depth)
            elif name == "table":
                made += self._table(element, place, depth)
            elif name in _INDEXES:
                body = child(element, "index-body")
                made += (
                    as_asides(self.blocks(body, place, depth + 1), "navigation") if body is not None else []
                )
            elif name == "tracked-changes":
                made += self._deleted(element, place, depth)
            elif name in _OPENED:
                inner = self.blocks(element, place, depth + 1)
                hidden = element.get(f"{TEXT}display") in ("none", "condition")
                made += as_asides(inner, "hidden") if hidden else inner
        return made

    def text(self, line: Line, path: str) -> Text:
        """The printed text of a paragraph."""
        return text_from_runs(line.runs, NodeSpan(self.part, path, 0, _length(line.runs)))

    def _paragraph(self, element: _Element, path: str, depth: int) -> list[Block]:
        if local(element) == "numbered-paragraph":
            return [block for inner in element for block in self._paragraph(inner, path, depth)]
        line = self.inline.line(element)
        text, beside = self.text(line, path), self._beside(line, path, depth)
        if not text.text:
            self._empty += not beside
            return beside
        empty, self._empty = self._empty, 0
        if local(element) == "h":
            level = whole_number(element.get(f"{TEXT}outline-level", "1"), 1)
            return [Heading(text, min(max(level, 1), 10)), *beside]
        if self.styles.style("paragraph", element.get(f"{TEXT}style-name")).title:
            return [Heading(text, 1), *beside]
        return [Paragraph(text, empty), *beside]

    def _beside(self, line: Line, path: str, depth: int) -> list[Block]:
        """What a paragraph holds that is not in its line: hidden text, text boxes, comments."""
        made: list[Block] = []
        hidden = text_from_runs(line.hidden, NodeSpan(self.part, path, 0, _length(line.hidden)))
        made += [Aside(hidden, "hidden")] if hidden.text else []
        for number, box in enumerate(line.boxes, 1):
            made += self.blocks(box, f"{path}/box[{number}]", depth + 1)
        for number, comment in enumerate(line.comments, 1):
            made += as_asides(self.blocks(comment, f"{path}/comment[{number}]", depth + 1), "comment")
        return made

    def _deleted(self, element: _Element, path: str, depth: int) -> list[Block]:
        """Text that tracked changes deleted."""
        made: list[Block] = []
        for number, region in enumerate(element, 1):
            for deletion in children(region, "deletion"):
                made += as_asides(self.blocks(deletion, f"{path}/region[{number}]", depth + 1), "hidden")
        return made

    def _list(self, element: _Element, path: str, depth: int) -> list[Block]:
        """A list and those inside it; headings in a list (numbered headings) end it."""
        made: list[Block] = []
        lines: list[ListLine] = []
        self._items(element, path, lines, made, "", 1, depth)
        return made + nested(lines)

    def _items(
        self,
        element: _Element,
        path: str,
        lines: list[ListLine],
        made: list[Block],
        style: str,
        level: int,
        depth: int,
    ) -> None:
        """Put the items of a list, then of those inside it, on ``lines``; finished blocks go to ``made``."""
        if not self._may_go_deeper(path, depth + level):
            return
        style = element.get(f"{TEXT}style-name") or style
        setting = self.styles.list_level(style, level)
        count = setting.start - 1
        for number, item in enumerate(
            (inner for inner in element if local(inner) in ("list-item", "list-header")), 1
        ):
            place, begun = f"{path}/item[{number}]", False
            if local(item) == "list-item":
                count = whole_number(item.get(f"{TEXT}start-value", ""), count + 1)
            marker = (
                f"{setting.before}{numeral(count, setting.form)}{setting.after}"
                if setting.form
                else setting.bullet
            )
            for at, inner in enumerate(item, 1):
                inner_place = f"{place}/{local(inner)}[{at}]"
                if local(inner) == "list":
                    self._items(inner, inner_place, lines, made, style, level + 1, depth)
                    continue
                for block in self.blocks_of(inner, inner_place, depth + 1):
                    if isinstance(block, Heading):
                        made += [*nested(lines), block]
                        lines.clear()
                        begun = True
                    elif isinstance(block, Paragraph) and not begun:
                        lines.append(ListLine(block.text, level, bool(setting.form), marker))
                        begun = True
                    elif lines:
                        lines[-1].blocks.append(block)
                    else:
                        made.append(block)

    def blocks_of(self, element: _Element, path: str, depth: int) -> list[Block]:
        """The blocks of one element of a list item."""
        if local(element) in _PARAGRAPHS:
            return self._paragraph(element, path, depth)
        if local(element) == "table":
            return self._table(element, path, depth)
        return self.blocks(element, path, depth)

    def _table(self, element: _Element, path: str, depth: int) -> list[Block]:
        """A table as rows; a table that only lays out a page gives the blocks of its cells."""
        lines = list(lines_of(element, path))
        if _is_layout(element):
            cells = [place for line in lines for place in line.places()]
            return [block for cell in cells for block in self.blocks(cell.element, cell.path, depth + 1)]
        beside: list[Block] = []
        rows: list[Row] = []
        merges = Merges()
        for line in lines:
            texts: list[Text | None] = []
            for place in merges.passing(line):
                if not self._has_room(len(texts) + place.repeat, place.repeat, place.path):
                    break
                text = self._cell(place.element, place.path, beside, depth)
                texts += [None if place.covered and not text.text else text] * place.repeat
            span = NodeSpan(self.part, line.path, 0, _length_of(texts))
            row = Row(tuple(texts), span, line.header, merges.under(texts))
            if texts:
                if line.repeat > MAX_ROWS_REPEATED and _length_of(texts):
                    self._problem("read.too-many-cells", line.path, limit=str(MAX_ROWS_REPEATED))
                rows += [row] * (min(line.repeat, MAX_ROWS_REPEATED) if _length_of(texts) else 1)
        return [Table(tuple(rows)), *beside] if rows else beside

    def _cell(self, cell: _Element, path: str, beside: list[Block], depth: int) -> Text:
        """The text of a cell, one line for each paragraph and for each row of a table inside."""
        runs: list[Run] = []
        for line in self.cell_lines(cell, path, beside, depth):
            if any(run.text.strip() for run in line):
                runs += [LINE_BREAK] * bool(runs) + line
        return text_from_runs(runs, NodeSpan(self.part, path, 0, _length(runs)))

    def cell_lines(
        self, container: _Element, path: str, beside: list[Block], depth: int
    ) -> Iterator[list[Run]]:
        """The runs of each paragraph in a cell, those of lists, sections and tables inside too."""
        for number, element in enumerate(container if self._may_go_deeper(path, depth) else (), 1):
            place = f"{path}/{local(element)}[{number}]"
            if local(element) in ("p", "h"):
                line = self.inline.line(element)
                yield line.runs
                beside += self._beside(line, place, depth)
            elif local(element) == "table":
                for row in lines_of(element, place):
                    merged: list[Run] = []
                    for cell in row.places():
                        for runs in self.cell_lines(cell.element, cell.path, beside, depth + 1):
                            merged += [Run("\t")] * bool(merged) + runs
                    yield merged
            elif local(element) == "annotation":
                beside += as_asides(self.blocks(element, place, depth + 1), "comment")
            else:
                yield from self.cell_lines(element, place, beside, depth + 1)

    def _has_room(self, width: int, more: int, path: str) -> bool:
        if width <= MAX_COLUMNS and self._cells + more <= MAX_CELLS:
            self._cells += more
            return True
        self._problem("read.too-many-cells", path, limit=str(MAX_CELLS))
        return False

    def _may_go_deeper(self, path: str, depth: int) -> bool:
        if depth < MAX_NESTING:
            return True
        self._problem("read.too-deep", path, limit=str(MAX_NESTING))
        return False

    def _problem(self, code: str, path: str, **params: str) -> None:
        if not any(known.code == code for known in self.problems):
            self.problems.append(ReadProblem(code, NodeSpan(self.part, path, 0, 0), tuple(params.items())))


def _is_layout(table: _Element) -> bool:
    """One cell, or one row or column of cells that hold tables: not data, but boxes on a page."""
    rows = [[place for place in line.places() if not place.covered] for line in lines_of(table, "")]
    if len(rows) > 200:
        return False
    cells = [place for row in rows for place in row]
    if len(cells) <= 1:
        return True
    in_a_line = len(rows) == 1 or all(len(row) <= 1 for row in rows)
    return in_a_line and any(local(inner) == "table" for place in cells for inner in place.element)


def _length(runs: list[Run]) -> int:
    return sum(len(run.text) for run in runs)


def _length_of(texts: list[Text | None]) -> int:
    return sum(len(text.text) for text in texts if text)

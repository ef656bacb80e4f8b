"""Tables of a page: header rows, tables that only serve the layout, rows and cells without a table."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ketju.core.model.document import Block, Paragraph, Row, Table, Text
from ketju.formats.html.asides import asides
from ketju.formats.html.elements import CELLS, names
from ketju.formats.html.grid import MAX_COLUMNS, Grid
from ketju.formats.html.lists import in_bold
from ketju.formats.html.roles import is_hidden, role_tag
from ketju.formats.html.tree import HOLDS_BLOCK, HOLDS_HEADING, HOLDS_TABLE, Node

if TYPE_CHECKING:
    from ketju.formats.html.running import Place, Running

MAX_ACROSS, MAX_DOWN = 1000, 65_534

_GROUPS = frozenset(("tbody", "thead", "tfoot"))
_WRAPPERS = names("form div span center font")
_Cell = tuple[Node, str, int, int]  # with its tag, the columns and the rows it takes


@dataclass(slots=True)
class _Line:
    """A row as it stands in the source; ``group`` tells head, body and foot apart."""

    node: Node
    in_head: bool
    group: int
    cells: list[_Cell] = field(default_factory=list)


def table(flow: Running, node: Node, attributes: dict[str, str], place: Place) -> list[Block]:
    """The table, before it what is misplaced between its rows, after it what in it is not shown."""
    gathered = _Gathering(flow, replace(place, inside="td"))
    gathered.collect(node, in_head=False)
    if not gathered.lines:
        return gathered.unfolded()
    if _is_layout(attributes, gathered):
        return gathered.unfolded()
    hidden: list[Block] = []
    rows = _rows(gathered, hidden)
    if not rows:
        return [*gathered.unfolded(), *hidden]
    caption = gathered.captions[0] if gathered.captions else None
    return [*gathered.loose, Table(rows, caption), *hidden]


class _Gathering:
    """The rows of one table, and what stands between them. ``marked``: it has header cells or a head."""

    def __init__(self, flow: Running, place: Place) -> None:
        self.flow = flow
        self.place = place
        self.lines: list[_Line] = []
        self.captions: list[Text] = []
        self.loose: list[Block] = []
        self.marked = False
        self.groups = 0

    def collect(self, node: Node, *, in_head: bool) -> None:
        """Gather the rows below ``node``; cells without a row become one."""
        stray: _Line | None = None
        for child in node.children:
            if isinstance(child, tuple):
                if self._loose(child):
                    stray = None
                continue
            attributes = self.flow.attributes(child)
            tag = role_tag(child.tag, attributes)
            if tag in CELLS:
                if stray is None:
                    stray = _Line(Node("tr", child.start, child.start), in_head, self.groups)
                    self.lines.append(stray)
                self._add_cell(stray, child, tag, attributes)
                stray.node.end = max(stray.node.end, child.end)
                continue
            stray = None if tag[0] != "#" else stray
            if tag == "tr":
                self._collect_row(child, attributes, in_head=in_head)
            elif tag in _GROUPS:
                self.groups += 1
                self.marked |= tag == "thead"
                self.collect(child, in_head=tag == "thead")
                self.groups += 1
            elif tag == "caption":
                self._caption(child)
            elif tag in _WRAPPERS and child.chars and self._has_rows(child):
                self.collect(child, in_head=in_head)
            else:
                self._loose(child)

    def _loose(self, child: Node | tuple[int, int]) -> bool:
        """Keep what is neither row nor cell; white space is nothing."""
        if isinstance(child, tuple) and self.flow.source[child[0] : child[1]].isspace():
            return False
        self.loose += self.flow.blocks([child], self.place)
        return True

    def _caption(self, node: Node) -> None:
        if self.captions:
            self.loose += self.flow.blocks(node.children, self.place)
            return
        text, hidden = self.flow.text_of(node, self.place)
        self.captions += [text] if text.text else []
        self.loose += hidden

    def _has_rows(self, node: Node) -> bool:
        return any(
            isinstance(child, Node) and role_tag(child.tag, self.flow.attributes(child)) in ("tr", *_GROUPS)
            for child in node.children
        )

    def _collect_row(self, node: Node, attributes: dict[str, str], *, in_head: bool) -> None:
        if is_hidden("tr", attributes):
            self._hide(node)
            return
        line = _Line(node, in_head, self.groups)
        self.lines.append(line)
        for child in node.children:
            if isinstance(child, tuple):
                self._loose(child)
                continue
            own = self.flow.attributes(child)
            tag = role_tag(child.tag, own)
            if tag in CELLS:
                self._add_cell(line, child, tag, own)
            else:
                self._loose(child)

    def _add_cell(self, line: _Line, node: Node, tag: str, attributes: dict[str, str]) -> None:
        self.marked |= tag == "th"
        if not attributes:
            line.cells.append((node, tag, 1, 1))
        elif is_hidden(tag, attributes):
            self._hide(node)
        else:
            across = _count(attributes.get("colspan") or attributes.get("aria-colspan"), 1, MAX_ACROSS)
            down = _count(attributes.get("rowspan") or attributes.get("aria-rowspan"), MAX_DOWN, MAX_DOWN)
            line.cells.append((node, tag, across, down))

    def _hide(self, node: Node) -> None:
        inner = replace(self.place, in_furniture=True)
        for child in node.children:
            inside = child.children if isinstance(child, Node) and child.tag in CELLS else [child]
            self.loose += asides(self.flow.blocks(inside, inner), "hidden")

    def unfolded(self) -> list[Block]:
        """The content of the cells as parts of the page."""
        made = [*self.loose]
        for caption in self.captions:
            made.append(Paragraph(caption))
        for line in self.lines:
            for cell, *_ in line.cells:
                made += self.flow.blocks(cell.children, self.place)
        return made


def _count(written: str | None, zero: int, limit: int) -> int:
    """How many columns or rows a cell takes; ``zero`` is what 0 stands for."""
    if not written:
        return 1
    written = written.strip()
    if not (written.isascii() and written.isdecimal() and len(written) < 7):
        return 1
    return min(int(written) or zero, limit)


def _is_layout(attributes: dict[str, str], gathered: _Gathering) -> bool:
    """Does the table only place things on the page? Then its cells are read as parts of the page."""
    if attributes.get("role") in ("presentation", "none"):
        return True
    if gathered.marked:
        return False
    cells = [cell for line in gathered.lines for cell, *_ in line.cells]
    if len(cells) < 2 or any(cell.holds & HOLDS_TABLE for cell in cells):
        return any(cell.holds & HOLDS_BLOCK for cell in cells)
    if len(gathered.lines) == 1 and len(cells) <= 4:
        blocky = [cell for cell in cells if cell.holds & HOLDS_BLOCK]
        return any(cell.holds & HOLDS_HEADING or len(cell.children) > 3 for cell in blocky)
    return False


def _rows(gathered: _Gathering, hidden: list[Block]) -> tuple[Row, ...]:
    """The rows with each cell in its column. Cells are let go as they are read, to keep memory low."""
    flow, place = gathered.flow, gathered.place
    grid = Grid(_width(gathered.lines))
    rows: list[Row] = []
    group, too_wide = -1, False
    for line in gathered.lines:
        if line.group != group:
            group = line.group
            grid.end_group()
        header = bool(line.cells) and (line.in_head or all(tag == "th" for _, tag, _, _ in line.cells))
        for node, tag, across, down in line.cells:
            if not grid.has_room():
                if not too_wide:
                    flow.problem("read.too-many-columns", node.start, line.node.end, limit=MAX_COLUMNS)
                too_wide = True
                break
            text, extra = flow.text_of(node, place, alternatives=True)
            hidden += extra
            node.children = ()
            grid.put(in_bold(text) if tag == "th" and not header else text, across, down)
        cells = grid.end_row()
        if cells:
            rows.append(Row(cells, flow.span(line.node.start, line.node.end), header, grid.under))
    return tuple(rows)


def _width(lines: list[_Line]) -> int:
    """How many columns there are, without those that exist only because the last cell of a row claims them."""
    if all(across == 1 for line in lines for _, _, across, _ in line.cells):
        return MAX_COLUMNS
    claimed = [sum(across for _, _, across, _ in line.cells) for line in lines if line.cells]
    if min(claimed) == max(claimed):
        return min(MAX_COLUMNS, claimed[0])
    begun = (
        total - line.cells[-1][2] + 1 for total, line in zip(claimed, filter(_has_cells, lines), strict=True)
    )
    return min(MAX_COLUMNS, max(begun))


def _has_cells(line: _Line) -> bool:
    return bool(line.cells)

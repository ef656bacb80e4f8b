"""Tables of a page: merged cells, header rows, tables that only serve the layout, rows without a table."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ketju.core.model.document import Aside, Block, Row, Table, Text
from ketju.formats.html.elements import CELLS
from ketju.formats.html.lists import in_bold
from ketju.formats.html.roles import is_hidden, role_tag
from ketju.formats.html.tree import HOLDS_BLOCK, HOLDS_HEADING, HOLDS_TABLE, Node

if TYPE_CHECKING:
    from ketju.formats.html.flow import Flow, Place

MAX_COLUMNS = 2000
MAX_CELLS = 2_000_000
MAX_SPAN = 1000

_GROUPS = frozenset(("tbody", "thead", "tfoot"))


@dataclass(slots=True)
class _Line:
    """A row as it stands in the source. A cell is its node, with the columns and rows it spans."""

    node: Node
    in_head: bool
    cells: list[tuple[Node, str, int, int]] = field(default_factory=list)


def table(flow: Flow, node: Node, attributes: dict[str, str], place: Place) -> list[Block]:
    """The table, before it what is misplaced between its rows, after it what in it is not shown."""
    place = replace(place, inside="td")
    found = _Parts()
    _collect(flow, node, found, place, in_head=False)
    if not found.lines:
        return [*(Aside(caption, "markup") for caption in found.captions), *found.loose]
    if _is_layout(node, attributes, found):
        return _unfolded(flow, found, place)
    floats: list[Block] = []
    rows = _rows(flow, found.lines, place, floats)
    caption = found.captions[0] if found.captions else None
    return [*found.loose, Table(rows, caption), *floats]


@dataclass(slots=True)
class _Parts:
    lines: list[_Line] = field(default_factory=list)
    captions: list[Text] = field(default_factory=list)
    loose: list[Block] = field(default_factory=list)
    marked: bool = False


def _collect(flow: Flow, node: Node, found: _Parts, place: Place, *, in_head: bool) -> None:
    """Gather the rows below ``node``; cells without a row become one, other content stands loose."""
    stray: _Line | None = None
    for child in node.children:
        if isinstance(child, tuple):
            if not flow.source[child[0] : child[1]].isspace():
                found.loose += flow.blocks([child], place)
                stray = None
            continue
        attributes = flow.attributes(child)
        tag = role_tag(child.tag, attributes)
        if tag in CELLS:
            if stray is None:
                stray = _Line(Node("tr", child.start, child.start), in_head)
                found.lines.append(stray)
            _add_cell(flow, stray, child, tag, attributes, found, place)
            stray.node.end = max(stray.node.end, child.end)
            continue
        stray = None if tag[0] != "#" else stray
        if tag == "tr":
            _collect_row(flow, child, attributes, found, place, in_head=in_head)
        elif tag in _GROUPS:
            found.marked |= tag == "thead"
            _collect(flow, child, found, place, in_head=tag == "thead")
        elif tag == "caption":
            text, floats = flow.text_of(child, place)
            found.captions += [text] if not found.captions and text.text else []
            found.loose += floats
        elif tag in ("form", "div", "span") and _has_rows(flow, child):
            _collect(flow, child, found, place, in_head=in_head)
        else:
            found.loose += flow.blocks([child], place)


def _has_rows(flow: Flow, node: Node) -> bool:
    return any(
        isinstance(child, Node) and role_tag(child.tag, flow.attributes(child)) in ("tr", *_GROUPS)
        for child in node.children
    )


def _collect_row(
    flow: Flow, node: Node, attributes: dict[str, str], found: _Parts, place: Place, *, in_head: bool
) -> None:
    from ketju.formats.html.flow import asides

    if attributes and is_hidden("tr", attributes):
        found.loose += asides(flow.blocks(node.children, replace(place, in_furniture=True)), "hidden")
        return
    line = _Line(node, in_head)
    found.lines.append(line)
    for child in node.children:
        if isinstance(child, tuple):
            if not flow.source[child[0] : child[1]].isspace():
                found.loose += flow.blocks([child], place)
            continue
        own = flow.attributes(child)
        tag = role_tag(child.tag, own)
        if tag in CELLS:
            _add_cell(flow, line, child, tag, own, found, place)
        else:
            found.loose += flow.blocks([child], place)


def _add_cell(
    flow: Flow, line: _Line, node: Node, tag: str, attributes: dict[str, str], found: _Parts, place: Place
) -> None:
    from ketju.formats.html.flow import asides

    found.marked |= tag == "th"
    if not attributes:
        line.cells.append((node, tag, 1, 1))
        return
    if is_hidden(tag, attributes):
        found.loose += asides(flow.blocks(node.children, replace(place, in_furniture=True)), "hidden")
        return
    across = _span(attributes.get("colspan") or attributes.get("aria-colspan", ""))
    down = _span(attributes.get("rowspan") or attributes.get("aria-rowspan", ""), zero=65_534)
    line.cells.append((node, tag, across, down))


def _span(written: str, zero: int = 1) -> int:
    if not written:
        return 1
    written = written.strip()
    if not (written.isascii() and written.isdecimal() and len(written) < 7):
        return 1
    return min(int(written), MAX_SPAN if zero == 1 else zero) or zero


def _is_layout(node: Node, attributes: dict[str, str], found: _Parts) -> bool:
    """Does the table only place things on the page? Then its cells are read as parts of the page."""
    if attributes.get("role") in ("presentation", "none"):
        return True
    cells = [cell for line in found.lines for cell, *_ in line.cells]
    if found.marked:
        return False
    if any(cell.holds & HOLDS_TABLE for cell in cells):
        return True
    if len(found.lines) == 1 and len(cells) <= 4:
        blocky = [cell for cell in cells if cell.holds & HOLDS_BLOCK]
        return any(cell.holds & HOLDS_HEADING or len(cell.children) > 3 for cell in blocky)
    return False


def _unfolded(flow: Flow, found: _Parts, place: Place) -> list[Block]:
    made: list[Block] = list(found.loose)
    for line in found.lines:
        for cell, *_ in line.cells:
            made += flow.blocks(cell.children, place)
    return made


def _rows(flow: Flow, lines: list[_Line], place: Place, floats: list[Block]) -> tuple[Row, ...]:
    """The rows with each cell in its column. Cells are let go as they are read, to keep memory low."""
    width = _width(lines)
    covered: dict[int, int] = {}  # column -> rows below that a merged cell still covers
    rows: list[Row] = []
    budget = MAX_CELLS
    for line in lines:
        cells: list[Text | None] = []
        header = bool(line.cells) and (line.in_head or all(tag == "th" for _, tag, _, _ in line.cells))
        for node, tag, across, down in line.cells:
            while covered.get(len(cells), 0):
                cells.append(None)
            if len(cells) >= MAX_COLUMNS or budget < 0:
                flow.problem("read.too-many-columns", node.start, node.end, limit=MAX_COLUMNS)
                break
            text, extra = flow.text_of(node, place, alternatives=True)
            floats += extra
            node.children = ()
            column = len(cells)
            cells.append(in_bold(text) if tag == "th" and not header else text)
            cells += [None] * (max(1, min(across, width - column)) - 1)
            budget -= len(cells) - column
            if down > 1:
                for at in range(column, len(cells)):
                    covered[at] = down
        while covered.get(len(cells), 0):
            cells.append(None)
        covered = {at: left - 1 for at, left in covered.items() if left > 1} if covered else covered
        if cells:
            rows.append(Row(tuple(cells), flow.span(line.node.start, line.node.end), header))
    return tuple(rows)


def _width(lines: list[_Line]) -> int:
    """How many columns there are, not counting what only a cell's span asks for."""
    if all(across == 1 for line in lines for _, _, across, _ in line.cells):
        return MAX_COLUMNS
    widest = max((sum(across for _, _, across, _ in line.cells[:-1]) + 1 for line in lines if line.cells), default=1)
    plain = max((sum(min(across, 50) for _, _, across, _ in line.cells) for line in lines), default=1)
    return min(MAX_COLUMNS, max(widest, plain))

"""Cards and rows made of plain boxes: neighbours of one build, each with the same few short texts, are a table.

What a person sees as a table or as a set of cards is, in the source, often nothing but ``div`` elements. Their blocks
are read first; only if all of them are short paragraphs, and of equal number, do they become the rows of a table.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketju.core.model.document import Aside, Block, Paragraph, Row, Table, Text
from ketju.formats.html.elements import names
from ketju.formats.html.tree import Node

if TYPE_CHECKING:
    from ketju.formats.html.running import Place, Running

MAX_CARD_COLUMNS = 12
LONGEST_TEXT, LONGEST_FIRST = 400, 120

_BOXES = names("div section article a span figure")
_HEAD_NAMES = re.compile(r"head|title|label|th\b", re.IGNORECASE)
_GRID_CLASS = re.compile(r"(?:^|[\s:])grid-cols-(\d{1,2})\b")
_GRID_STYLE = re.compile(r"grid-template-columns\s*:\s*repeat\(\s*(\d{1,2})\b", re.IGNORECASE)


class Pile:
    """Collects the blocks of a container; remembers which of them came from a run of like boxes."""

    def __init__(self, running: Running, place: Place) -> None:
        self.running = running
        self.folding = not place.in_furniture
        self.made: list[Block] = []
        self.boxes: list[_Box] = []

    def add(self, blocks: list[Block]) -> None:
        """Blocks that end a run of boxes; comments and the like do not."""
        if self.boxes and all(isinstance(block, Aside) for block in blocks):
            self.boxes[-1].after += blocks
        else:
            self._fold()
            self.made += blocks

    def add_element(self, node: Node, attributes: dict[str, str], blocks: list[Block]) -> None:
        """The blocks of an element, which may be a box."""
        if self.folding and node.tag in _BOXES and any(not isinstance(block, Aside) for block in blocks):
            self.boxes.append(_Box(node, attributes.get("class", ""), blocks))
        else:
            self.add(blocks)

    def blocks(self) -> list[Block]:
        """All blocks, in order."""
        self._fold()
        return self.made

    def _fold(self) -> None:
        boxes, self.boxes = self.boxes, []
        at = 0
        while at < len(boxes):
            stop = at + 1
            while stop < len(boxes) and boxes[stop].is_like(boxes[stop - 1], first=stop - 1 == at):
                stop += 1
            run = boxes[at:stop]
            if len(run) > 2 or (len(run) == 2 and run[1].name):
                self.made.append(Table(tuple(self._row(box, first=box is run[0]) for box in run)))
                self.made += [
                    block for box in run for block in (*box.blocks, *box.after) if isinstance(block, Aside)
                ]
            else:
                self.made += [block for box in run for block in (*box.blocks, *box.after)]
            at = stop

    def _row(self, box: _Box, *, first: bool) -> Row:
        span = self.running.span(box.node.start, box.node.end)
        return Row(tuple(box.texts or ()), span, first and bool(_HEAD_NAMES.search(box.names)))


class _Box:
    """An element with the blocks in it. ``texts`` are its paragraphs, or None when it holds anything else."""

    __slots__ = ("after", "blocks", "name", "names", "node", "texts")

    def __init__(self, node: Node, names: str, blocks: list[Block]) -> None:
        self.node = node
        self.names = names
        self.name = names.split()[0] if names.strip() else ""
        self.blocks = blocks
        self.after: list[Block] = []
        found = [block for block in blocks if not isinstance(block, Aside)]
        texts = [block.text for block in found if isinstance(block, Paragraph)]
        short = 2 <= len(texts) == len(found) <= MAX_CARD_COLUMNS and all(
            len(t.text) <= LONGEST_TEXT for t in texts
        )
        self.texts: list[Text] | None = texts if short and len(texts[0].text) <= LONGEST_FIRST else None

    def is_like(self, other: _Box, *, first: bool) -> bool:
        """Do both look like rows of one table? The first row may have another name, since it may be the header."""
        if self.texts is None or other.texts is None or len(self.texts) != len(other.texts):
            return False
        if self.node.tag != other.node.tag:
            return False
        return self.name == other.name or (first and bool(_HEAD_NAMES.search(other.names)))


def columns_of(attributes: dict[str, str]) -> int:
    """How many columns a grid has by its class (Tailwind's) or style; 0 when that is not said."""
    counts = [int(count) for count in _GRID_CLASS.findall(attributes.get("class", ""))]
    counts += [int(count) for count in _GRID_STYLE.findall(attributes.get("style", ""))]
    return max(counts, default=0) if max(counts, default=0) <= MAX_CARD_COLUMNS else 0


def grid(running: Running, node: Node, columns: int, place: Place) -> list[Block] | None:
    """The rows of a grid whose cells stand one after another; None when they do not fill at least two rows."""
    cells = [child for child in node.children if isinstance(child, Node) and child.tag[0] != "#"]
    loose = any(isinstance(child, tuple) and not running.is_blank(child) for child in node.children)
    if (
        loose
        or columns < 2
        or any(cell.holds for cell in cells)
        or len(cells) < 2 * columns
        or len(cells) % columns
    ):
        return None
    return _grid_rows(running, cells, columns, place)


def _grid_rows(running: Running, cells: list[Node], columns: int, place: Place) -> list[Block]:
    rows: list[Row] = []
    floats: list[Block] = []
    for at in range(0, len(cells), columns):
        texts: list[Text | None] = []
        for cell in cells[at : at + columns]:
            text, more = running.text_of(cell, place, alternatives=True)
            texts.append(text)
            floats += more
        rows.append(Row(tuple(texts), running.span(cells[at].start, cells[at + columns - 1].end)))
    return [Table(tuple(rows)), *floats]

"""Tables of OpenDocument as rows of places: repeated and covered cells told apart, within limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketju.core.model.document import Text
from ketju.formats.elements import local
from ketju.formats.odf.names import TABLE, times

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_SPAN = 1 << 20
MAX_ACROSS = 1000
_GROUPS = frozenset({"table-rows", "table-row-group", "table-header-rows"})
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_HIDDEN = frozenset({"collapse", "filter"})


@dataclass(frozen=True, slots=True)
class Place:
    """A cell as it is written: at ``column`` (from 1), ``repeat`` times, with its path in the part."""

    element: _Element
    path: str
    column: int
    repeat: int
    covered: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is written: at ``row`` (from 1), ``repeat`` times."""

    element: _Element
    path: str
    row: int
    repeat: int
    header: bool

    @property
    def hidden(self) -> bool:
        """Whether the row is hidden or filtered out."""
        return self.element.get(f"{TABLE}visibility") in _HIDDEN

    def places(self) -> Iterator[Place]:
        """The cells of the row."""
        column, count = 1, 0
        for element in self.element:
            name = local(element)
            if name in _CELLS:
                count += 1
                repeat = times(element, "number-columns-repeated", MAX_SPAN)
                yield Place(
                    element, f"{self.path}/cell[{count}]", column, repeat, name == "covered-table-cell"
                )
                column += repeat


class Merges:
    """Which places of a row cells from above cover, told from how many rows each cell says it takes."""

    def __init__(self) -> None:
        self._rows: dict[int, range] = {}
        self._row = 0

    def passing(self, line: Line) -> Iterator[Place]:
        """The cells of a row, noted on the way."""
        self._row = line.row
        for place in line.places():
            down = times(place.element, "number-rows-spanned", MAX_SPAN)
            across = times(place.element, "number-columns-spanned", MAX_SPAN)
            if down > 1 and not place.covered and place.column + across <= MAX_SPAN:
                for column in range(place.column, place.column + min(across, MAX_ACROSS)):
                    self._rows[column] = range(line.row + 1, line.row + down)
            yield place

    def under(self, texts: Sequence[Text | None]) -> tuple[int, ...]:
        """The columns, from 0, of the row just passed that are covered from above."""
        if not self._rows:
            return ()
        return tuple(
            at for at, text in enumerate(texts) if text is None and self._row in self._rows.get(at + 1, ())
        )


def lines_of(table: _Element, path: str) -> Iterator[Line]:
    """The rows of a table, groups opened."""
    row, count = 1, 0
    stack = [(iter(table), False)]
    while stack:
        elements, header = stack[-1]
        element = next(elements, None)
        if element is None:
            stack.pop()
            continue
        name = local(element)
        if name in _GROUPS and len(stack) < 200:
            stack.append((iter(element), header or name == "table-header-rows"))
        elif name == "table-row":
            count += 1
            repeat = times(element, "number-rows-repeated", MAX_SPAN)
            yield Line(element, f"{path}/row[{count}]", row, repeat, header)
            row += repeat

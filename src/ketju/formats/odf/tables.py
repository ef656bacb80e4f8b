"""Tables of OpenDocument as rows of places: repeated and covered cells told apart, within limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketju.formats.elements import local
from ketju.formats.odf.names import TABLE, times

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_SPAN = 1 << 20
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

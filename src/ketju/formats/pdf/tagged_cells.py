"""Rows and cells of a table in a structure tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ketju.formats.pdf.area import Interval
from ketju.formats.pdf.page import Word
from ketju.formats.pdf.tree import Node

MAX_COLUMNS = 2_000
_GROUPS = frozenset({"THead", "TBody", "TFoot"})


def rows_of(node: Node, in_head: bool = False) -> Iterator[tuple[Node, bool]]:
    """(row, whether it stands in the head) of a table."""
    groups = any(isinstance(child, Node) and child.kind in _GROUPS for child in node)
    for place in range(node.size):
        child = node.children.get(place)
        if child is None and not groups:
            yield Node("TR"), in_head  # nothing stands in it
        elif isinstance(child, Node) and child.kind in _GROUPS:
            yield from rows_of(child, child.kind == "THead")
        elif isinstance(child, Node) and child.kind == "TR":
            yield child, in_head


def cells_of(row: Node) -> list[Node]:
    """The cells of a row; those without content too."""
    cells = [row.children.get(place, Node("TD")) for place in range(row.size)]
    return [cell for cell in cells if isinstance(cell, Node)]


def placed_cells(rows: Sequence[Sequence[Node]]) -> list[dict[int, Node | None]]:
    """For each row its cells by column; None where a cell that began elsewhere covers."""
    placed: list[dict[int, Node | None]] = [{} for _ in rows]
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in placed[at]:
                column += 1
            if column + cell.columns > MAX_COLUMNS:
                break
            for down in range(min(cell.rows, len(rows) - at)):
                for along in range(cell.columns):
                    placed[at + down].setdefault(column + along, cell if down == along == 0 else None)
            column += cell.columns
    return placed


def columns_under(placed: Sequence[dict[int, Node | None]]) -> list[tuple[int, ...]]:
    """For each row the columns that a cell of a row above covers."""
    reach: dict[int, range] = {}
    made = []
    for at, places in enumerate(placed):
        made.append(
            tuple(column for column, cell in places.items() if cell is None and at in reach.get(column, ()))
        )
        for column, cell in places.items():
            if cell is not None and cell.rows > 1:
                reach |= dict.fromkeys(range(column, column + cell.columns), range(at + 1, at + cell.rows))
    return made


def printed_once(words: list[Word]) -> list[Word]:
    """The words of a cell, once: those of a header are printed again on every page."""
    pages: dict[int, list[Word]] = {}
    for word in words:
        pages.setdefault(word.page, []).append(word)
    first, *others = pages.values() or [[]]
    printed = [word.text for word in first]
    return first if others and all([word.text for word in other] == printed for other in others) else words


def at_their_columns(
    placed: list[dict[int, Node | None]], words: dict[int, list[Word]]
) -> list[dict[int, Node | None]]:
    """Rows that lack cells, with those they have under the columns of complete rows.

    Programs leave out the tags of empty cells, so that the others move to the left.
    """
    width = max((len(places) for places in placed), default=0)
    columns = _columns(placed, words, width)
    if columns is None:
        return placed
    return [places if len(places) == width else _moved(places, words, columns) for places in placed]


def _columns(
    placed: list[dict[int, Node | None]], words: dict[int, list[Word]], width: int
) -> list[Interval] | None:
    """Where the columns of complete rows are; None when they overlap, or when there is nothing to put right."""
    complete = [places for places in placed if len(places) == width and None not in places.values()]
    if len(complete) == len(placed) or not complete:
        return None
    columns: list[Interval] = []
    for at in range(width):
        boxes = [word.box for places in complete for word in words[id(places[at])]]
        if not boxes:
            return None
        columns.append(Interval(min(box.x0 for box in boxes), max(box.x1 for box in boxes)))
    apart = all(left.end <= right.start for left, right in pairwise(columns))
    return columns if apart else None


def _moved(
    places: dict[int, Node | None], words: dict[int, list[Word]], columns: Sequence[Interval]
) -> dict[int, Node | None]:
    made: dict[int, Node | None] = {}
    for cell in places.values():
        boxes = [word.box for word in words[id(cell)]] if cell is not None else []
        if not boxes or cell is None or cell.columns > 1 or cell.rows > 1:
            return places
        left, right = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
        nearest = max(range(len(columns)), key=lambda at: columns[at].overlap(left, right))
        if made and nearest <= max(made):
            return places
        made[nearest] = cell
    empty: dict[int, Node | None] = {at: Node("TD") for at in range(len(columns))}
    return empty | made

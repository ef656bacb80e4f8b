"""List items as they follow one another, with their levels, made into nested lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ketju.core.model.document import Block, Item, Listing, Text

MAX_LEVELS = 32


@dataclass(slots=True)
class ListLine:
    """One item: ``level`` counts from 0, ``blocks`` stand under it; ``group`` is the list it was declared to be of."""

    text: Text
    level: int
    ordered: bool = False
    marker: str = ""
    group: str = ""
    blocks: list[Block] = field(default_factory=list)


def nested(lines: Sequence[ListLine]) -> list[Block]:
    """The lines as nested lists. A line that is deeper than the one before it becomes its child.

    Of neighbours on one level, those of another kind (ordered or not) or another group start a list of their own.
    """
    return _lists(lines, 0)


def _lists(lines: Sequence[ListLine], depth: int) -> list[Block]:
    made: list[Block] = []
    items: list[Item] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        stop = at + 1
        while stop < len(lines) and lines[stop].level > line.level:
            stop += 1
        inner = lines[at + 1 : stop]
        children = [*line.blocks, *(_lists(inner, depth + 1) if depth < MAX_LEVELS else _flat(inner))]
        items.append(Item(line.text, tuple(children), line.marker))
        following = lines[stop] if stop < len(lines) else None
        if following is None or (following.ordered, following.group) != (line.ordered, line.group):
            made.append(Listing(tuple(items), line.ordered))
            items = []
        at = stop
    return made


def _flat(lines: Sequence[ListLine]) -> list[Block]:
    """Lines nested too deep to be worth telling apart."""
    made: list[Block] = []
    if lines:
        made.append(Listing(tuple(Item(line.text, (), line.marker) for line in lines), lines[0].ordered))
        for line in lines:
            made += line.blocks
    return made

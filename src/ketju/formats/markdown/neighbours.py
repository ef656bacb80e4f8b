"""Lists that CommonMark takes for several, though a person sees one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from ketju.core.model.document import Block, Definition, Definitions, Item, Listing

MAX_LEVELS = 16

_NUMBER = re.compile(r"\d{1,9}")


def joined(blocks: Iterable[Block], indent: Callable[[Listing], int], depth: int = 0) -> list[Block]:
    """The blocks, with neighbouring lists put together.

    A list that is indented deeper than the list before it belongs to that one's last item; one that counts on from it,
    or has the same foreign bullets, is its continuation. Neighbouring definitions are one list.
    """
    made: list[Block] = []
    listing: _Growing | None = None
    definitions: list[Definition] = []
    for block in blocks:
        if definitions and not isinstance(block, Definitions):
            made.append(Definitions(tuple(definitions)))
            definitions = []
        if listing and not (isinstance(block, Listing) and listing.takes(block)):
            made.append(listing.whole())
            listing = None
        elif listing:
            continue
        if isinstance(block, Listing):
            listing = _Growing(block, indent, depth)
        elif isinstance(block, Definitions):
            definitions += block.items
        else:
            made.append(block)
    if listing:
        made.append(listing.whole())
    return [*made, Definitions(tuple(definitions))] if definitions else made


class _Growing:
    """A list to which others may be added; ``nested`` are the lists of its last item."""

    def __init__(self, first: Listing, indent: Callable[[Listing], int], depth: int) -> None:
        self.first = first
        self.indent = indent
        self.depth = depth
        self.items: list[Item] = list(first.items)
        self.nested: list[Block] = []

    def takes(self, block: Listing) -> bool:
        """Add a list, if it belongs to this one."""
        if self.indent(block) > self.indent(self.first):
            self.nested.append(block)
        elif _goes_on(self.items[-1].marker, block.items[0].marker):
            self._close()
            self.items += block.items
        else:
            return False
        return True

    def _close(self) -> None:
        if self.nested:
            last = self.items[-1]
            nested = (
                joined(self.nested, self.indent, self.depth + 1) if self.depth < MAX_LEVELS else self.nested
            )
            self.items[-1] = replace(last, children=(*last.children, *nested))
            self.nested = []

    def whole(self) -> Listing:
        self._close()
        return replace(self.first, items=tuple(self.items))


def _goes_on(last: str, first: str) -> bool:
    """Does the marker ``first`` go on with the list that ends with the marker ``last``?"""
    numbers = [_NUMBER.match(marker) for marker in (last, first)]
    if numbers[0] and numbers[1]:
        return int(numbers[0].group()) + 1 == int(numbers[1].group())
    return first == last and not first.isascii()

"""References that run in a circle: a group that uses itself by way of others, companies that engage each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Edge = tuple[str, str]
"""From an id to an id."""


def cycles(edges: Iterable[Edge]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each reference that closes a circle: its place among the edges, and the ids around, the first one repeated.

    The walk begins at the sources in their order and leaves out what closes a circle, so that what remains has
    none. Time grows with the number of edges.
    """
    numbered = list(edges)
    outgoing: dict[str, list[tuple[int, str]]] = {}
    for at, (source, target) in enumerate(numbered):
        outgoing.setdefault(source, []).append((at, target))
    closing = _closing(outgoing)
    for at in sorted(closing):
        yield at, closing[at]


def _closing(outgoing: dict[str, list[tuple[int, str]]]) -> dict[int, tuple[str, ...]]:
    """The edges that lead back to an id on the way to them, as a walk in depth finds them."""
    found: dict[int, tuple[str, ...]] = {}
    done: set[str] = set()
    for start in outgoing:
        way = {start: iter(outgoing[start])} if start not in done else {}
        while way:
            here = next(reversed(way))
            at, target = next(way[here], (-1, ""))
            if at < 0:
                del way[here]
                done.add(here)
            elif target in way:
                names = list(way)
                found[at] = (*names[names.index(target) :], target)
            elif target not in done:
                way[target] = iter(outgoing.get(target, ()))
    return found

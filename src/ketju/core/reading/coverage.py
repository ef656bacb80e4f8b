"""Which stretches of a source have been accounted for, and as what."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from ketju.core.model.result import PartKind
from ketju.core.model.span import BoxSpan, CellSpan, NodeSpan, Span, TextSpan


class Taken(NamedTuple):
    """What a stretch was recognised as, and why when it is unread."""

    kind: PartKind
    reason: str = ""


class Coverage:
    """Spans with what they were recognised as. Stretches of text may overlap; the first one stays.

    Looking up takes a binary search, however long the stretches are; it is quick when all are added before.
    """

    def __init__(self) -> None:
        self._text: list[tuple[int, int, Taken]] = []
        self._other: dict[object, Taken] = {}
        self._reach: list[int] = []  # how far the stretches up to each one reach, once they are sorted

    def add(self, span: Span, kind: PartKind, reason: str = "") -> None:
        """Account for ``span``."""
        if isinstance(span, TextSpan):
            self._text.append((span.start, span.end, Taken(kind, reason)))
            self._reach = []
        else:
            self._other.setdefault(_key(span), Taken(kind, reason))

    def taken(self, span: Span) -> Taken | None:
        """What ``span``, or a stretch that overlaps it, was recognised as."""
        if not isinstance(span, TextSpan):
            return self._other.get(_key(span))
        if not self._reach:
            self._text.sort()
            self._reach = list(accumulate((end for _, end, _ in self._text), max))
        first = bisect_right(self._reach, span.start)
        if first < len(self._text) and self._text[first][0] < span.end:
            return self._text[first][2]
        return None


def _key(span: Span) -> object:
    if isinstance(span, CellSpan):
        return (span.sheet, span.row, span.column)
    if isinstance(span, NodeSpan):
        return (span.part, span.path)
    if isinstance(span, BoxSpan):
        return (span.page, round(span.x0), round(span.y0), round(span.x1), round(span.y1))
    return (span.start, span.end)

"""Which stretches of a source have been accounted for, and as what."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from typing import NamedTuple

from ketju.core.model.result import PartKind
from ketju.core.model.span import BoxSpan, CellSpan, NodeSpan, Span, TextSpan


class Taken(NamedTuple):
    """What a stretch was recognised as, and why when it is unread."""

    kind: PartKind
    reason: str = ""


class Coverage:
    """Spans with what they were recognised as. Stretches of text may overlap; the first one stays."""

    def __init__(self) -> None:
        self._text: list[tuple[int, int, Taken]] = []
        self._longest = 0
        self._other: dict[object, Taken] = {}

    def add(self, span: Span, kind: PartKind, reason: str = "") -> None:
        """Account for ``span``."""
        if isinstance(span, TextSpan):
            insort(self._text, (span.start, span.end, Taken(kind, reason)))
            self._longest = max(self._longest, span.end - span.start)
        else:
            self._other.setdefault(_key(span), Taken(kind, reason))

    def taken(self, span: Span) -> Taken | None:
        """What ``span``, or a stretch that overlaps it, was recognised as."""
        if not isinstance(span, TextSpan):
            return self._other.get(_key(span))
        low = bisect_left(self._text, (span.start - self._longest, -1, Taken("field")))
        high = bisect_right(self._text, (span.end, -1, Taken("field")))
        for start, end, taken in self._text[low:high]:
            if start < span.end and end > span.start:
                return taken
        return None


def _key(span: Span) -> object:
    if isinstance(span, CellSpan):
        return (span.sheet, span.row, span.column)
    if isinstance(span, NodeSpan):
        return (span.part, span.path)
    if isinstance(span, BoxSpan):
        return (span.page, round(span.x0), round(span.y0), round(span.x1), round(span.y1))
    return (span.start, span.end)

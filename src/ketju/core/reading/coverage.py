"""Which stretches of a source have been accounted for, and as what."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort

from ketju.core.model.result import PartKind
from ketju.core.model.span import BoxSpan, CellSpan, NodeSpan, Span, TextSpan


class Coverage:
    """Spans with what they were recognised as. Stretches of text may overlap; the first one stays."""

    def __init__(self) -> None:
        self._text: list[tuple[int, int, PartKind]] = []
        self._longest = 0
        self._other: dict[object, PartKind] = {}

    def add(self, span: Span, kind: PartKind) -> None:
        """Account for ``span``."""
        if isinstance(span, TextSpan):
            insort(self._text, (span.start, span.end, kind))
            self._longest = max(self._longest, span.end - span.start)
        else:
            self._other.setdefault(_key(span), kind)

    def kind(self, span: Span) -> PartKind | None:
        """What ``span``, or a stretch that overlaps it, was recognised as."""
        if not isinstance(span, TextSpan):
            return self._other.get(_key(span))
        low = bisect_left(self._text, (span.start - self._longest, -1, ""))
        high = bisect_right(self._text, (span.end, -1, ""))
        for start, end, kind in self._text[low:high]:
            if start < span.end and end > span.start:
                return kind
        return None


def _key(span: Span) -> object:
    if isinstance(span, CellSpan):
        return (span.sheet, span.row, span.column)
    if isinstance(span, NodeSpan):
        return (span.part, span.path)
    if isinstance(span, BoxSpan):
        return (span.page, round(span.x0), round(span.y0), round(span.x1), round(span.y1))
    return (span.start, span.end)

"""A line of the source with a mark under the part that is meant."""

from __future__ import annotations

from ketju.cli.render.width import printable, width
from ketju.core.model.document import Document
from ketju.core.model.span import Span, TextSpan

BEFORE = 24
"""So many columns before the mark are shown of a line that is too long."""


def excerpt(span: Span | None, document: Document | None, columns: int) -> list[str]:
    """The line and its carets: ["12 │ Acme Inc. | no", "   │ ^^^^^^^^^"]; [] for a place that is no text.

    A line that is wider than ``columns`` is cut on both sides of the mark; a mark over several lines ends with the
    first.
    """
    if not isinstance(span, TextSpan) or document is None or document.source is None:
        return []
    at = document.position(span)
    start = document.line_starts[at.line - 1]
    end = document.source.find("\n", start)
    line = document.source[start : end if end >= 0 else None].rstrip("\r")
    first = min(at.column - 1, len(line))
    last = max(first + 1, min(span.end - start, len(line)))
    gutter = f"{at.line:>5} │ "
    room = max(20, columns - len(gutter))
    shown, first, last = _window(line, first, last, room)
    shown = printable(shown).replace("\t", " ")
    caret = " " * width(shown[:first]) + "^" * max(1, width(shown[first:last]))
    return [gutter + shown, " " * 5 + " │ " + caret]


def _window(line: str, first: int, last: int, room: int) -> tuple[str, int, int]:
    """The stretch of a long line around the mark, and where the mark stands in it."""
    if width(line) <= room:
        return line, first, last
    begin = max(0, min(first - BEFORE, len(line) - room + 1))
    lead = "…" if begin else ""
    shown = lead + line[begin : begin + room - 2]
    if begin + room - 2 < len(line):
        shown += "…"
    moved = len(lead) - begin
    return shown, first + moved, max(first + moved + 1, min(last + moved, len(shown)))

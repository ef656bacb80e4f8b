"""What each stretch of a source was taken for, in as few pieces as say it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from ketju.core.model.document import Document
from ketju.core.model.result import Part
from ketju.core.model.span import BoxSpan, CellSpan, NodeSpan, Span, TextSpan


def account_data(parts: Sequence[Part], document: Document) -> list[dict[str, Any]]:
    """Runs of parts of the same kind in order: kind, how many, and where the first begins and the last ends.

    Of a text these are lines (``line``, ``last_line``), of a sheet rows, of other sources pages or parts.
    """
    ordered = parts
    if document.source is not None:
        ordered = sorted(parts, key=lambda part: part.span.start if isinstance(part.span, TextSpan) else 0)
    runs = groupby(ordered, key=lambda part: (part.kind, _container(part.span)))
    return [_run(kind, list(run), document) for (kind, _), run in runs]


def _container(span: Span) -> str:
    match span:
        case CellSpan(sheet):
            return sheet
        case NodeSpan(part):
            return part
        case BoxSpan(page):
            return str(page)
    return ""


def _run(kind: str, run: list[Part], document: Document) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": kind, "count": len(run)}
    first = run[0].span
    match first:
        case TextSpan():
            ends = [part.span.end for part in run if isinstance(part.span, TextSpan)]
            last = document.position(TextSpan(max(max(ends) - 1, first.start), max(ends)))
            return said | {"line": document.position(first).line, "last_line": last.line}
        case CellSpan(sheet):
            rows = [part.span.row for part in run if isinstance(part.span, CellSpan)]
            return said | {"sheet": sheet, "row": min(rows), "last_row": max(rows)}
        case BoxSpan(page):
            return said | {"page": page}
        case NodeSpan(part):
            return said | {"part": part}

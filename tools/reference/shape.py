"""A document as lines that show its blocks, for people who want to see what a reader made of a source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ketju.core.model.document import (
    Aside,
    Block,
    Definitions,
    Document,
    Heading,
    Listing,
    Paragraph,
    Record,
    Records,
    Row,
    Table,
    Text,
    Value,
)
from ketju.core.model.span import BoxSpan, CellSpan, NodeSpan, Span, TextSpan

WIDEST = 80
INDENT = "  "


def shape_lines(document: Document) -> list[str]:
    """A line for each text: what it is, what is printed, and where it stands."""
    lines = list(_blocks(document.blocks, ""))
    texts = max((len(words) for words, _ in lines), default=0)
    return [
        f"{words.ljust(min(texts, WIDEST + 20))}  {_place(span, document)}".rstrip() for words, span in lines
    ]


Line = tuple[str, Span | None]


def _blocks(blocks: Sequence[Block], margin: str) -> Iterator[Line]:
    for block in blocks:
        match block:
            case Heading(text, level):
                yield _line(margin, f"heading {level}", text)
            case Paragraph(text):
                yield _line(margin, "paragraph", text)
            case Aside(text, kind):
                yield _line(margin, f"aside ({kind})", text)
            case Listing(items):
                yield f"{margin}list", None
                for item in items:
                    yield _line(margin + INDENT, f"item {item.marker}".strip(), item.text)
                    yield from _blocks(item.children, margin + INDENT * 2)
            case Definitions(items):
                for one in items:
                    yield _line(margin, "term", one.term)
                    yield from _blocks(one.details, margin + INDENT)
            case Table(rows, caption):
                yield f"{margin}table{f': {caption.text}' if caption else ''}", None
                yield from (_row(row, margin + INDENT) for row in rows)
            case Record() | Records():
                yield from _value(block, margin, "")


def _row(row: Row, margin: str) -> Line:
    cells = " | ".join("(merged)" if cell is None else " ".join(cell.text.split()) for cell in row.cells)
    return _cut(f"{margin}{'header' if row.header else 'row'}: {cells}"), row.span


def _value(value: Value, margin: str, key: str) -> Iterator[Line]:
    named = f"{key}: " if key else ""
    if isinstance(value, Text):
        yield _cut(f"{margin}{named}{' '.join(value.text.split())}"), value.span
        return
    yield f"{margin}{named}{'record' if isinstance(value, Record) else 'records'}", value.span
    pairs = value.pairs if isinstance(value, Record) else [(None, item) for item in value.items]
    for own, inner in pairs:
        yield from _value(inner, margin + INDENT, own.text if own else "")


def _line(margin: str, kind: str, text: Text) -> Line:
    marks = dict.fromkeys(f"{mark.kind} {mark.target}".strip() for mark in text.marks)
    after = f"  [{', '.join(marks)}]" if marks else ""
    return _cut(f"{margin}{kind}: {' '.join(text.text.split())}{after}"), text.span


def _cut(line: str) -> str:
    return line if len(line) <= WIDEST + 20 else line[: WIDEST + 19] + "…"


def _place(span: Span | None, document: Document) -> str:
    match span:
        case None:
            return ""
        case TextSpan():
            at = document.position(span)
            return f"{at.line}:{at.column}"
        case CellSpan(sheet, row, column):
            return f"{sheet}, row {row}, column {column}"
        case BoxSpan(page, x0, y0, x1, y1):
            return f"page {page}, {x0:.0f} {y0:.0f} {x1:.0f} {y1:.0f}"
        case NodeSpan(part, path, _, _):
            return f"{part} {path}"

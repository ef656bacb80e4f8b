"""Places in a source, as people name them."""

from __future__ import annotations

from ketju.core.model.document import Document
from ketju.core.model.span import BoxSpan, CellSpan, NodeSpan, Span, TextSpan
from ketju.text.render import Phrasebook


def place_name(span: Span, document: Document, file: str, phrases: Phrasebook) -> str:
    """A place with its file: "list.txt:3:1", "list.xlsx, sheet Data, cell B3", "list.pdf, page 2"."""
    if isinstance(span, TextSpan):
        at = document.position(span)
        return f"{file}:{at.line}:{at.column}"
    return f"{file}, {short_place(span, document, phrases)}"


def short_place(span: Span, document: Document, phrases: Phrasebook) -> str:
    """A place without its file: "3:1", "sheet Data, cell B3", "page 2", "table 1, row 3"."""
    match span:
        case TextSpan():
            at = document.position(span)
            return f"{at.line}:{at.column}"
        case CellSpan(sheet, row, column):
            return phrases("place.cell", sheet=sheet, cell=f"{column_letters(column)}{row}")
        case BoxSpan(page, _, y0, _, _):
            return phrases("place.page", page=page, points=round(y0))
        case NodeSpan(part, path, _, _):
            return phrases("place.node", part=part, path=path)


def column_letters(column: int) -> str:
    """The letters of a spreadsheet's column: 1 → A, 27 → AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

"""A document written down shortly, to compare it with what a person sees."""

from __future__ import annotations

from collections.abc import Iterable

from ketju.core.model.document import Aside, Block, Document, Heading, Listing, Mark, Paragraph, Table, Text


def shape(document: Document) -> list[object]:
    """Headings as ``"# text"``, paragraphs as text, tables as lists of rows, lists as nested lists, asides as
    ``(kind, text)``."""
    return shapes(document.blocks)


def shapes(blocks: Iterable[Block]) -> list[object]:
    return [_shape(block) for block in blocks]


def _shape(block: Block) -> object:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {text.text}"
        case Paragraph(text):
            return text.text
        case Aside(text, kind):
            return kind, text.text
        case Table():
            return rows_of(block)
        case Listing(items):
            return [
                f"{item.marker} {item.text.text}".strip()
                if not item.children
                else (item.text.text, shapes(item.children))
                for item in items
            ]
    raise AssertionError(f"no shape for {block}")


def rows_of(table: Table) -> list[list[str | None]]:
    """The texts of a table's cells."""
    return [[None if cell is None else cell.text for cell in row.cells] for row in table.rows]


def tables(document: Document) -> list[list[list[str | None]]]:
    return [rows_of(block) for block in document.blocks if isinstance(block, Table)]


def marked(text: Text, kind: str) -> list[str]:
    """The stretches of a text that are marked so."""
    return [text.text[mark.start : mark.end] for mark in text.marks if mark.kind == kind]


def links(text: Text) -> dict[str, str]:
    """Printed → target of the links in a text."""
    found: list[Mark] = [mark for mark in text.marks if mark.kind == "link"]
    return {text.text[mark.start : mark.end]: mark.target for mark in found}

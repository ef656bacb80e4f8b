"""Blocks that are no content of a page, kept as asides so that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.model.document import (
    Aside,
    AsideKind,
    Block,
    Definitions,
    Heading,
    Listing,
    Paragraph,
    Record,
    Records,
    Table,
    Text,
    Value,
)


def as_asides(blocks: list[Block], kind: AsideKind) -> list[Block]:
    """Every text of the blocks as an aside of that kind."""
    return [Aside(text, kind) for block in blocks for text in texts_of(block) if text.text]


def texts_of(block: Block) -> Iterator[Text]:
    """Every text in a block, in reading order."""
    match block:
        case Heading(text) | Paragraph(text) | Aside(text):
            yield text
        case Listing(items):
            for item in items:
                yield item.text
                for inner in item.children:
                    yield from texts_of(inner)
        case Definitions(definitions):
            for definition in definitions:
                yield definition.term
                for inner in definition.details:
                    yield from texts_of(inner)
        case Table(rows, caption):
            if caption:
                yield caption
            for row in rows:
                yield from (cell for cell in row.cells if cell)
        case Record() | Records():
            yield from _texts_of_value(block)


def _texts_of_value(value: Value) -> Iterator[Text]:
    match value:
        case Text():
            yield value
        case Record(pairs):
            for key, inner in pairs:
                yield key
                yield from _texts_of_value(inner)
        case Records(items):
            for inner in items:
                yield from _texts_of_value(inner)

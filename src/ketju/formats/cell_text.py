"""Several texts or blocks as one text, for the cells of tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ketju.core.model.document import (
    Aside,
    Block,
    Definitions,
    Heading,
    Listing,
    Mark,
    Paragraph,
    Table,
    Text,
)
from ketju.core.model.span import TextSpan


def joined(texts: Sequence[Text], span: TextSpan) -> Text:
    """The texts one below another; ``span`` is the place of the whole."""
    if len(texts) == 1:
        return Text(texts[0].text, span, texts[0].marks)
    marks: list[Mark] = []
    at = 0
    for text in texts:
        marks += (Mark(mark.kind, mark.start + at, mark.end + at, mark.target) for mark in text.marks)
        at += len(text.text) + 1
    return Text("\n".join(text.text for text in texts), span, tuple(marks))


def texts_of(blocks: Iterable[Block]) -> Iterator[Text]:
    """The texts in blocks, in reading order. Comments and other asides are left out."""
    for block in blocks:
        match block:
            case Paragraph(text=text) | Heading(text=text):
                yield text
            case Listing(items=items):
                for item in items:
                    if item.text.text:
                        yield item.text
                    yield from texts_of(item.children)
            case Definitions(items=definitions):
                for definition in definitions:
                    yield definition.term
                    yield from texts_of(definition.details)
            case Table(rows=rows):
                for row in rows:
                    yield from (cell for cell in row.cells if cell and cell.text)
            case Aside(text=text, kind="code"):
                yield text
            case _:
                pass

"""Plain text, as it is copied from a page or stands in a mail."""

from __future__ import annotations

from ketju.core.model.document import Document
from ketju.formats.format import Format, Source
from ketju.formats.rows import lines


def recognise(source: Source) -> float:
    """Anything can be plain text."""
    return 0.25


def read(source: Source) -> Document:
    """Paragraphs, lists, tables and headings as far as the layout tells; the rest stays in paragraphs."""
    from ketju.formats.plain.blocks import blocks_of

    blocks, problems = blocks_of(source.text)
    return Document("plain", blocks, source.text, problems=problems, encoding=source.decoded[1])


FORMAT = Format("plain", "plain text", (".txt", ".text"), recognise, read, rows=lines)

"""CSV and its kin: cells between commas, semicolons, tabs or pipes."""

from __future__ import annotations

from ketju.core.model.document import Document
from ketju.formats.format import Format, Source
from ketju.formats.rows import lines


def recognise(source: Source) -> float:
    """Several records with the same number of cells, and no sign that the commas belong to sentences."""
    from ketju.formats.delimited.blocks import likeness

    return likeness(source.text)


def read(source: Source) -> Document:
    """One table, and paragraphs for lines before it or set apart from it. No row is taken for a header."""
    from ketju.formats.delimited.blocks import blocks_of

    blocks, problems = blocks_of(source.text, source.suffix)
    return Document("csv", blocks, source.text, problems=problems, encoding=source.decoded[1])


FORMAT = Format("csv", "CSV", (".csv", ".tsv", ".tab", ".psv"), recognise, read, rows=lines)

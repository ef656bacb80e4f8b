"""PDF files."""

from __future__ import annotations

from ketju.core.model.document import Document
from ketju.formats.format import Format, Source

HEAD = 1024  # bytes in which viewers look for the mark


def recognise(source: Source) -> float:
    """Whether the mark of a PDF stands at the beginning."""
    at = source.data.find(b"%PDF-", 0, HEAD)
    return 1.0 if at == 0 else 0.9 if at > 0 else 0.0


def read(source: Source) -> Document:
    """The document in a PDF. Raises SourceBroken, SourceHostile."""
    from ketju.formats.pdf.document import document_from

    return document_from(source)


FORMAT = Format(id="pdf", name="PDF", suffixes=(".pdf",), recognise=recognise, read=read, binary=True)

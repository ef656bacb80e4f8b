"""Word documents (DOCX)."""

from __future__ import annotations

from ketju.core.model.document import Document
from ketju.formats.format import Format, Source
from ketju.formats.package import zip_with


def recognise(source: Source) -> float:
    """Whether the source is a zip that holds a Word document."""
    return zip_with(source, b"word/document", b"wordprocessingml")


def read(source: Source) -> Document:
    """The document in a DOCX file. Raises SourceBroken, SourceHostile."""
    from ketju.formats.docx.document import document_from
    from ketju.formats.package import Package

    return document_from(Package(source, "docx"))


FORMAT = Format(
    id="docx",
    name="Word (DOCX)",
    suffixes=(".docx", ".docm", ".dotx", ".dotm"),
    recognise=recognise,
    read=read,
    binary=True,
)

"""OpenDocument texts (ODT)."""

from __future__ import annotations

from ketju.core.model.document import Document
from ketju.formats.format import Format, Source
from ketju.formats.package import zip_with


def recognise(source: Source) -> float:
    """Whether the source is a zip that says it is an OpenDocument text."""
    return zip_with(source, b"application/vnd.oasis.opendocument.text")


def read(source: Source) -> Document:
    """The document in an ODT file. Raises SourceBroken, SourceHostile."""
    from ketju.formats.odf.document import text_document_from
    from ketju.formats.package import Package

    return text_document_from(Package(source, "odt"))


FORMAT = Format(
    id="odt",
    name="OpenDocument text (ODT)",
    suffixes=(".odt", ".ott"),
    recognise=recognise,
    read=read,
    binary=True,
)

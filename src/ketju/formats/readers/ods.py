"""OpenDocument spreadsheets (ODS)."""

from __future__ import annotations

from ketju.core.model.document import Document
from ketju.formats.format import Format, Source
from ketju.formats.package import zip_with


def recognise(source: Source) -> float:
    """Whether the source is a zip that says it is an OpenDocument spreadsheet."""
    return zip_with(source, b"application/vnd.oasis.opendocument.spreadsheet")


def read(source: Source) -> Document:
    """The document in an ODS file. Raises SourceBroken, SourceHostile."""
    from ketju.formats.package import Package
    from ketju.formats.spreadsheet.blocks import blocks_of
    from ketju.formats.spreadsheet.ods import sheets_of

    blocks, problems = blocks_of(sheets_of(Package(source, "ods")), source.name)
    return Document("ods", tuple(blocks), problems=tuple(problems))


FORMAT = Format(
    id="ods",
    name="OpenDocument spreadsheet (ODS)",
    suffixes=(".ods", ".ots"),
    recognise=recognise,
    read=read,
    binary=True,
)

"""Excel workbooks (XLSX)."""

from __future__ import annotations

from ketju.core.model.document import Document
from ketju.formats.format import Format, Source
from ketju.formats.package import zip_with


def recognise(source: Source) -> float:
    """Whether the source is a zip that holds an Excel workbook."""
    return zip_with(source, b"xl/workbook", b"spreadsheetml.sheet")


def read(source: Source) -> Document:
    """The document in an XLSX file. Raises SourceBroken, SourceHostile."""
    from ketju.formats.package import Package
    from ketju.formats.spreadsheet.blocks import blocks_of
    from ketju.formats.spreadsheet.xlsx import Workbook

    blocks, problems = blocks_of(Workbook(Package(source, "xlsx")).sheets(), source.name)
    return Document("xlsx", tuple(blocks), problems=tuple(problems))


FORMAT = Format(
    id="xlsx",
    name="Excel (XLSX)",
    suffixes=(".xlsx", ".xlsm", ".xltx", ".xltm"),
    recognise=recognise,
    read=read,
    binary=True,
)

"""Excel workbooks of the old binary format (XLS)."""

from __future__ import annotations

from ketju.core.model.document import Document
from ketju.formats.format import Format, Source

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book", "EncryptedPackage"))


def recognise(source: Source) -> float:
    """Whether the source is a compound file that holds a workbook, or an office package under a password."""
    data = source.data
    return 1.0 if data.startswith(OLE_MAGIC) and any(stream in data for stream in _STREAMS) else 0.0


def read(source: Source) -> Document:
    """The document in an XLS file. Raises SourceBroken, SourceHostile."""
    from ketju.formats.spreadsheet.blocks import blocks_of
    from ketju.formats.spreadsheet.xls import sheets_of

    blocks, problems = blocks_of(sheets_of(source), source.name)
    return Document("xls", tuple(blocks), problems=tuple(problems))


FORMAT = Format(
    id="xls", name="Excel (XLS)", suffixes=(".xls", ".xlt"), recognise=recognise, read=read, binary=True
)

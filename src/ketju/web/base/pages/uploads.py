"""Checks of uploaded files before anything reads them: how large, and of which kind by their content.

What a browser says about a file, its name and its type, is believed in nothing but the choice among texts.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from django.core.files.uploadedfile import UploadedFile

from ketju.core.problems import Problem

Kind = Literal["pdf", "xlsx", "docx", "ods", "odt", "png", "jpeg", "json", "xml", "html", "text"]

FILES: Final[tuple[Kind, ...]] = ("pdf", "docx", "odt", "xlsx", "ods", "png", "jpeg", "html", "text")
"""What a document may be."""
SIZE: Final = 20_000_000
"""Bytes of a file, where nobody says otherwise."""
UNPACKED: Final = 200_000_000
"""Bytes of what is inside an archive."""
MEMBERS: Final = 5_000
"""Files inside an archive."""
_HEAD: Final = 4096
_STARTS: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
)
_ODF: Final[dict[bytes, Kind]] = {
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.text": "odt",
}
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody handed in, after it was checked: its name, its kind by content, its bytes."""

    name: str
    form: str
    data: bytes


class UploadTooLarge(Problem):
    """The file is larger than the limit. Params: size, limit (megabytes)."""

    code = "web.upload.too-large"
    hint = "web.upload.too-large.hint"


class UploadEmpty(Problem):
    """The file has no content."""

    code = "web.upload.empty"
    hint = "web.upload.empty.hint"


class UploadOfAnotherKind(Problem):
    """The content is of a kind that is not wanted, or of none that is known. Params: kinds."""

    code = "web.upload.another-kind"
    hint = "web.upload.another-kind.hint"


class UploadHostile(Problem):
    """An archive unpacks to too much, or names files outside itself."""

    code = "web.upload.hostile"
    hint = "web.upload.hostile.hint"


class UploadsTooMany(Problem):
    """More files at once than are taken. Params: count, limit."""

    code = "web.upload.too-many"
    hint = "web.upload.too-many.hint"


class UploadsTooLarge(Problem):
    """Files are together larger than the limit. Params: size, limit (megabytes)."""

    code = "web.upload.together"
    hint = "web.upload.together.hint"


def megabytes(size: int) -> int:
    """Whole megabytes, rounded up."""
    return -(-size // 1_000_000)


def check_upload(file: UploadedFile[bytes], kinds: Collection[Kind], limit: int = SIZE) -> Kind:
    """The kind of a file, which is one of those wanted. The file is read from its beginning afterwards.

    Raises UploadTooLarge, UploadEmpty, UploadOfAnotherKind, UploadHostile.
    """
    size = file.size or 0
    if size > limit:
        raise UploadTooLarge(size=megabytes(size), limit=limit // 1_000_000)
    if size == 0:
        raise UploadEmpty
    file.seek(0)
    data = file.read(_HEAD)
    kind = _zipped(file) if data.startswith(b"PK\x03\x04") else _plain(data)
    file.seek(0)
    if kind is None or kind not in kinds:
        raise UploadOfAnotherKind(kinds=", ".join(sorted(kinds)))
    return kind


def _plain(head: bytes) -> Kind | None:
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    if _CONTROL.search(head):
        return None
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:100].lower()
    if begin.startswith((b"<!doctype html", b"<html")):
        return "html"
    if begin.startswith(b"<"):
        return "xml"
    return "json" if begin.startswith((b"{", b"[")) else "text"


def _zipped(file: UploadedFile[bytes]) -> Kind | None:
    """The kind of an office document. Raises UploadHostile."""
    try:
        with zipfile.ZipFile(io.BufferedReader(_Raw(file))) as archive:
            infos = archive.infolist()
            _check_members(infos)
            names = {one.filename for one in infos}
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return _ODF.get(archive.read("mimetype").strip())
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    return "xlsx" if "xl/workbook.xml" in names else "docx" if "word/document.xml" in names else None


def _check_members(infos: list[zipfile.ZipInfo]) -> None:
    leads_out = any(one.filename.startswith(("/", "\\")) or ".." in one.filename.split("/") for one in infos)
    too_much = len(infos) > MEMBERS or sum(one.file_size for one in infos) > UNPACKED
    if leads_out or too_much:
        raise UploadHostile


class _Raw(io.RawIOBase):
    """An uploaded file as the library of archives wants it."""

    def __init__(self, file: UploadedFile[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self._file.seek(offset, whence)
        return self.tell()

    def tell(self) -> int:
        return int(self._file.tell())

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._file.read(len(view))
        view[: len(data)] = data
        return len(data)


def safe_name(name: str) -> str:
    """The name of a file without folders, control characters and what shells or systems read as their own."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(one if one.isalnum() or one in "-_. " else "_" for one in last).strip(". ")
    return kept[:120] or "file"


def upload_of(file: UploadedFile[bytes]) -> Upload:
    """A file that was handed in. Raises the problems of uploads."""
    kind = check_upload(file, FILES)
    return Upload(safe_name(file.name or ""), kind, file.read())


def uploads_of(files: Iterable[UploadedFile[bytes]]) -> tuple[Upload, ...]:
    """Several files that were handed in together. Raises the problems of uploads."""
    return tuple(upload_of(one) for one in files)

"""Zip packages of XML parts (DOCX, XLSX, ODT, ODS), opened with limits on what they may unpack to."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from ketju.core.problems import SourceBroken, SourceHostile, SourceTooLarge
from ketju.formats.format import Source

if TYPE_CHECKING:
    from lxml.etree import XMLSyntaxError, _Element

MAX_MEMBERS = 4_000
MAX_PART = 64 << 20  # bytes of one part, unpacked
MAX_XML = 24 << 20  # bytes of a part that is parsed: its tree takes ten times as much
MAX_TOTAL = 160 << 20  # bytes of all parts that were read, unpacked
MAX_RATIO = 400  # unpacked to packed, for parts larger than this:
RATIO_FROM = 4 << 20
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NO_MEMORY = 2  # libxml's number for running out of memory
RELATIONSHIP_TAG = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """The parts of a zip package.

    Raises SourceBroken when the bytes are no zip or a part is damaged, SourceHostile when a part would unpack to
    more than the limits.
    """

    def __init__(self, source: Source, format_id: str) -> None:
        self.name, self.format_id = source.name, format_id
        self.unpacked = 0
        try:
            self.archive = zipfile.ZipFile(BytesIO(source.data))
            members = self.archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
            raise self.broken(_reason_for_no_zip(source.data)) from None
        if len(members) > MAX_MEMBERS:
            raise self.hostile("members")
        self.members = {member.filename: member for member in members}

    def __contains__(self, part: str) -> bool:
        return part in self.members

    def read(self, part: str, limit: int = MAX_PART) -> bytes:
        """The bytes of a part; b"" when there is no such part.

        Raises SourceTooLarge when there are more than ``limit``, SourceHostile and SourceBroken.
        """
        member = self.members.get(part)
        if member is None:
            return b""
        size = member.file_size
        too_dense = size > RATIO_FROM and size > MAX_RATIO * max(member.compress_size, 1)
        if too_dense or self.unpacked + size > MAX_TOTAL:
            raise self.hostile("zip-bomb")
        if size > limit:
            raise SourceTooLarge(file=self.name, size=size, limit=limit)
        if member.flag_bits & 1:
            raise self.broken("encrypted")
        self.unpacked += size
        try:
            return self.archive.read(member)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ):
            raise self.broken("damaged-part") from None

    def xml(self, part: str) -> _Element | None:
        """The root element of a part; None when there is no such part or it is empty.

        Entities are never expanded: a document type, which no office program writes, is refused.
        """
        data = self.read(part, MAX_XML)
        if not data.strip():
            return None
        from lxml import etree

        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self._bad_xml(error) from None
        except ValueError:
            raise self.broken("bad-xml") from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise self.hostile("entities")
        return root

    def relationships(self, part: str) -> dict[str, Relationship]:
        """What ``part`` refers to, by relationship id (Open Packaging: ``_rels/<part>.rels``)."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Relationship] = {}
        for element in root.iter(RELATIONSHIP_TAG) if root is not None else ():
            target, kind = element.get("Target", ""), element.get("Type", "").rpartition("/")[2]
            external = element.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[element.get("Id", "")] = Relationship(kind, target, external)
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """Parts of the package that ``part`` refers to with relationships of a kind ("styles")."""
        return [
            link.target
            for link in self.relationships(part).values()
            if link.kind == kind and not link.external and link.target in self.members
        ]

    def broken(self, reason: str, line: int = 0, column: int = 0) -> SourceBroken:
        """The problem to raise when the package cannot be read."""
        return SourceBroken(file=self.name, format=self.format_id, reason=reason, line=line, column=column)

    def hostile(self, reason: str) -> SourceHostile:
        """The problem to raise when reading the package would cost too much."""
        return SourceHostile(file=self.name, reason=reason)

    def _bad_xml(self, error: XMLSyntaxError) -> SourceBroken | SourceHostile:
        words = str(error).lower()
        if error.code == NO_MEMORY:
            return self.hostile("memory")
        if "depth" in words or "huge" in words or "too long" in words:
            return self.hostile("nesting")
        if "entity" in words or "amplification" in words:
            return self.hostile("entities")
        return self.broken("bad-xml", error.lineno or 0, error.offset or 0)


class Relationship:
    """A reference from one part: its kind (last word of the type), its target, and whether it leads outside."""

    __slots__ = ("external", "kind", "target")

    def __init__(self, kind: str, target: str, external: bool) -> None:
        self.kind, self.target, self.external = kind, target, external


def zip_with(source: Source, *marks: bytes) -> float:
    """How sure it is that the source is a zip that names one of ``marks`` among its parts."""
    data = source.data
    return 1.0 if data.startswith(b"PK\x03\x04") and any(mark in data for mark in marks) else 0.0


def _reason_for_no_zip(data: bytes) -> str:
    if data.startswith(OLE_MAGIC) and "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    return "truncated" if data.startswith(b"PK\x03\x04") else "no-zip"

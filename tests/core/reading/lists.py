"""Where the labelled lists are, and how a test reads one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ketju.core.model.document import Document
from ketju.core.model.register import Entry, Register
from ketju.core.model.result import ReadResult
from ketju.core.reading.reader import read
from ketju.formats.format import Source
from ketju.formats.reading import read_document

ROOT = Path(__file__).resolve().parents[3]
LISTS = ROOT / "tests" / "data" / "lists"
SHARED = ROOT.parent / "shared"
CORPUS = SHARED / "corpus"
SPEC = SHARED / "spec"


@dataclass(frozen=True)
class Labelled:
    """A list with the file that labels it."""

    label: Path
    source: Path

    @property
    def expected(self) -> dict[str, Any]:
        return load(self.label)

    def __str__(self) -> str:
        return f"{self.source.parent.name}/{self.source.name}"


@cache
def load(path: Path) -> dict[str, Any]:
    """A label."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def own_lists() -> list[Labelled]:
    """The lists of invented companies in every language."""
    return [
        Labelled(path, path.parent / load(path)["file"]) for path in sorted(LISTS.glob("*/expected*.json"))
    ]


def published_lists() -> list[Labelled]:
    """The real lists; none where they are not there."""
    return [
        Labelled(path, CORPUS / "lists" / load(path)["file"])
        for path in sorted((CORPUS / "gold").glob("*.json"))
    ]


def read_bytes(data: bytes, name: str) -> tuple[Document, ReadResult]:
    """A document and what was read from it."""
    document = read_document(Source(data, name))
    return document, read(document)


@cache
def read_file(path: Path) -> tuple[Document, ReadResult]:
    """The same of a file, read once for all tests."""
    return read_bytes(path.read_bytes(), path.name)


def register_of(text: str, name: str = "list.txt") -> Register:
    """The register in a small list."""
    return read_bytes(text.encode(), name)[1].register


def entries_of(text: str, name: str = "list.txt") -> tuple[Entry, ...]:
    """The entries of a small list."""
    return register_of(text, name).entries

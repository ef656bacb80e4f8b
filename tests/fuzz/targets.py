"""What is fuzzed: for each family of readers, bytes to begin with and what must hold for any others."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path

from ketju.core.problems import Problem
from ketju.formats.document_json import document_from_json, json_from_document
from ketju.formats.format import Format, Source
from ketju.formats.reading import formats
from ketju.formats.registerfile.reading import read_register
from ketju.formats.registerfile.register_json import read_json, write_json
from ketju.formats.registerfile.writing import write_register
from tests.fuzz.mutations import ROOT, seeds, survive

PACKAGES = ("docx", "odt", "xlsx", "ods")
DATA = ROOT / "tests" / "data"
MOST = 40_000
"""Bytes of a seed: longer ones make the fuzzer slow."""


@dataclass(frozen=True)
class Target:
    """``seeds`` gives bytes to begin with; ``survive`` raises where bytes do what none may do."""

    seeds: Callable[[], Iterator[bytes]]
    survive: Callable[[bytes], None]


def targets() -> dict[str, Target]:
    """Every target by name: one for each format, the register file, and canonical JSON."""
    found = {
        "register": Target(partial(_files, DATA / "register", ".yaml"), _survive_register),
        "canonical": Target(_canonical, _survive_canonical),
    }
    for format in formats():
        if not format.binary:
            found[format.id] = Target(partial(_texts, format), partial(_survive_text, format))
        elif format.id in PACKAGES:
            found[format.id] = Target(partial(_parts, format), partial(_survive_part, format))
        else:
            found[format.id] = Target(
                partial(_files, DATA / "formats", format.suffixes[0]), partial(_survive_bytes, format)
            )
    return found


def _texts(format: Format) -> Iterator[bytes]:
    return (data for name, data in seeds() if name.endswith(format.suffixes) and len(data) < MOST)


def _files(folder: Path, suffix: str) -> Iterator[bytes]:
    return (path.read_bytes() for path in sorted(folder.rglob(f"*{suffix}")))


def _survive_text(format: Format, data: bytes) -> None:
    survive(data, "list" + format.suffixes[0], format.id)


def _survive_bytes(format: Format, data: bytes) -> None:
    """Read in this process; only a Problem may be raised, and what is read survives the way from the child."""
    try:
        document = format.read(Source(data, "list" + format.suffixes[0]))
    except (Problem, MemoryError, RecursionError):
        return
    assert document_from_json(json_from_document(document)) == document


def _members(format: Format) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(DATA / "formats" / f"works.{format.id}") as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def _parts(format: Format) -> Iterator[bytes]:
    return (bytes([at]) + content for at, (_, content) in enumerate(_members(format)))


def _survive_part(format: Format, data: bytes) -> None:
    """The first byte chooses a part of a good package, the rest is put in its place."""
    if data:
        members = _members(format)
        changed = members[data[0] % len(members)][0]
        made = BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for name, content in members:
                archive.writestr(name, data[1:] if name == changed else content)
        _survive_bytes(format, made.getvalue())


def _survive_register(data: bytes) -> None:
    """A register or problems; what is read is read again from what is written of it."""
    register, problems = read_register(data.decode("utf-8", "replace"), "ketju.yaml")
    assert register is not None or problems
    if register is not None and not problems:
        again, refused = read_register(write_register(register), "ketju.yaml")
        assert again is not None, refused


def _canonical() -> Iterator[bytes]:
    for text in _files(DATA / "register", ".yaml"):
        register, problems = read_register(text.decode(), "ketju.yaml")
        if register is not None and not problems:
            yield write_json(register).encode()


def _survive_canonical(data: bytes) -> None:
    register, problems = read_json(data.decode("utf-8", "replace"), "register.json")
    assert register is not None or problems
    if register is not None and not problems:
        again, refused = read_json(write_json(register), "register.json")
        assert again is not None, refused

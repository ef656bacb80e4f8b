"""Bytes to begin with, and ways to spoil them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

from ketju.core.model.span import TextSpan
from ketju.core.problems import Problem
from ketju.core.reading.reader import read
from ketju.formats.format import Source
from ketju.formats.reading import read_document

ROOT = Path(__file__).resolve().parents[2]
TEXTS = (".txt", ".md", ".mdx", ".html", ".rst", ".adoc", ".csv", ".tsv", ".json", ".yaml", ".yml")
FRAGMENTS = (
    *(
        text.encode()
        for text in [
            "<tr>",
            "</table>",
            "<table>",
            "|---|",
            "- ",
            "* - ",
            "2021-",
            "EU/",
            "(",
            ")",
            " Oy",
            " AB",
            "&#0;",
            ":",
            "::",
            "<!--",
            "```",
            "'''",
            "---\n",
            '"',
            "Name: ",
            "1. ",
            "*",
            "\t",
            "\n\n",
            "\r",
            "\x00",
            "\ufeff",
            "\xa0",
            "\u2007",
            "\u2028",
            "ß",
            "😀",
            "{",
            "[",
            "}",
            "]",
            "&a",
            "*a",
            "!!",
            "|===\n",
            "<td colspan=9999>",
            "== ",
            "\\",
        ]
    ),
    *(b"\xff\xfe", b"\xf0\x9f", b"\xc3", b"\x80", b"PK\x03\x04", b"%PDF-1.7"),
)


@cache
def seeds() -> tuple[tuple[str, bytes], ...]:
    """(name, bytes) of the lists and examples that are text; packages are read in a process of their own."""
    folders = (ROOT / "tests" / "data" / "lists", ROOT / "examples")
    found = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in TEXTS]
    return tuple(
        (path.name, path.read_bytes()) for path in found if not path.name.startswith(("expected", "ketju"))
    )


def mutate(data: bytes, chance: Random) -> bytes:
    """``data`` with some bytes changed, inserted, removed, repeated or cut off, or mixed with another list."""
    spoilt = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        if not spoilt:
            break
        at = chance.randrange(len(spoilt))
        match chance.randrange(6):
            case 0:
                spoilt[at] = chance.randrange(256)
            case 1:
                spoilt[at:at] = chance.choice(FRAGMENTS)
            case 2:
                del spoilt[at : at + chance.randint(1, 200)]
            case 3:
                to = chance.randrange(len(spoilt))
                spoilt[to:to] = spoilt[at : at + chance.randint(1, 300)]
            case 4:
                del spoilt[at:]
            case _:
                other = chance.choice(seeds())[1]
                start = chance.randrange(len(other))
                spoilt[at:at] = other[start : start + chance.randint(10, 600)]
    return bytes(spoilt)


def survive(data: bytes, name: str, format_id: str | None = None) -> None:
    """Read ``data``: only a Problem may be raised, and all parts lie inside the source."""
    try:
        document = read_document(Source(data, name), format_id)
    except Problem:
        return
    result = read(document)
    ids = [entry.id for entry in result.register.entries]
    assert len(set(ids)) == len(ids)
    assert all(entry.name.strip() for entry in result.register.entries)
    length = len(document.source or "")
    spans = [part.span for part in result.parts] + [one.span for one in result.provenance]
    assert all(0 <= span.start <= span.end <= length for span in spans if isinstance(span, TextSpan))

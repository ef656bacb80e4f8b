"""A page for each input format: what is read, how it is recognised, its limits, and an example with its entries."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from ketju.core.model.document import Document
from ketju.core.model.register import Entry
from ketju.core.problems import Problem
from ketju.core.reading.reader import read
from ketju.formats import isolation, reading
from ketju.formats.format import Format, Source
from ketju.formats.reading import formats, read_document
from tools.reference.markdown import block, code, number, page, table
from tools.reference.shape import shape_lines

DATA = Path(__file__).parent / "data"
MEGA = 1_000_000


class Incomplete(Exception):
    """A format lacks what its page is made of; the message says what and where."""


def pages() -> Iterator[tuple[str, str]]:
    """(path below docs/reference, text) of each page."""
    yield "formats.md", _index()
    for format in formats():
        yield f"formats/{format.id}.md", _page(format)


def _index() -> str:
    rows = [
        (f"[{f.name}](formats/{f.id}.md)", code(f.id), " ".join(map(code, f.suffixes)), _where(f))
        for f in formats()
    ]
    introduction = (
        "What Ketju reads. A file's format is told by its content first; the ending of its name only helps. "
        "`ketju read --as ID` settles it."
    )
    return page("Formats", introduction, table(("format", "id", "endings", "read"), rows), _common())


def _common() -> str:
    limits = [
        ("bytes of any source", number(reading.MAX_BYTES)),
        ("bytes of a text", number(reading.MAX_TEXT_BYTES)),
        ("rows of tables, items of lists and records", number(reading.MAX_ROWS)),
        ("characters outside tables", number(reading.MAX_RUNNING)),
        ("seconds in the child process", f"{isolation.SECONDS:g}"),
        ("bytes of memory in the child process", number(isolation.MEMORY)),
    ]
    about = (
        "Text is read in the process itself, after its encoding has been found. Binary formats are read in a child "
        "process that has no files, no network and little memory. Whatever a file holds, it ends in a document or in a "
        "problem with a code."
    )
    return f"## Limits of all formats\n\n{about}\n\n{table(('limit', 'at most'), limits)}"


def _where(format: Format) -> str:
    return "in a child process" if format.binary else "as text"


def _page(format: Format) -> str:
    about = _about(format)
    facts = [
        ("id", code(format.id)),
        ("endings of names", " ".join(map(code, format.suffixes))),
        ("read", _where(format)),
    ]
    return page(
        format.name[0].upper() + format.name[1:],
        about["read"],
        table(("", ""), facts),
        f"## How it is recognised\n\n{about['recognised'].strip()}",
        f"## Limits\n\n{_limits(format, about.get('limits', {}))}",
        _example(format),
    )


def _about(format: Format) -> dict[str, Any]:
    path = DATA / format.id / "about.toml"
    if not path.exists():
        raise Incomplete(f"{path.relative_to(DATA.parents[2])} is missing: it says what the format reads")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _limits(format: Format, named: dict[str, str]) -> str:
    rows = [(words, number(_constant(name))) for name, words in named.items()]
    if not rows:
        return "Only those of [all formats](../formats.md#limits-of-all-formats)."
    return (
        table(("what", "at most"), rows)
        + "\n\nBeside those of [all formats](../formats.md#limits-of-all-formats)."
    )


def _constant(name: str) -> int:
    """The value of "lines.MAX_LINES", a constant of the package of formats."""
    module, _, constant = name.rpartition(".")
    try:
        value = getattr(import_module(f"ketju.formats.{module}"), constant)
    except (ImportError, AttributeError) as error:
        raise Incomplete(f"there is no limit {name} any more: correct about.toml") from error
    return int(value)


def _sample(format: Format) -> Path:
    found = sorted((DATA / format.id).glob("list.*"))
    if len(found) != 1:
        raise Incomplete(f"{DATA.name}/{format.id} needs one example: list{format.suffixes[0]}")
    return found[0]


def _example(format: Format) -> str:
    path = _sample(format)
    source = Source(path.read_bytes(), path.name)
    try:
        document = read_document(source)
    except Problem as problem:
        raise Incomplete(
            f"the example {path.name} of {format.id} cannot be read: {problem.code}"
        ) from problem
    if document.format != format.id:
        raise Incomplete(f"the example of {format.id} was taken for {document.format}")
    parts = ["## Example"]
    if document.source is not None:
        parts += [f"`{path.name}`:", block(source.text, format.id if format.id != "plain" else "text")]
    else:
        parts.append(f"The file stands in `{path.relative_to(DATA.parents[2]).as_posix()}`.")
    parts += ["As a document, each text with its place:", block("\n".join(shape_lines(document)))]
    return "\n\n".join([*parts, "The entries that come out:", _entries(document)])


def _entries(document: Document) -> str:
    entries = read(document).register.entries
    if not entries:
        raise Incomplete(f"no entries come out of the example of {document.format}")
    columns = ("name", "purpose", "data", "places", "since", "links", "applies to")
    rows = [_row(entry) for entry in entries]
    kept = [at for at in range(len(columns)) if any(row[at] for row in rows)]
    return table([columns[at] for at in kept], [[row[at] for at in kept] for row in rows])


def _row(entry: Entry) -> tuple[str, ...]:
    places = [f"{place.city} → {place.code}" if place.inferred else place.code for place in entry.places]
    return (
        entry.name,
        str(entry.purpose),
        "; ".join(category.printed for category in entry.data),
        ", ".join(dict.fromkeys(places)),
        str(entry.since or ""),
        " ".join(entry.links),
        " › ".join(entry.applies_to.sections),
    )

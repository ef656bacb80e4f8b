"""A page for each output format of ``ketju publish``: what it is, what it is called, and what can be read back."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from ketju.core.model.register import Entry
from ketju.core.register.projection import WITHHELD
from ketju.formats.writers import outputs
from ketju.formats.writers.writer import EVERYTHING, Writer
from tools.reference.markdown import code, page, table


def pages() -> Iterator[tuple[str, str]]:
    """(path below docs/reference, text) of each page."""
    yield "outputs.md", _index()
    for writer, about in _writers():
        yield f"outputs/{writer.id}.md", _page(writer, about)


def _writers() -> list[tuple[Writer, str]]:
    """Each writer with what its module says of itself."""
    modules = [import_module(f"{outputs.__name__}.{one.name}") for one in iter_modules(outputs.__path__)]
    return [(module.WRITER, inspect.getdoc(module) or "") for module in modules]


def _index() -> str:
    introduction = (
        "What `ketju publish` writes beside the web pages. A localised format is written once for each language; "
        "the others hold all languages in one file. `--formats` takes ids with commas between."
    )
    rows = [
        (f"[{w.name}](outputs/{w.id}.md)", code(w.id), code(_example(w)), "yes" if w.localised else "no")
        for w, _ in _writers()
    ]
    withheld = "\n".join(
        f"- of {of.__name__.lower()}: {', '.join(map(code, sorted(names)))}"
        for of, names in WITHHELD.items()
        if names
    )
    return page(
        "Output formats",
        introduction,
        table(("format", "id", "file", "localised"), rows),
        f"## What no format holds\n\n{withheld}",
        "E-mail addresses that may be a person's are taken out of every text.",
    )


def _example(writer: Writer) -> str:
    return writer.path("en" if writer.localised else "")


def _page(writer: Writer, about: str) -> str:
    facts = [
        ("id", code(writer.id)),
        ("file", code(_example(writer))),
        ("media type", code(writer.media_type)),
        ("needs", f"the package {code(writer.needs)}" if writer.needs else "nothing more"),
    ]
    return page(
        writer.name,
        about.replace("``", "`"),
        table(("", ""), facts),
        f"## What it carries\n\n{_carries(writer)}",
    )


def _carries(writer: Writer) -> str:
    if writer.carries == EVERYTHING:
        return "Everything that is public."
    entry = ", ".join(_member(name, writer.carries) for name in PUBLIC_ORDER if _parts(name, writer.carries))
    facts = ", ".join(map(code, sorted(writer.facts)))
    return (
        f"Members of an entry that can be read back from the file: {entry}.\n\n"
        f"Of the register: {facts}. More may be shown."
    )


def _parts(name: str, carries: frozenset[str]) -> list[str]:
    """The paths of a member, or of its parts, that a format carries."""
    return sorted(path for path in carries if path.partition(".")[0] == name)


def _member(name: str, carries: frozenset[str]) -> str:
    """A member, with its parts where not all of it is carried."""
    parts = [path.partition(".")[2] for path in _parts(name, carries)]
    return code(name) if "" in parts else f"{code(name)} ({', '.join(parts)})"


PUBLIC_ORDER = list(inspect.signature(Entry).parameters)
"""The members of an entry in the order of the model."""

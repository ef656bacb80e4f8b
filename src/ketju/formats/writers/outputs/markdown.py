"""The list as Markdown: a table of GitHub's kind with words around it, which also read well as plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ketju.core.model.publication import Publication
from ketju.formats.writers.listing import Cell, listing
from ketju.formats.writers.writer import Writer
from ketju.text.render import Phrasebook

TABLE = frozenset(
    {"name", "legal_entity", "brand", "role", "function", "purpose", "data.printed", "data_subjects"}
    | {"places.code", "places.kind", "places.city", "places.region", "outside_eea", "transfer.printed"}
    | {"condition.printed", "condition.kind", "applies_to.services", "applies_to.regions"}
    | {"since", "until", "notified", "identifiers.printed", "address", "retention", "links", "notes"}
)
"""Members of an entry that can be read back from a table, texts in its language.

What ``status`` tells follows from the dates. A group stands among the services, by its name. Entries of controllers
are shown, and readers leave them out: they are no sub-processors.
"""
FACTS = frozenset({"title", "version_on", "tlp"})
"""Members of the register that stand above and below a table."""

BREAK = "<br>"
"""What parts the lines of a cell: Markdown has nothing else for that."""

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~]|&(?=#?\w+;)|(?<![^\W_])[#](?=\s|$)|\$")
_START = re.compile(r"^(\s*)(?:([-+=#]|:?-)|(\d{1,9})([.)]))(?=\s|$)")
_URL = re.compile(r"https?://[^\s<>|\\`\"{}^]+", re.I)
_GAP = re.compile(r"\s+")


def escaped(text: str) -> str:
    r"""A text on one line in which nothing is markup; addresses on the web become links.

    >>> escaped("a|b *c* https://a.example/x_y")
    'a\\|b \\*c\\* <https://a.example/x_y>'
    """
    line = _GAP.sub(" ", text).strip()
    found, last = "", 0
    for url in _URL.finditer(line):
        address = url[0].rstrip(".,;:!?)'")
        found += _SPECIAL.sub(r"\\\g<0>", line[last : url.start()]) + f"<{address}>"
        last = url.start() + len(address)
    found += _SPECIAL.sub(r"\\\g<0>", line[last:])
    return _START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", found)


def _write(publication: Publication, phrases: Phrasebook) -> bytes:
    shown = listing(publication, phrases)
    parts = [
        shown.label,
        f"# {escaped(shown.title)}",
        f"{shown.updated} · {escaped(shown.version)}",
        *([f"## {shown.heading}"] if shown.heading else []),
        _table([header for _, header in shown.columns], shown.rows),
        *map(escaped, shown.statements),
    ]
    return ("\n\n".join(parts) + "\n").encode()


def _table(headers: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    lines = [_row(headers), _row(["---"] * len(headers))]
    lines += [_row([BREAK.join(map(escaped, cell)) for cell in row]) for row in rows]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


WRITER = Writer("markdown", "Markdown", ".md", "text/markdown", True, TABLE, _write, FACTS)

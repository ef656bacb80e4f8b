"""The list as a tagged PDF for print and for screen readers (PDF/UA-1), set by Typst with the fonts that it carries.

Typst refuses to write a PDF/UA that lacks a title, a language or tags. That is a check of the structure: whether the
document is easy to use for a person is for a person to say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ketju.core.model.publication import Publication
from ketju.formats.writers.listing import Cell, Listing, listing
from ketju.formats.writers.outputs.markdown import FACTS, TABLE
from ketju.formats.writers.typesetting import typeset
from ketju.formats.writers.writer import Writer
from ketju.text.render import Phrasebook

BREAK = "; "
"""What parts the lines of a cell: on paper the end of a line may be one or none."""
COLUMNS = 10
"""So many columns are readable on a page; what is in others stands in one more, each with its name."""
FIRST = (
    "name",
    "purpose",
    "data",
    "place",
    "storage_place",
    "backup_place",
    "access_place",
    "status",
    "role",
    "transfer",
    "since",
    "until",
    "outside_eea",
    "condition",
    "applies_to",
)
"""Columns that have a place of their own before others, the most important first."""
WIDTHS = {
    "name": 3,
    "purpose": 4,
    "data": 4,
    "place": 2,
    "storage_place": 2,
    "transfer": 3,
    "applies_to": 2,
    "more": 4,
}
NARROW = 2
PAGE = 756.0
"""The width of a page between its margins, in points."""
BOLD_LETTER, LETTER, INSET = 5.0, 4.6, 10.0
"""The width of a letter of a header and of a cell, and what stands empty beside a text, in points."""
MORE = 120.0
"""The least width of the column with what has none of its own."""
LONGEST_WORD = 20
"""Longer words of cells, which are addresses of pages, are broken."""


def columns_shown(ids: Sequence[str], needs: Mapping[str, float] | None = None) -> list[str]:
    """The columns that get a place of their own, in the order of the list: so many as fit with what each ``needs``."""
    needs = needs or {}
    if len(ids) <= COLUMNS and sum(needs.get(one, 0) for one in ids) <= PAGE:
        return list(ids)
    ranked = sorted(ids, key=lambda one: FIRST.index(one) if one in FIRST else len(FIRST))
    kept = ranked[: COLUMNS - 1]
    while len(kept) > 1 and sum(needs.get(one, 0) for one in kept) + MORE > PAGE:
        kept.pop()
    return [one for one in ids if one in kept]


def _write(publication: Publication, phrases: Phrasebook) -> bytes:
    return pdf_of(listing(publication, phrases), publication.register.publisher, phrases)


def pdf_of(shown: Listing, author: str, phrases: Phrasebook) -> bytes:
    """A list as PDF. Raises WriterMissing."""
    data = json.dumps(_data(shown, author, phrases), ensure_ascii=False)
    return typeset("list", data, WRITER.id)


def _data(shown: Listing, author: str, phrases: Phrasebook) -> dict[str, Any]:
    needs = {
        id: _need(header, [row[at] for row in shown.rows]) for at, (id, header) in enumerate(shown.columns)
    }
    own = columns_shown([id for id, _ in shown.columns], needs)
    headers = dict(shown.columns)
    has_more = len(own) < len(headers)
    rows = [_row(row, shown, own, has_more) for row in shown.rows]
    return {
        "title": shown.title,
        "heading": shown.heading,
        "author": author or shown.title,
        "label": shown.label,
        "language": phrases.language,
        "updated": f"{shown.updated} · {shown.version}",
        "widths": _widths([*own, *["more"] * has_more], {**needs, "more": MORE}),
        "header": [*(headers[id] for id in own), *[phrases("column.more")] * has_more],
        "rows": rows,
        "statements": list(shown.statements),
    }


def _need(header: str, cells: Sequence[Cell]) -> float:
    """The least width of a column, in points: its longest word, as words are not broken."""
    words = (word for cell in cells for text in cell for word in text.split())
    body = min(max(map(len, words), default=0), LONGEST_WORD)
    return max(BOLD_LETTER * max(map(len, header.split()), default=0), LETTER * body) + INSET


def _widths(ids: Sequence[str], needs: Mapping[str, float]) -> list[float]:
    """The widths of columns, in points: what each needs, and of the rest the more the more it usually says."""
    shares = {id: WIDTHS.get(id, NARROW) for id in ids}
    rest = max(PAGE - sum(needs[id] for id in ids), 0)
    return [round(needs[id] + rest * shares[id] / sum(shares.values()), 1) for id in ids]


def _row(row: Sequence[Cell], shown: Listing, own: Sequence[str], has_more: bool) -> list[str]:
    cells = {id: (header, cell) for (id, header), cell in zip(shown.columns, row, strict=True)}
    texts = [BREAK.join(cells[id][1]) for id in own]
    rest = [f"{header}: {BREAK.join(cell)}" for id, (header, cell) in cells.items() if id not in own and cell]
    return [*texts, ";\n".join(rest)] if has_more else texts


WRITER = Writer("pdf", "PDF/UA", ".pdf", "application/pdf", True, TABLE, _write, FACTS, needs="typst")

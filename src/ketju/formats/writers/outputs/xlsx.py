"""The list as a workbook for spreadsheets: a table with a fixed header, and the label on every printed page."""

from __future__ import annotations

from datetime import date

from ketju.core.model.publication import Publication
from ketju.formats.writers.listing import Listing, listing
from ketju.formats.writers.ooxml import Sheet, workbook
from ketju.formats.writers.outputs.markdown import FACTS, TABLE
from ketju.formats.writers.writer import Writer
from ketju.text.render import Phrasebook

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BREAK = "\n"
"""What parts the lines of a cell."""


def _write(publication: Publication, phrases: Phrasebook) -> bytes:
    return xlsx_of(listing(publication, phrases), publication.current.on, phrases)


def xlsx_of(shown: Listing, made: date, phrases: Phrasebook) -> bytes:
    """A list as a workbook that was made on a day."""
    return workbook(
        Sheet(
            name=phrases("list.title.nobody"),
            above=(shown.title, shown.label, f"{shown.updated} · {shown.version}", shown.heading),
            header=[header for _, header in shown.columns],
            rows=[[BREAK.join(cell) for cell in row] for row in shown.rows],
            below=shown.statements,
            label=shown.label,
            language=phrases.language,
            made=made,
        )
    )


WRITER = Writer("xlsx", "Excel", ".xlsx", MEDIA_TYPE, True, TABLE, _write, FACTS)

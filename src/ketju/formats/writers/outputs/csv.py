"""The list as CSV for spreadsheets: UTF-8 with a byte order mark, commas, CRLF (RFC 4180), one row for each entry.

The mark is there because spreadsheets take a file without it for one in the encoding of the machine, and then show
"Ã¤" for "ä"; every reader of CSV in use skips it. A value that a spreadsheet would take for a formula gets an
apostrophe before it, as OWASP advises; the apostrophe is not shown by spreadsheets.
"""

from __future__ import annotations

import csv
import io
import re

from ketju.core.model.publication import Publication
from ketju.formats.writers.listing import listing
from ketju.formats.writers.outputs.markdown import TABLE
from ketju.formats.writers.writer import Writer
from ketju.text.render import Phrasebook

BREAK = "; "
"""What parts the lines of a cell."""
_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
_HARMLESS = re.compile(r"[+-]?[\d\s().,/-]*\d[\d\s().,/-]*|[-–—]")


def plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula. Numbers with a sign, such as telephone numbers, stay as they are.

    >>> plain("=HYPERLINK(A1)"), plain("+358 9 1234")
    ("'=HYPERLINK(A1)", '+358 9 1234')
    """
    return f"'{text}" if _FORMULA.match(text) and not _HARMLESS.fullmatch(text) else text


def _break(column: str) -> str:
    """What parts the lines of a cell: remarks may hold semicolons themselves."""
    return "\n" if column == "notes" else BREAK


def _write(publication: Publication, phrases: Phrasebook) -> bytes:
    shown = listing(publication, phrases)
    target = io.StringIO()
    rows = csv.writer(target, lineterminator="\r\n")
    rows.writerow([*(header for _, header in shown.columns), phrases("column.tlp")])
    for row in shown.rows:
        cells = zip(shown.columns, row, strict=True)
        rows.writerow([*(plain(_break(id).join(cell)) for (id, _), cell in cells), shown.label])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


WRITER = Writer("csv", "CSV", ".csv", "text/csv", True, TABLE, _write, frozenset({"tlp"}))

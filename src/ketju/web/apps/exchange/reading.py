"""Files of customers: CSV in any of the usual ways, and workbooks, into rows of named cells."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from ketju.core.problems import Problem
from ketju.web.apps.exchange.columns import KEY, column_named

MOST_ROWS = 1_000_000
MOST_BYTES = 60_000_000
RISKY = frozenset("=+-@\t\r")
"""Spreadsheets take what begins so for a formula; an apostrophe before it, as exports write it, is no part of it."""
_SIGNS = (";", ",", "\t")


class FileRefused(Problem):
    """The file cannot be read as customers: it is large, broken, of an unknown encoding, or has no key."""

    code = "web.import.why.broken"
    hint = "web.import.unreadable.hint"

    def __init__(self, why: str) -> None:
        self.code = f"web.import.why.{why}"
        super().__init__()


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row and column of the file: a key for words, and what fills them in."""

    row: int
    column: str
    key: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file: its number as a spreadsheet counts it, and its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, and what is wrong with its header."""

    rows: tuple[Row, ...]
    faults: tuple[RowFault, ...] = ()


def read_file(name: str, data: bytes) -> Table:
    """The rows of a file. Raises FileRefused where nothing can be read."""
    if len(data) > MOST_BYTES:
        raise FileRefused("large")
    is_book = data[:4] == b"PK\x03\x04" or data[:4] == b"\xd0\xcf\x11\xe0"
    return table_from(_book(data) if is_book else _delimited(data))


def table_from(lines: Iterable[Sequence[str]]) -> Table:
    """Rows from lines of cells. One of the first ten names the columns; titles may stand above. Raises FileRefused."""
    numbered = enumerate(lines, 1)
    above = itertools.islice(numbered, 10)
    start, header = next(((number, one) for number, one in above if KEY in map(column_named, one)), (0, ()))
    if not start:
        raise FileRefused("no-key")
    columns, faults = _columns(header, start)
    rows = []
    for number, cells in numbered:
        if not any(cells):
            continue
        rows.append(
            Row(number, {column: cell for column, cell in zip(columns, cells, strict=False) if column})
        )
        if any(cells[len(columns) :]):
            faults.append(RowFault(number, "", "web.wrong.cells"))
        if len(rows) > MOST_ROWS:
            raise FileRefused("large")
    return Table(tuple(rows), tuple(faults))


def _columns(header: Sequence[str], number: int) -> tuple[list[str], list[RowFault]]:
    columns: list[str] = []
    faults = []
    for text in header:
        found = column_named(text) or ""
        if text.strip() and not found:
            faults.append(RowFault(number, text.strip()[:60], "web.wrong.column"))
        if found and found in columns:
            faults.append(RowFault(number, found, "web.wrong.column-twice"))
            found = ""
        columns.append(found)
    return columns, faults


def _delimited(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    first = text.split("\n", 1)[0]
    sign = max(_SIGNS, key=first.count)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True):
            yield [cell[1:] if cell[:1] == "'" and cell[1:2] in RISKY else cell for cell in cells]
    except csv.Error:
        raise FileRefused("broken") from None


def _decoded(data: bytes) -> str:
    if b"\x00" in data[:2000] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise FileRefused("broken")
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused("encoding")


def _book(data: bytes) -> Iterator[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = book.get_sheet_by_index(0)
    except (CalamineError, ValueError, OSError, IndexError):
        raise FileRefused("broken") from None
    for cells in sheet.iter_rows():
        yield [_cell(value) for value in cells]


def _cell(value: object) -> str:
    """A cell as somebody would have written it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

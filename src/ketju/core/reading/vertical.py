"""Tables that stand upright: labels in the first column, one company in each further column or one after another."""

from __future__ import annotations

from collections.abc import Sequence

from ketju.core.model.document import Row, Table, Text
from ketju.core.reading.draft import Draft, Field, Found
from ketju.core.reading.evidence import names_subprocessors
from ketju.core.reading.item_names import is_name
from ketju.core.reading.texts import flat
from ketju.core.vocabulary.labels import Label, label_for

LEAST_LABEL = 0.8
MOST_COLUMNS = 40
NAMES = ("name", "legal_entity")


def read_vertical(table: Table, path: tuple[Text, ...], languages: frozenset[str]) -> Found | None:
    """The drafts of an upright table, or None when its first column does not hold the labels of a record."""
    names = _row_of_names(table)
    rows = [row for row in table.rows if len(row.cells) >= 2 and row.cells[0] and row.cells[0].text.strip()]
    known = _labelled(rows, languages)
    if len(known) < 2 or _is_header(rows[0], languages):
        return None
    keys = [label.field for _, label in known]
    if not (set(keys) & set(NAMES) or names) or len(set(keys)) < 2:
        return None
    found = Found("vertical", 0.5 + 0.2 * min(len(set(keys)), 5))
    found.headers += [row.cells[0] for row, _ in known if row.cells[0]]
    for column in range(1, min(max(len(row.cells) for row in rows), MOST_COLUMNS)):
        found.drafts += _column(rows, column, path, languages, names)
    return found if found.drafts else None


def _labelled(rows: Sequence[Row], languages: frozenset[str]) -> list[tuple[Row, Label]]:
    """The rows that start with a label; none when fewer than three in five do, without a look at all of them."""
    known: list[tuple[Row, Label]] = []
    for number, row in enumerate(rows, 1):
        if label := _label(row, languages):
            known.append((row, label))
        elif (number - len(known)) * 5 > len(rows) * 2:
            return []
    return known


def _label(row: Row, languages: frozenset[str]) -> Label | None:
    cell = row.cells[0]
    return label_for(flat(cell.text).rstrip(":"), languages, LEAST_LABEL) if cell else None


def _is_header(row: Row, languages: frozenset[str]) -> bool:
    """A first row of labels alone is the header of a table that lies."""
    cells = [cell for cell in row.cells[1:] if cell and cell.text.strip()]
    return bool(cells) and all(label_for(flat(cell.text), languages, LEAST_LABEL) for cell in cells)


def _row_of_names(table: Table) -> Row | None:
    """The first row when its corner is empty: it names the company of each column."""
    first = table.rows[0] if table.rows else None
    if first is None or len(first.cells) < 2:
        return None
    if first.cells[0] and first.cells[0].text.strip():
        return first if _is_title(first, table) else None
    return first if all(cell and cell.text.strip() for cell in first.cells[1:]) else None


def _is_title(first: Row, table: Table) -> bool:
    """Whether the first row is one company over the labels and the values of a table of two columns."""
    name = flat(first.cells[0].text) if first.cells[0] else ""
    alone = not any(cell and cell.text.strip() for cell in first.cells[1:])
    full = all(len(row.cells) == 2 and all(row.cells) for row in table.rows[1:])
    return alone and full and len(table.rows) > 2 and is_name(name) and not names_subprocessors(name)


def _column(
    rows: Sequence[Row], column: int, path: tuple[Text, ...], languages: frozenset[str], names: Row | None
) -> list[Draft]:
    """The records of one column; a name label that comes again starts the next one."""
    own = names.cells[column] if names and column < len(names.cells) else None
    if names and own is None and column == 1:
        own = names.cells[0]  # a title over both columns
    drafts = [Draft([Field("name", own)], path)] if own else []
    for row in rows:
        cell = row.cells[column] if column < len(row.cells) else None
        if cell is None or not cell.text.strip():
            continue
        label = _label(row, languages)
        key = label.field if label else "note"
        header = flat(row.cells[0].text) if row.cells[0] else ""
        if key == "legal_entity" and (not drafts or drafts[-1].first("legal_entity")):
            key = "name"
        if not drafts or (key == "name" and drafts[-1].first("name")):
            drafts.append(Draft([], path))
        drafts[-1].add(key, cell, header)
    return [draft for draft in drafts if draft.first("name")]

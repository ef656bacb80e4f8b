"""Tables → drafts: header, repeated headers, group rows, rows that go on, rows that refer to a group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ketju.core.model.document import Row, Table, Text
from ketju.core.reading.columns import (
    Column,
    columns_from_header,
    complete,
    header_score,
    looks_like_header,
    without_header,
)
from ketju.core.reading.draft import Draft, Found, Reference
from ketju.core.reading.evidence import names_subprocessors, names_suppliers
from ketju.core.reading.references import is_reference
from ketju.core.reading.texts import flat, joined, word_count
from ketju.core.vocabulary.companies import has_legal_form
from ketju.core.vocabulary.phrases import has

_RULE = re.compile(r"^[\s\-=_:|+*]*$")
_BLANK = re.compile(r"_{3,}|^\W*$|^\[[^\]]*\]$")

WEIGHTS = {
    "place": 1.0, "purpose": 0.8, "transfer": 1.2, "identifier": 0.5, "data": 0.6, "function": 0.5, "outside_eea": 1.0,
    "dpa": 0.6, "seat": 0.6, "link": 0.3, "since": 0.3, "address": 0.4, "storage_place": 1.0, "legal_entity": 0.4,
}  # fmt: skip
"""How much a column of a field speaks for a list of companies."""


@dataclass(slots=True)
class Layout:
    """The columns of a table as read from its header, and the header's own texts."""

    columns: list[Column]
    headers: list[Text] = field(default_factory=list)
    named: bool = True


def filled(row: Row) -> list[Text]:
    """The cells of a row that hold text."""
    return [cell for cell in row.cells if cell and cell.text.strip() and not _RULE.match(cell.text)]


def read_table(
    table: Table,
    path: tuple[Text, ...],
    languages: frozenset[str],
    before: Layout | None,
    headings: Sequence[str] = (),
) -> tuple[Found, Layout | None]:
    """The drafts of a table with the evidence of its own columns (that of its surroundings is added by the caller).

    ``before`` is the layout of the table just before in the same section: a table without a header goes on with it.
    """
    layout, body = _layout(table, languages, before)
    found = Found("table", 0.0)
    if layout is None:
        found.unread += [(cell, "unread.no-columns") for row in table.rows for cell in filled(row)]
        return found, None
    found.headers += layout.headers
    found.score = _score(layout, body)
    _read_rows(found, layout, body, path, languages, headings)
    return found, layout


def _layout(
    table: Table, languages: frozenset[str], before: Layout | None
) -> tuple[Layout | None, list[Row]]:
    rows = [row for row in table.rows if filled(row)]
    for index, row in enumerate(rows[:4]):
        known, count = header_score(row.cells, languages)
        marked = row.header and known >= 1 and known * 3 >= count
        if count >= 2 and (marked or looks_like_header(row.cells, languages)):
            body = rows[:index] + rows[index + 1 :]
            columns = complete(
                columns_from_header(row.cells, languages), [r.cells for r in rows[index + 1 :]]
            )
            return Layout(columns, filled(row)), body
    width = max((len(row.cells) for row in rows), default=0)
    if before is not None and rows and abs(width - len(before.columns)) <= 1:
        return Layout(before.columns, [], before.named), rows
    columns = without_header([row.cells for row in rows if not row.header] or [row.cells for row in rows])
    if any(column.key == "name" for column in columns):
        return Layout(columns, [], named=False), rows
    return None, rows


def _score(layout: Layout, body: Sequence[Row]) -> float:
    keys = {column.key for column in layout.columns}
    name = next((column for column in layout.columns if column.key == "name"), None)
    if name is None:
        return -5.0
    score = sum(weight for key, weight in WEIGHTS.items() if key in keys)
    if not layout.named:
        score *= 0.5
    if names_subprocessors(name.header):
        score += 3.0
    elif name.header and names_suppliers(name.header):
        score += 1.0
    elif name.reason == "guess.first-column" and name.header:
        score -= 1.0
    headers = " | ".join(column.header for column in layout.columns)
    if has(headers, "other.cookies", "other.measures", "other.data_types"):
        score -= 4.0
    if "retention" in keys and not keys & {"place", "transfer"}:
        score -= 2.0
    return score + _name_quality(layout, body)


def _name_quality(layout: Layout, body: Sequence[Row]) -> float:
    index = next(i for i, column in enumerate(layout.columns) if column.key == "name")
    names = [
        flat(cell.text)
        for row in body[:40]
        if index < len(row.cells) and (cell := row.cells[index]) and cell.text.strip()
    ]
    if not names:
        return -3.0
    legal = sum(has_legal_form(name) for name in names) / len(names)
    long = sum(word_count(name) > 10 for name in names) / len(names)
    blank = sum(_BLANK.search(name) is not None for name in names) / len(names)
    return 2.0 * legal - 3.0 * long - 3.0 * blank


def _read_rows(
    found: Found,
    layout: Layout,
    body: Sequence[Row],
    path: tuple[Text, ...],
    languages: frozenset[str],
    headings: Sequence[str],
) -> None:
    group: tuple[Text, ...] = ()
    width = len(layout.columns)
    for position, row in enumerate(body):
        cells = filled(row)
        if not cells:
            continue
        if _is_repeated_header(row, layout, languages):
            found.headers += cells
            continue
        if (
            width > 1
            and len({cell.text for cell in cells}) == 1
            and len(row.cells) != 1
            or (len(cells) == 1 and width > 1)
        ):
            if _continues(row, found, layout):
                _continue(found.drafts[-1], row, layout)
            elif is_reference(cells[0].text, headings):
                found.references.append(Reference(cells[0], path + group))
            elif _heads_a_group(body, position, row):
                group = (cells[0],)
                found.headers.append(cells[0])
            else:
                _lone(found, cells[0], path + group, layout, row)
            continue
        if _continues(row, found, layout):
            _continue(found.drafts[-1], row, layout)
            continue
        found.drafts.append(_draft(row, layout, path + group))


def _is_repeated_header(row: Row, layout: Layout, languages: frozenset[str]) -> bool:
    printed = [flat(cell.text) for cell in filled(row)]
    if layout.headers and printed == [flat(cell.text) for cell in layout.headers]:
        return True
    return (
        looks_like_header(row.cells, languages) and header_score(row.cells, languages)[0] == len(printed) >= 2
    )


def _heads_a_group(body: Sequence[Row], position: int, row: Row) -> bool:
    """A row with one filled cell in first place, followed by a row with several."""
    first = next((i for i, cell in enumerate(row.cells) if cell and cell.text.strip()), -1)
    after = body[position + 1] if position + 1 < len(body) else None
    return (
        first == 0
        and after is not None
        and len(filled(after)) >= 2
        and not has_legal_form(row.cells[0].text if row.cells[0] else "")
    )


def _name_index(layout: Layout) -> int:
    return next((i for i, column in enumerate(layout.columns) if column.key == "name"), 0)


def _continues(row: Row, found: Found, layout: Layout) -> bool:
    """A row without a name goes on with the row above."""
    index = _name_index(layout)
    cell = row.cells[index] if index < len(row.cells) else None
    return bool(found.drafts) and (cell is None or not cell.text.strip()) and len(row.cells) > index


def _continue(draft: Draft, row: Row, layout: Layout) -> None:
    for cell, column in zip(row.cells, layout.columns, strict=False):
        if cell and cell.text.strip():
            same = next((f for f in draft.fields if f.key == column.key and f.header == column.header), None)
            if same:
                same.text = joined(same.text, cell, "\n")
            else:
                draft.add(column.key or "note", cell, column.header, 0.8, "guess.continued-row")


def _lone(found: Found, cell: Text, path: tuple[Text, ...], layout: Layout, row: Row) -> None:
    """A row with one filled cell that nothing explains: a name alone, or unread."""
    index = next(i for i, c in enumerate(row.cells) if c is cell)
    if index == _name_index(layout) and word_count(cell.text) <= 8:
        draft = _draft(row, layout, path)
        draft.confidence, draft.reason = 0.6, "guess.lone-cell"
        found.drafts.append(draft)
    else:
        found.unread.append((cell, "unread.lone-cell"))


def _draft(row: Row, layout: Layout, path: tuple[Text, ...]) -> Draft:
    draft = Draft([], path)
    for index, cell in enumerate(row.cells):
        if not cell or not cell.text.strip():
            continue
        column = layout.columns[index] if index < len(layout.columns) else Column("")
        if _RULE.match(cell.text) and not cell.marks and cell.text.strip() not in ("*",):
            draft.add("blank", cell, column.header)
        else:
            draft.add(column.key or "note", cell, column.header, column.confidence, column.reason)
    return draft

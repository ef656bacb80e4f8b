"""Tables → drafts: header, repeated headers, group rows, rows that go on, rows that refer to a group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ketju.core.model.document import Row, Table, Text
from ketju.core.reading.columns import (
    SURE,
    Column,
    columns_from_header,
    complete,
    header_score,
    is_all_labels,
    is_company,
    looks_like_header,
    without_header,
)
from ketju.core.reading.draft import Draft, Found, Reference
from ketju.core.reading.evidence import names_subprocessors, names_suppliers
from ketju.core.reading.merged import heads_below, own_cells, spread
from ketju.core.reading.references import is_reference
from ketju.core.reading.texts import flat, joined, word_count
from ketju.core.vocabulary.companies import has_legal_form, legal_forms
from ketju.core.vocabulary.labels import label_for
from ketju.core.vocabulary.phrases import has
from ketju.core.vocabulary.places import is_place_only

_RULE = re.compile(r"^[\s\-=_:|+*]*$")
_BLANK = re.compile(r"_{3,}|^\W*$|^\[[^\]]*\]$")

GROUPS = frozenset({"function", "purpose", "products", "service", "region", "customer_region"})
"""Columns that may group the companies after them."""
LONGEST_LONE_NAME = 8
"""A cell alone in its row with at most this many words may be a name."""
LEAST_REPEATED = 0.75
"""Each cell of a header that comes again is so good a label; single words of a row may be labels by chance."""
WEIGHTS = {
    "place": 1.0, "purpose": 0.8, "transfer": 1.2, "identifier": 0.5, "data": 0.6, "function": 0.5, "outside_eea": 1.0,
    "dpa": 0.6, "seat": 0.6, "link": 0.3, "since": 0.3, "address": 0.4, "storage_place": 1.0, "legal_entity": 0.4,
}  # fmt: skip
"""How much a column of a field speaks for a list of companies."""


@dataclass(slots=True)
class Layout:
    """The columns of a table as read from its header, and the header's own texts.

    ``wide`` are those that stand over several columns, each with a name of its own below.
    """

    columns: list[Column]
    headers: list[Text] = field(default_factory=list)
    named: bool = True
    wide: tuple[Text, ...] = ()


def filled(row: Row) -> list[Text]:
    """The cells of a row that hold text."""
    return [cell for cell in row.cells if cell and cell.text.strip() and not _RULE.match(cell.text)]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a table stands in: the document's languages and headings, and whether a row may head a group of rows."""

    languages: frozenset[str]
    headings: tuple[str, ...] = ()
    groups: bool = True


def read_table(
    table: Table, path: tuple[Text, ...], setting: Setting, before: Layout | None = None
) -> tuple[Found, Layout | None]:
    """The drafts of a table with the evidence of its own columns (that of its surroundings is added by the caller).

    ``before`` is the layout of the table just before in the same section: a table without a header goes on with it.
    """
    layout, body = _layout(table, setting.languages, before)
    found = Found("table", 0.0)
    if layout is None:
        found.unread += [(cell, "unread.no-columns") for row in table.rows for cell in filled(row)]
        return found, None
    known = {column.header for column in layout.columns if column.key}
    for cell in layout.headers:
        if flat(cell.text) in known or cell in layout.wide:
            found.headers.append(cell)
        else:
            found.unread.append((cell, "unread.header"))
    found.score = _score(layout, body)
    found.signature = tuple(column.key for column in layout.columns) if layout.named else ()
    _Rows(found, layout, path, setting).read(body)
    return found, layout


def _layout(
    table: Table, languages: frozenset[str], before: Layout | None
) -> tuple[Layout | None, list[Row]]:
    rows = [row for row in spread(table.rows) if filled(row)]
    for index, row in enumerate(rows[:4]):
        known, count = header_score(row.cells, languages)
        marked = row.header and known >= 1 and known * (2 if _has_values(row) else 3) >= count
        marked = marked and not any(is_company(flat(cell.text), languages) for cell in filled(row))
        if count >= 2 and (marked or looks_like_header(row.cells, languages)):
            headers, cells, after, wide = filled(row), row.cells, index + 1, []
            below = rows[after] if after < len(rows) else None
            divided = heads_below(row, below) if below else None
            if below and divided and looks_like_header(divided, languages):
                wide = [cell for cell in headers if cell not in divided]
                headers, cells, after = headers + own_cells(below), divided, after + 1
            columns = complete(
                columns_from_header(cells, languages), [r.cells for r in rows[after:]], languages
            )
            return Layout(columns, headers, wide=tuple(wide)), rows[:index] + rows[after:]
    width = max((len(row.cells) for row in rows), default=0)
    if before is not None and rows and abs(width - len(before.columns)) <= 1:
        return Layout(before.columns, [], before.named), rows
    columns = without_header([row.cells for row in rows if not row.header] or [row.cells for row in rows])
    if any(column.key == "name" for column in columns):
        return Layout(columns, [], named=False), rows
    return None, rows


def tells_purpose(layout: Layout) -> bool:
    """Whether a header or key says for sure what companies do or which data they get: that makes records a list."""
    told = ("purpose", "function", "data", "transfer")
    return any(column.key in told and column.confidence >= SURE for column in layout.columns)


def _has_values(row: Row) -> bool:
    """Whether a row holds a company or a place, as a header hardly does."""
    return any(has_legal_form(cell.text) or is_place_only(flat(cell.text)) for cell in filled(row))


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
    if has(headers, "other.cookies", "other.measures"):
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
    roles = sum(names_subprocessors(name) for name in names) / len(names)
    labels = sum(label_for(name, least=1.0) is not None for name in names) / len(names)
    roles = max(roles, labels if not layout.named else 0.0)
    return 2.0 * legal - 3.0 * long - 9.0 * blank - 6.0 * (roles > 0.5)


class _Rows:
    """Goes through the rows of a table and adds what they are to ``found``."""

    def __init__(self, found: Found, layout: Layout, path: tuple[Text, ...], setting: Setting) -> None:
        self._found = found
        self._layout = layout
        self._path = path
        self._setting = setting
        self._group: tuple[Text, ...] = ()

    def read(self, body: Sequence[Row]) -> None:
        """Add every row of ``body``."""
        body = _filled_down(_unwrapped(body, len(self._layout.columns)), self._layout)
        for position, row in enumerate(body):
            cells = filled(row)
            if not cells:
                continue
            if _is_repeated_header(row, self._layout, self._setting.languages):
                self._found.headers += cells
            elif _continues(row, self._found, self._layout):
                _continue(self._found.drafts[-1], row, self._layout)
            elif (
                len(self._layout.columns) > 1
                and len({cell.text for cell in cells}) == 1
                and self._setting.groups
            ):
                self._lone(body, position, row, cells[0])
            elif reference := self._reference(row):
                self._found.references.append(reference)
            elif _is_sentence(row, self._layout) or _is_figure(row, self._layout):
                self._found.unread += [(cell, "unread.no-name") for cell in cells]
            else:
                self._found.drafts.append(_draft(row, self._layout, self._path + self._group))

    def _reference(self, row: Row) -> Reference | None:
        """A row that names only a product, and a group in use for it where the company would be."""
        sections: list[Text] = []
        named: Text | None = None
        for cell, column in zip(row.cells, self._layout.columns, strict=False):
            if not cell or not cell.text.strip():
                continue
            if column.key in ("products", "service"):
                sections.append(cell)
            elif column.key == "name":
                named = cell
            else:
                return None
        if not sections or named is None or not is_reference(named.text, self._setting.headings):
            return None
        return Reference(named, self._path + self._group + tuple(sections))

    def _lone(self, body: Sequence[Row], position: int, row: Row, cell: Text) -> None:
        """A row with one text: a reference, a group's title, a name alone, or unread."""
        if is_reference(cell.text, self._setting.headings):
            self._found.references.append(Reference(cell, self._path + self._group))
        elif _heads_a_group(body, position, row):
            self._group = (cell,)
            self._found.headers.append(cell)
        elif (
            row.cells.index(cell) == _name_index(self._layout) and word_count(cell.text) <= LONGEST_LONE_NAME
        ):
            draft = _draft(row, self._layout, self._path + self._group)
            draft.confidence, draft.reason = 0.6, "guess.lone-cell"
            self._found.drafts.append(draft)
        else:
            self._found.unread.append((cell, "unread.lone-cell"))


def _unwrapped(body: Sequence[Row], width: int) -> list[Row]:
    """Rows that a line break inside a cell cut in two, put together again."""
    result: list[Row] = []
    for row in body:
        last = result[-1] if result else None
        if last is not None and 1 < len(last.cells) < width and len(last.cells) + len(row.cells) - 1 == width:
            end, start = last.cells[-1], row.cells[0]
            if end and start and len(row.cells) > 1:
                result[-1] = Row((*last.cells[:-1], joined(end, start), *row.cells[1:]), last.span)
                continue
        result.append(row)
    return result


def _filled_down(body: Sequence[Row], layout: Layout) -> Sequence[Row]:
    """Rows with the group that stands before the name, printed once, in each row that it is for."""
    name = _name_index(layout)
    before = [i for i, column in enumerate(layout.columns[:name]) if column.key in GROUPS]
    if not before or not body or not all(_said(body[0], i) for i in before):
        return body
    made = [body[0]]
    for row in body[1:]:
        cells = list(row.cells)
        if _said(row, name) and len(filled(row)) > 1:
            for i in before:
                cells[i] = cells[i] if _said(row, i) else made[-1].cells[i]
        made.append(replace(row, cells=tuple(cells)) if cells != list(row.cells) else row)
    return made


def _said(row: Row, column: int) -> bool:
    cell = row.cells[column] if column < len(row.cells) else None
    return cell is not None and bool(cell.text.strip())


def _is_sentence(row: Row, layout: Layout) -> bool:
    """Whether a row is running text that fell into the columns: a long name without a legal form, and little else."""
    index = _name_index(layout)
    cell = row.cells[index] if index < len(row.cells) else None
    if cell is None or word_count(cell.text) <= LONGEST_LONE_NAME or has_legal_form(cell.text):
        return False
    return len(filled(row)) * 2 < len(layout.columns)


def _is_figure(row: Row, layout: Layout) -> bool:
    """Whether a number or a date stands where the name would."""
    index = _name_index(layout)
    cell = row.cells[index] if index < len(row.cells) else None
    return cell is not None and any(map(str.isdigit, cell.text)) and not any(map(str.isalpha, cell.text))


def _is_repeated_header(row: Row, layout: Layout, languages: frozenset[str]) -> bool:
    printed = [flat(cell.text) for cell in filled(row)]
    if layout.headers and printed == [flat(cell.text) for cell in layout.headers]:
        return True
    if len(printed) < 2 or not is_all_labels(row.cells, languages):
        return False
    if not all(label_for(text, languages, LEAST_REPEATED) for text in printed):
        return False
    if not (
        looks_like_header(row.cells, languages) and header_score(row.cells, languages)[0] == len(printed) >= 2
    ):
        return False
    again = columns_from_header(row.cells, languages)
    same = sum(
        bool(one.key) and one.key == column.key for one, column in zip(again, layout.columns, strict=False)
    )
    return same * 2 > len(printed)


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
    nameless = cell is None or not cell.text.strip() or index in row.under
    return bool(found.drafts) and (nameless or _is_torn(cell, found.drafts[-1])) and len(row.cells) > index


def _is_torn(cell: Text | None, draft: Draft) -> bool:
    """Whether a name cell is the legal form of the name above: a name broken over two lines."""
    name = draft.first("name")
    if cell is None or name is None or has_legal_form(name.text.text):
        return False
    forms = legal_forms(cell.text.strip())
    return bool(forms) and forms[0].start == 0 and forms[-1].end >= len(cell.text.strip())


def _continue(draft: Draft, row: Row, layout: Layout) -> None:
    index = _name_index(layout)
    torn = bool(_is_torn(row.cells[index], draft))
    for place, (cell, column) in enumerate(zip(row.cells, layout.columns, strict=False)):
        if cell and cell.text.strip() and place not in row.under:
            same = next((f for f in draft.fields if f.key == column.key and f.header == column.header), None)
            if same:
                same.extend(cell, " " if torn else "\n")
            else:
                draft.add(column.key or "note", cell, column.header, 0.8, "guess.continued-row")


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

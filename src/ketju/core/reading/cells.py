"""Tables that came as one cell after another: labels in a row, then as many texts for each company."""

from __future__ import annotations

from collections.abc import Sequence

from ketju.core.model.document import Block, Paragraph, Row, Table, Text
from ketju.core.reading.texts import flat, lines, word_count
from ketju.core.vocabulary.companies import has_legal_form
from ketju.core.vocabulary.labels import label_for
from ketju.core.vocabulary.places import is_place_only

LEAST_COLUMNS, MOST_COLUMNS = 2, 9
LEAST_ROWS = 2
LONGEST_CELL = 40
"""A text with more words than this is no cell of such a table."""
SURE = 0.9


def with_cell_tables(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with every run of labels and cells made a table."""
    result: list[Block] = []
    run: list[Paragraph] = []
    for block in [*blocks, None]:
        if isinstance(block, Paragraph) and word_count(block.text.text) <= LONGEST_CELL * 4:
            run.append(block)
            continue
        result += _read(run)
        run = []
        if block is not None:
            result.append(block)
    return result


def _read(run: list[Paragraph]) -> list[Block]:
    texts = [(line, index) for index, paragraph in enumerate(run) for line in lines(paragraph.text)]
    for start in range(len(texts)):
        keys = _labels([text for text, _ in texts[start : start + MOST_COLUMNS + 1]])
        table = _table([text for text, _ in texts[start:]], keys) if keys else None
        if table is not None:
            before = run[: texts[start][1]]
            last = texts[start + sum(len(row.cells) for row in table.rows) - 1][1]
            whole = start == 0 or texts[start - 1][1] != texts[start][1]
            if whole:
                return [*before, table, *run[last + 1 :]]
    return list(run)


def _labels(texts: Sequence[Text]) -> list[str]:
    """The fields that the first texts name, one after another; [] when they are no header."""
    keys: list[str] = []
    for text in texts:
        label = label_for(flat(text.text), least=SURE) if word_count(text.text) <= 6 else None
        if label is None or label.field in keys:
            break
        keys.append(label.field)
    fits = LEAST_COLUMNS <= len(keys) <= MOST_COLUMNS and keys[0] in (
        "name",
        "legal_entity",
        "service",
        "ordinal",
    )
    return keys if fits and ("name" in keys or "legal_entity" in keys or "service" in keys) else []


def _table(texts: Sequence[Text], keys: list[str]) -> Table | None:
    """The table with ``keys`` as columns, as long as rows are full and places stand where they should."""
    width = len(keys)
    rows = [Row(tuple(texts[:width]), texts[0].span, header=True)]
    place = next((i for i, key in enumerate(keys) if key in ("place", "storage_place", "seat")), None)
    for at in range(width, len(texts) - width + 1, width):
        cells = texts[at : at + width]
        if any(word_count(cell.text) > LONGEST_CELL for cell in cells):
            break
        if place is not None and not is_place_only(flat(cells[place].text)):
            break
        rows.append(Row(tuple(cells), cells[0].span))
    if len(rows) <= LEAST_ROWS or (place is None and not _names_companies(rows[1:])):
        return None
    return Table(tuple(rows))


def _names_companies(rows: Sequence[Row]) -> bool:
    """Whether half the rows start with a company."""
    return sum(bool(row.cells[0] and has_legal_form(row.cells[0].text)) for row in rows) * 2 >= len(rows)

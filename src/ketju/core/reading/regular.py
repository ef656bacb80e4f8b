"""Bring blocks to regular shape: rows typed with tabs become tables, text in sheets becomes paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ketju.core.model.document import Block, Item, Listing, Paragraph, Row, Table
from ketju.core.reading.cells import with_cell_tables
from ketju.core.reading.clauses import with_clauses
from ketju.core.reading.texts import cut, word_count

_BULLET = re.compile(r"^\s*[•‣▪◦●○·∙–*-]\s+(?=\S)")
_TAB = re.compile(r"\t")


def regular(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with typed tables, typed bullets and text in sheets recognised."""
    result: list[Block] = []
    rows: list[Row] = []
    bullets: list[Item] = []
    for block in with_clauses([piece for whole in blocks for piece in _unrolled(whole)]):
        row = _typed_row(block) if isinstance(block, Paragraph) else None
        item = _typed_item(block) if isinstance(block, Paragraph) and row is None else None
        if row is None:
            result += _table(rows)
            rows = []
        else:
            rows.append(row)
        if item is None:
            result += [Listing(tuple(bullets))] if bullets else []
            bullets = []
        else:
            bullets.append(item)
        if row is None and item is None:
            result.append(block)
    return with_cell_tables(result + _table(rows) + ([Listing(tuple(bullets))] if bullets else []))


def _typed_row(block: Paragraph) -> Row | None:
    """A paragraph that is one line of cells with tabs between."""
    text = block.text
    if "\t" not in text.text.strip() or "\n" in text.text.strip():
        return None
    cells, at = [], 0
    for mark in _TAB.finditer(text.text):
        cells.append(cut(text, at, mark.start()))
        at = mark.end()
    cells.append(cut(text, at, len(text.text)))
    return Row(tuple(cells), text.span)


def _table(rows: list[Row]) -> list[Block]:
    return [Table(tuple(rows))] if rows else []


def _typed_item(block: Paragraph) -> Item | None:
    """A paragraph that is one line after a typed bullet."""
    found = _BULLET.match(block.text.text)
    if not found or "\n" in block.text.text.strip() or block.text.text.lstrip()[0] in "*-–":
        return None
    return Item(cut(block.text, found.end(), len(block.text.text)), (), found.group().strip())


def _unrolled(block: Block) -> Iterator[Block]:
    """A table of a sheet in pieces: runs of rows with several cells are tables, text alone in its row is a paragraph.

    A text alone in its row between two rows of a table stays in it: it heads a group of rows.
    """
    if not isinstance(block, Table) or any(row.header for row in block.rows) or block.caption:
        yield block
        return
    counts = [
        len(row.under) + sum(bool(cell and cell.text.strip()) for cell in row.cells) for row in block.rows
    ]
    if not any(count <= 1 for count in counts) or (
        max(len(row.cells) for row in block.rows) <= 1 and max(counts) == 0
    ):
        yield block
        return
    yield from _pieces(block, counts)


def _pieces(table: Table, counts: list[int]) -> Iterator[Block]:
    run: list[Row] = []
    gap = 1
    for index, row in enumerate(table.rows):
        if counts[index] == 0:
            gap += 1
            if run and not _goes_on(counts, index):
                yield Table(tuple(run))
                run = []
        elif counts[index] == 1 and not (run and _stands_inside(table, counts, index)):
            if run:
                yield Table(tuple(run))
                run = []
            cell = next(cell for cell in row.cells if cell and cell.text.strip())
            yield Paragraph(cell, gap)
            gap = 0
        else:
            run.append(row)
            gap = 0
    if run:
        yield Table(tuple(run))


def _goes_on(counts: list[int], index: int) -> bool:
    """Whether a table goes on after a blank row."""
    return index + 1 < len(counts) and counts[index + 1] >= 2


def _stands_inside(table: Table, counts: list[int], index: int) -> bool:
    """Whether a lone text stands between two rows of a table, as a group's title or a cell that goes on does."""
    if index + 1 >= len(counts) or counts[index + 1] < 2 or counts[index - 1] < 2:
        return False
    cell = next(cell for cell in table.rows[index].cells if cell and cell.text.strip())
    return word_count(cell.text) <= 12

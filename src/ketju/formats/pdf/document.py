"""A PDF as a document: by its structure tree when that is complete, else by where things stand."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import pypdfium2 as pdfium

from ketju.core.model.document import Aside, Block, Document, Paragraph, ReadProblem, Row, Table, Text
from ketju.core.model.span import BoxSpan
from ketju.formats.format import Source
from ketju.formats.pdf.area import Interval, TableArea
from ketju.formats.pdf.flow import Flow
from ketju.formats.pdf.joining import joined
from ketju.formats.pdf.layout import Print, Sheet, elements_of, print_of, sheet_from
from ketju.formats.pdf.lines import line_from, measures_of
from ketju.formats.pdf.page import Word
from ketju.formats.pdf.pdfium import PageReader, Raw, opened
from ketju.formats.pdf.prose import Vocabulary, lines_in, span_of, text_of
from ketju.formats.pdf.tags import blocks_by_tags, lines_in_order
from ketju.formats.pdf.tree import TreeReader

MAX_PAGES = 400
MAX_GLYPHS = 250_000


def document_from(source: Source, *, use_tags: bool = True) -> Document:
    """The document in a PDF. ``use_tags=False`` reads by place alone, as when there are none.

    Raises SourceBroken when it is no PDF, damaged or encrypted.
    """
    document = opened(source)
    try:
        tree = TreeReader() if use_tags and document.is_tagged() else None
        pages, problems = _pages(document, tree)
        title = _title(document)
    finally:
        document.close()
    if not any(page.glyphs for page in pages):
        problems.append(ReadProblem("read.no-text", BoxSpan(1, 0.0, 0.0, 0.0, 0.0), severity="error"))
    _forget_code(pages)
    return Document("pdf", tuple(_blocks(pages, tree)), title=title, problems=tuple(problems))


def _blocks(pages: Sequence[Raw], tree: TreeReader | None) -> list[Block]:
    """By tags when they tell enough: a tree without tables is believed only where none are seen."""
    by_tags = None
    prints = [print_of(page) for page in pages]
    if tree is not None:
        words = [word for printed in prints for word in printed.words]
        by_tags = blocks_by_tags(tree.root, words, Vocabulary(words, lines_in_order(words)))
        if by_tags is not None and any(isinstance(block, Table) for block in by_tags):
            return by_tags
    by_place = blocks_by_place(prints)
    return by_place if by_tags is None or any(map(_is_clear, by_place)) else by_tags


def _is_clear(block: Block) -> bool:
    """Whether a table has rows and columns enough not to be a chance."""
    return isinstance(block, Table) and len(block.rows) > 2 and max(len(row.cells) for row in block.rows) > 2


def _pages(document: pdfium.PdfDocument, tree: TreeReader | None) -> tuple[list[Raw], list[ReadProblem]]:
    """What stands on the pages, and what was left out because there is too much; fills the tree."""
    pages: list[Raw] = []
    problems: list[ReadProblem] = []
    left = MAX_GLYPHS
    for index in range(len(document)):
        place = BoxSpan(index + 1, 0.0, 0.0, 0.0, 0.0)
        if index >= MAX_PAGES or left <= 0:
            params = (("page", str(index + 1)), ("pages", str(len(document))))
            problems.append(ReadProblem("read.too-many-pages", place, params))
            break
        try:
            reader = PageReader(document, index, tree is not None)
        except pdfium.PdfiumError:
            problems.append(
                ReadProblem("read.bad-page", place, (("page", str(index + 1)),), severity="error")
            )
            continue
        try:
            pages.append(reader.read(left))
            left -= len(pages[-1].glyphs)
            if tree is not None:
                tree.add_page(reader.page, index + 1)
        finally:
            reader.close()
    return pages, problems


def _forget_code(pages: Sequence[Raw]) -> None:
    """Where most of a document is set in letters of one width, these do not mean code."""
    in_code = sum(glyph.piece.code for page in pages for glyph in page.glyphs)
    if in_code > 0.5 * sum(len(page.glyphs) for page in pages):
        for page in pages:
            plain = {glyph.piece: replace(glyph.piece, code=False) for glyph in page.glyphs}
            page.glyphs = [glyph._replace(piece=plain[glyph.piece]) for glyph in page.glyphs]


def blocks_by_place(prints: Sequence[Print]) -> list[Block]:
    """The blocks of pages by where their words stand."""
    sheets = [sheet_from(printed) for printed in prints]
    elements = joined(elements_of(sheets))
    lines = [element if isinstance(element, TableArea) else line_from(element) for element in elements]
    tables = [line for line in lines if isinstance(line, TableArea)]
    text_lines = [line for line in lines if not isinstance(line, TableArea)]
    in_cells = [segment for table in tables for row in table.rows for segment in row.segments]
    words = [word for printed in prints for word in printed.words]
    vocabulary = Vocabulary(words, [line.words for line in text_lines])
    flow = Flow(measures_of(text_lines, in_cells), vocabulary)
    for line in lines:
        if isinstance(line, TableArea):
            flow.add_block(table_from(line, vocabulary))
        else:
            flow.add(line)
    flow.finish()
    return flow.made + _furniture(sheets, vocabulary)


def table_from(area: TableArea, vocabulary: Vocabulary) -> Table:
    """A table area with the texts of its cells."""
    rights = _rights(area)
    rows = []
    for row in area.rows:
        cells: list[Text | None] = []
        words = [word for segment in row.segments for word in segment.words]
        page = words[0].page if words else 0
        for at, cell in enumerate(row.cells):
            end = at
            while cell and end + 1 < len(row.cells) and row.cells[end + 1] is None:
                end += 1
            cells.append(None if cell is None else text_of(lines_in(cell), rights[end], vocabulary, page))
        span = span_of(words) if words else BoxSpan(page, 0.0, 0.0, 0.0, 0.0)
        rows.append(Row(tuple(cells), span, row.header, row.under))
    return Table(tuple(rows))


def _rights(area: TableArea) -> list[float]:
    """How far lines of each column may reach: for ruled tables as far from the right edge as from the left."""
    if not area.ruled:
        return [column.end for column in area.columns]
    return [column.end - _padding(area, at, column) for at, column in enumerate(area.columns)]


def _padding(area: TableArea, at: int, column: Interval) -> float:
    lefts = [segment.box.x0 for row in area.rows for segment in row.cells[at] or ()]
    return min(max(min(lefts) - column.start, 0.0), 20.0) if lefts else 0.0


def _furniture(sheets: Sequence[Sheet], vocabulary: Vocabulary) -> list[Block]:
    """Headers and footers once each, and text that is set sideways."""
    made: list[Block] = []
    seen: set[str] = set()
    for sheet in sheets:
        for band in sheet.furniture:
            text = text_of(lines_in(band.segments), sheet.width, vocabulary)
            if text.text and text.text not in seen:
                seen.add(text.text)
                made.append(Aside(text, "footer"))
        if sheet.sideways:
            made.append(Paragraph(_sideways(sheet.sideways)))
    return made


def _sideways(words: Sequence[Word]) -> Text:
    return Text(" ".join(word.text for word in words), span_of(words))


def _title(document: pdfium.PdfDocument) -> Text | None:
    title = ""
    with suppress(pdfium.PdfiumError, UnicodeDecodeError):
        title = document.get_metadata_value("Title").strip("\0 \t\r\n")
    return Text(title, BoxSpan(1, 0.0, 0.0, 0.0, 0.0)) if title else None

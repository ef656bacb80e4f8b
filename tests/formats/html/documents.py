"""Walks over documents that the tests of readers share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ketju.core.model.document import Aside, Block, Definitions, Document, Listing, Row, Table, Text
from ketju.core.model.span import TextSpan
from ketju.formats.html.flow import texts
from ketju.formats.html.gaps import spans


def every_text(document: Document) -> Iterator[Text]:
    """Every text of a document, asides included."""
    for block in document.blocks:
        yield from texts(block)


def content(document: Document) -> list[Block]:
    """The blocks that are no asides."""
    return [block for block in document.blocks if not isinstance(block, Aside)]


def asides(document: Document, kind: str) -> list[str]:
    return [block.text.text for block in document.blocks if isinstance(block, Aside) and block.kind == kind]


def cells(row: Row) -> list[str | None]:
    return [None if cell is None else cell.text for cell in row.cells]


def tables(document: Document) -> list[list[list[str | None]]]:
    """Every table at the top of a document as plain cells."""
    return [[cells(row) for row in block.rows] for block in document.blocks if isinstance(block, Table)]


def outline(blocks: tuple[Block, ...] | list[Block]) -> list[object]:
    """Lists as nested plain values: a text, or (text, children) where something is nested."""
    made: list[object] = []
    for block in blocks:
        if isinstance(block, Listing):
            made.append(
                [(item.text.text, outline(item.children)) if item.children else item.text.text for item in block.items]
            )
        elif isinstance(block, Definitions):
            made.append({pair.term.text: outline(pair.details) for pair in block.items})
        else:
            made.append([text.text for text in texts(block)] if isinstance(block, Table) else next(texts(block)).text)
    return made


def quoted(document: Document, text: Text) -> str:
    """The source of a text."""
    assert document.source is not None and isinstance(text.span, TextSpan)
    return document.source[text.span.start : text.span.end]


def uncovered_lines(document: Document) -> list[str]:
    """The lines that hold something and on which no block stands."""
    assert document.source is not None
    covered = sorted((span.start, span.end) for span in spans(document.blocks))
    missing = []
    at = 0
    for line in document.source.split("\n"):
        begin = at + len(line) - len(line.lstrip())
        end = at + len(line.rstrip())
        if begin < end and not any(start < end and stop > begin for start, stop in covered):
            missing.append(line)
        at += len(line) + 1
    return missing


def check_spans(document: Document) -> None:
    """Spans are inside the source, marks inside their text."""
    assert document.source is not None
    size = len(document.source)
    for span in spans(document.blocks):
        assert 0 <= span.start <= span.end <= size
    for text in every_text(document):
        assert isinstance(text.span, TextSpan) and 0 <= text.span.start <= text.span.end <= size
        for mark in text.marks:
            assert 0 <= mark.start < mark.end <= len(text.text)


def letters(words: str) -> Counter[str]:
    """How often each letter or digit occurs, raised digits taken as plain ones."""
    plain = words.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))
    return Counter(letter for letter in plain if letter.isalnum())

"""What every reader of text must keep: all lines covered, all spans inside the source, all marks inside their text."""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.model.document import (
    Aside,
    Block,
    Definitions,
    Document,
    Heading,
    Listing,
    Paragraph,
    Record,
    Records,
    Table,
    Text,
)
from ketju.core.model.span import Span, TextSpan
from ketju.core.problems import Problem
from ketju.formats.format import Format, Source


def source_of(text: str, name: str = "list") -> Source:
    """A source whose decoded text is exactly this one."""
    return Source(text.encode("utf-8", "surrogatepass"), name)


def read(format: Format, text: str, name: str = "list") -> Document:
    return format.read(source_of(text, name))


def texts_of(part: Block | Text) -> Iterator[Text]:
    match part:
        case Text():
            yield part
        case Heading(text=text) | Paragraph(text=text) | Aside(text=text):
            yield text
        case Listing(items=items):
            for item in items:
                yield item.text
                for child in item.children:
                    yield from texts_of(child)
        case Definitions(items=definitions):
            for definition in definitions:
                yield definition.term
                for detail in definition.details:
                    yield from texts_of(detail)
        case Table(rows=rows, caption=caption):
            yield from ([caption] if caption else [])
            yield from (cell for row in rows for cell in row.cells if cell)
        case Record(pairs=pairs):
            for key, value in pairs:
                yield key
                yield from texts_of(value)
        case Records(items=values):
            for value in values:
                yield from texts_of(value)


def parts_of(part: Block | Text) -> Iterator[Block | Text]:
    """A block and the blocks in it."""
    yield part
    match part:
        case Listing(items=items):
            inner = [child for item in items for child in item.children]
        case Definitions(items=definitions):
            inner = [detail for definition in definitions for detail in definition.details]
        case _:
            return
    for block in inner:
        yield from parts_of(block)


def spans_of(whole: Block | Text) -> Iterator[Span]:
    yield from (text.span for text in texts_of(whole))
    for part in parts_of(whole):
        if isinstance(part, Table):
            yield from (row.span for row in part.rows)
        if isinstance(part, Record | Records):
            yield part.span


def assert_nothing_lost(document: Document) -> None:
    """Each line that is not blank is covered by a span; spans and marks lie inside what they point into."""
    source = document.source
    assert source is not None
    covered = bytearray(len(source) + 1)
    for block in document.blocks:
        for text in texts_of(block):
            assert all(0 <= mark.start < mark.end <= len(text.text) for mark in text.marks), text
        for span in spans_of(block):
            assert isinstance(span, TextSpan)
            assert 0 <= span.start <= span.end <= len(source), span
            covered[span.start : span.end] = b"\1" * (span.end - span.start)
    for problem in document.problems:
        if problem.span is not None:
            assert isinstance(problem.span, TextSpan)
            assert 0 <= problem.span.start <= problem.span.end <= len(source)
    at = 0
    for line in source.split("\n"):
        blank = not line.replace("\ufeff", "").strip()  # a byte order mark prints nothing, wherever it stands
        assert blank or any(covered[at : at + len(line)]), f"not covered: {line!r}"
        at += len(line) + 1


def assert_survives(format: Format, text: str) -> None:
    """Whatever the text is, the reader gives a document that lost nothing, or a Problem."""
    source = source_of(text)
    assert 0.0 <= format.recognise(source) <= 1.0
    try:
        document = format.read(source)
    except Problem:
        return
    assert_nothing_lost(document)

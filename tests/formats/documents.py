"""What the tests of HTML and Markdown ask of a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ketju.core.model.document import (
    Aside,
    Block,
    Definitions,
    Document,
    Heading,
    Item,
    Listing,
    Row,
    Table,
    Text,
)
from ketju.core.model.span import TextSpan
from tests.formats.covering import texts_of


def content(document: Document) -> list[Block]:
    """The blocks that are no asides."""
    return [block for block in document.blocks if not isinstance(block, Aside)]


def asides(document: Document, kind: str) -> list[str]:
    """The texts of the asides of one kind, wherever they stand."""
    return [aside.text.text for aside in every_aside(document.blocks) if aside.kind == kind]


def every_aside(blocks: Sequence[Block]) -> Iterator[Aside]:
    for block in blocks:
        match block:
            case Aside():
                yield block
            case Listing(items):
                for item in items:
                    yield from every_aside(item.children)
            case Definitions(pairs):
                for pair in pairs:
                    yield from every_aside(pair.details)


def cells(row: Row) -> list[str | None]:
    return [None if cell is None else cell.text for cell in row.cells]


def tables(document: Document) -> list[list[list[str | None]]]:
    """Every table at the top of a document as plain cells."""
    return [[cells(row) for row in block.rows] for block in document.blocks if isinstance(block, Table)]


def headers(document: Document) -> list[list[bool]]:
    """For every table at the top of a document, which rows are marked as headers."""
    return [[row.header for row in block.rows] for block in document.blocks if isinstance(block, Table)]


def outline(blocks: Sequence[Block]) -> list[object]:
    """Blocks without asides as plain values: "text", "## heading", [items], (item, *children), {term: details}."""
    return [_outlined(block) for block in blocks if not isinstance(block, Aside)]


def _outlined(block: Block) -> object:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {text.text}"
        case Listing(items):
            return [_item(item) for item in items]
        case Definitions(pairs):
            return {pair.term.text: outline(pair.details) for pair in pairs}
        case Table(rows):
            return tuple(tuple(cells(row)) for row in rows)
        case _:
            return next(texts_of(block)).text


def _item(item: Item) -> object:
    children = outline(item.children)
    return (item.text.text, *children) if children else item.text.text


def marks(text: Text) -> list[tuple[str, str, str]]:
    """The marks of a text as (kind, what is marked, target)."""
    return [(mark.kind, text.text[mark.start : mark.end], mark.target) for mark in text.marks]


def quoted(document: Document, text: Text) -> str:
    """The source of a text."""
    assert document.source is not None and isinstance(text.span, TextSpan)
    return document.source[text.span.start : text.span.end]


def shown(blocks: Sequence[Block]) -> Iterator[Text]:
    """Every text that is printed: not comments, scripts, metadata and markup."""
    for block in blocks:
        match block:
            case Aside(text, kind):
                if kind not in ("markup", "script", "comment", "metadata"):
                    yield text
            case Listing(items):
                for item in items:
                    yield item.text
                    yield from shown(item.children)
            case Definitions(pairs):
                for pair in pairs:
                    yield pair.term
                    yield from shown(pair.details)
            case _:
                yield from texts_of(block)


def letters(words: str) -> Counter[str]:
    """How often each letter or digit occurs, raised digits taken as plain ones."""
    plain = words.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))
    return Counter(letter for letter in plain if letter.isalnum())


def assert_lines_covered(document: Document) -> None:
    """On each line that is not blank, a block stands on something that is no white space."""
    assert document.source is not None
    spans = sorted(_spans(document.blocks))
    at = 0
    for line in document.source.split("\n"):
        begin, end = at + len(line) - len(line.lstrip()), at + len(line.rstrip())
        assert begin >= end or any(start < end and stop > begin for start, stop in spans), line
        at += len(line) + 1


def _spans(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    for block in blocks:
        for text in texts_of(block):
            assert isinstance(text.span, TextSpan)
            yield text.span.start, text.span.end
        if isinstance(block, Table):
            for row in block.rows:
                assert isinstance(row.span, TextSpan)
                yield row.span.start, row.span.end

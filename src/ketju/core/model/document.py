"""A document as its reader saw it: blocks of text in reading order, each with its place in the source.

Every input format is read into this one shape; what the blocks *mean* is decided later. A reader loses nothing:
text that is no content (menus, front matter, code, comments) is kept as ``Aside``.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from ketju.core.model.span import BoxSpan, CellSpan, NodeSpan, Span, TextSpan

MarkKind = Literal["bold", "link", "code", "strike"]
AsideKind = Literal[
    "navigation", "footer", "front matter", "code", "comment", "script", "markup", "metadata", "hidden"
]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that is bold, code, struck through, or a link to ``target``."""

    kind: MarkKind
    start: int
    end: int
    target: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Printed text, markup removed. Line breaks in the source stay as newlines."""

    text: str
    span: Span
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the outermost."""

    text: Text
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. ``gap`` counts the blank lines before it (plain text only)."""

    text: Text
    gap: int = 1


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list with what is nested in it."""

    text: Text
    children: tuple[Block, ...] = ()
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A bulleted or numbered list."""

    items: tuple[Item, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what is said of it (an HTML ``dl``, an AsciiDoc ``term:: text``)."""

    term: Text
    details: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """A definition list."""

    items: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. A cell that a merge covers is None; a merged cell's text stands in its first place.

    ``under`` holds the columns (from 0) that a cell of a row above covers: what it says holds for this row too.
    """

    cells: tuple[Text | None, ...]
    span: Span
    header: bool = False
    under: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table; rows may be ragged. A row's ``header`` flag says that the source marked it as a header."""

    rows: tuple[Row, ...]
    caption: Text | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """Key and value pairs of a structured source (YAML, JSON); a value is a text, a record or a sequence of them."""

    pairs: tuple[tuple[Text, Value], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Records:
    """A sequence of values in a structured source. ``key`` is the key it stands under, when it has one."""

    items: tuple[Value, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Aside:
    """Text that is no content of the page: menus, footers, front matter, code, comments, scripts."""

    text: Text
    kind: AsideKind


Value = Text | Record | Records
Block = Heading | Paragraph | Listing | Definitions | Table | Record | Records | Aside


@dataclass(frozen=True)
class Document:
    """What a reader made of the bytes.

    ``source`` is the decoded text for text formats and None for binary ones. ``languages`` are hints printed in
    the source (``lang`` attributes). ``title`` is the title outside the body (HTML ``title``, front matter).
    """

    format: str
    blocks: tuple[Block, ...]
    source: str | None = None
    title: Text | None = None
    languages: tuple[str, ...] = ()
    problems: tuple[ReadProblem, ...] = ()
    encoding: str = ""

    @cached_property
    def line_starts(self) -> list[int]:
        """Offsets at which the lines of the source start."""
        starts, at = [0], -1
        if self.source is not None:
            while (at := self.source.find("\n", at + 1)) >= 0:
                starts.append(at + 1)
        return starts

    def position(self, span: Span) -> Position:
        """The place of a span as people name it."""
        match span:
            case TextSpan(start, _):
                line = bisect_right(self.line_starts, start)
                return Position(line=line, column=start - self.line_starts[line - 1] + 1)
            case CellSpan(sheet, row, column):
                return Position(line=row, column=column, part=sheet)
            case BoxSpan(page, _, y0, _, _):
                return Position(line=round(y0), column=1, part=f"page {page}")
            case NodeSpan(part, path, start, _):
                return Position(line=0, column=start + 1, part=f"{part}#{path}")


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a source for messages: line and column from 1, and the sheet, page or part where there is one."""

    line: int
    column: int
    part: str = ""


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """Something in a source that could not be read, or was read with doubt. Words are added when it is shown.

    ``code`` is a message key ("read.bad-row"), ``params`` fill it in, ``severity`` is "error" when the source or a
    part of it could not be read, "warning" when a value may be wrong, "info" otherwise.
    """

    code: str
    span: Span | None = None
    params: tuple[tuple[str, str], ...] = ()
    severity: Literal["error", "warning", "info"] = "warning"
    position: Position | None = field(default=None, compare=False)

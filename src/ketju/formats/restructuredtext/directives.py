"""What starts with two dots: directives, targets, footnotes, comments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from ketju.core.model.document import (
    AsideKind,
    Block,
    Heading,
    Item,
    Listing,
    Paragraph,
    ReadProblem,
    Row,
    Table,
    Text,
)
from ketju.core.model.span import TextSpan
from ketju.formats.cell_text import joined, texts_of
from ketju.formats.delimited.cells import Splitter
from ketju.formats.lines import Line
from ketju.formats.restructuredtext.inline import inline
from ketju.formats.restructuredtext.layout import Parser, aside, with_first, without_marker

MAX_CELLS = 1_500_000

_DIRECTIVE = re.compile(r"\.\.\s+(?:\|[^|]*\|\s+)?([A-Za-z][\w.:+-]{0,60}?)\s?::(?:\s+|$)")
_TARGET = re.compile(r"\.\.\s+_|__\s")
_NOTE = re.compile(r"\.\.\s+(?=\[(?:\#?[\w.-]{0,60}|\*)\])")
_OPTION = re.compile(r":([\w-]{1,60}):(?:\s+|$)")
_NOT_CONTENT: dict[str, AsideKind] = {
    **dict.fromkeys(("toctree", "contents", "index", "sectnum", "tags"), "navigation"),
    **dict.fromkeys(("meta", "title", "default-role", "role", "highlight", "sectionauthor"), "metadata"),
    **dict.fromkeys(("code", "code-block", "sourcecode", "parsed-literal", "math", "doctest"), "code"),
    **dict.fromkeys(("raw", "image", "include", "literalinclude", "replace", "unicode", "date"), "markup"),
}
# The words after these are options of the program that prints the text; after others they are a title or the
# text.
_SILENT = {
    "container",
    "class",
    "rst-class",
    "only",
    "figure",
    "compound",
    "grid",
    "table-wrapper",
    "tabularcolumns",
}


def explicit(parser: Parser, lines: list[Line]) -> list[Block]:
    """The blocks of a construct that starts with two dots, given with the lines indented under it."""
    first = lines[0]
    if found := _DIRECTIVE.match(first.text):
        return _directive(parser, lines, found)
    if _TARGET.match(first.text):
        return [aside(lines, "markup")]
    if found := _NOTE.match(first.text):
        note = [without_marker(first, found.end()), *lines[1:]]
        return [Paragraph(parser.text([line for line in note if line.text]))]
    return [aside(lines, "comment")]


@dataclass(frozen=True, slots=True)
class _Directive:
    """The parts of a directive: what stands after its name, its options, and what it holds.

    ``steering`` are the lines that steer the printing alone, ``front`` these with what stands after the name.
    """

    head: list[Line]
    options: list[Line]
    content: list[Line]
    steering: list[Line]
    front: list[Line]


def _parts(lines: list[Line], width: int) -> _Directive:
    rest = without_marker(lines[0], width)
    more = list(takewhile(lambda line: line.text and not _OPTION.match(line.text), lines[1:]))
    head = with_first(rest, more, always=True)
    at = begin = 1 + len(more)
    while at < len(lines) and lines[at].text and (_OPTION.match(lines[at].text) or at > begin):
        if not _OPTION.match(lines[at].text) and lines[at].indent <= lines[begin].indent:
            break
        at += 1
    options = lines[begin:at]
    name = lines[0]._replace(text=lines[0].text[:width].strip())
    return _Directive(head, options, lines[at:], [name, *options], [*lines[:begin], *options])


def _directive(parser: Parser, lines: list[Line], found: re.Match[str]) -> list[Block]:
    name = found[1].lower().rpartition(":")[2]
    if name in _NOT_CONTENT or "|" in found[0]:
        if name in ("include", "literalinclude"):
            _report(parser, lines[0], lines[0].text[found.end() :])
        return [aside(lines, _NOT_CONTENT.get(name, "markup"))]
    parts = _parts(lines, found.end())
    if name == "list-table":
        return _list_table(parser, parts)
    if name == "csv-table":
        return _csv_table(parser, parts)
    front = aside(parts.front, "markup")
    if name in _SILENT:
        return [
            front,
            *parser.parse(parts.head[1:] if without_marker(lines[0], found.end()).text else parts.head),
            *parser.parse(parts.content),
        ]
    if name == "table":
        return [front, *(_captioned(block, parser, parts.head) for block in parser.parse(parts.content))]
    blocks: list[Block] = [aside(parts.steering, "markup")]
    if name == "rubric" and parts.head:
        return [*blocks, Heading(parser.text(parts.head), 6), *parser.parse(parts.content)]
    return blocks + parser.parse(parts.head) + parser.parse(parts.content)


def _captioned(block: Block, parser: Parser, head: list[Line]) -> Block:
    return Table(block.rows, parser.text(head)) if isinstance(block, Table) and head else block


def _option(options: list[Line], name: str) -> str | None:
    for line in options:
        found = _OPTION.match(line.text)
        if found and found[1] == name:
            return line.text[found.end() :]
    return None


def _count(options: list[Line], name: str) -> int:
    value = _option(options, name) or "0"
    return int(value) if value.isdecimal() and len(value) < 4 else 0


def _report(parser: Parser, line: Line, file: str) -> None:
    """Content stands in a file that was not received."""
    span = TextSpan(line.start, line.end)
    parser.problems.append(ReadProblem("read.included", span, (("file", file.strip()),)))


def _list_table(parser: Parser, parts: _Directive) -> list[Block]:
    """A table whose rows are the items of a list, and whose cells are the items of the lists in them."""
    blocks: list[Block] = [aside(parts.front, "markup")]
    headers = _count(parts.options, "header-rows")
    caption = parser.text(parts.head) if parts.head else None
    for block in parser.parse(parts.content):
        if not isinstance(block, Listing):
            blocks.append(block)
            continue
        rows = [_listed_row(item, index < headers) for index, item in enumerate(block.items)]
        blocks.append(Table(tuple(rows), caption))
    return blocks


def _listed_row(item: Item, header: bool) -> Row:
    cells: list[Text | None] = [item.text] if item.text.text else []
    for child in item.children:
        if isinstance(child, Listing):
            cells += (_listed_cell(cell) for cell in child.items)
        else:
            cells += texts_of([child])
    spans = [cell.span for cell in cells if cell and isinstance(cell.span, TextSpan)]
    if not spans:
        return Row((item.text,), item.text.span, header)
    return Row(tuple(cells), TextSpan(spans[0].start, max(span.end for span in spans)), header)


def _listed_cell(item: Item) -> Text:
    texts = [text for text in (item.text, *texts_of(item.children)) if text.text]
    if not texts:
        return item.text
    spans = [text.span for text in texts if isinstance(text.span, TextSpan)]
    return joined(texts, TextSpan(spans[0].start, max(_end_of(item), *(span.end for span in spans))))


def _end_of(item: Item) -> int:
    """Where the last of an item's items begins, also one without words."""
    own = item.text.span.end if isinstance(item.text.span, TextSpan) else 0
    inner = [one for child in item.children if isinstance(child, Listing) for one in child.items]
    return max((own, *map(_end_of, inner)))


def _csv_table(parser: Parser, parts: _Directive) -> list[Block]:
    """A table written as a CSV file; its header may stand in an option."""
    blocks: list[Block] = [aside(parts.front, "markup")]
    named = {"tab": "\t", "space": " "}
    written = _option(parts.options, "delim") or ","
    delimiter = named.get(written, written[:1])
    if file := _option(parts.options, "file") or _option(parts.options, "url"):
        _report(parser, parts.front[0], file)
    rows: list[Row] = []
    for at, line in enumerate(parts.options):
        if line.text.startswith(":header:"):
            more = takewhile(lambda line: not _OPTION.match(line.text), parts.options[at + 1 :])
            end = max([line.end, *(line.end for line in more)])
            rows += _csv_rows(parser, line.start + len(":header:"), end, delimiter, 1)
    full = [line for line in parts.content if line.text]
    if full:
        rows += _csv_rows(
            parser, full[0].start, full[-1].end, delimiter, _count(parts.options, "header-rows")
        )
    caption = parser.text(parts.head) if parts.head else None
    return [*blocks, Table(tuple(rows), caption)] if rows else blocks


def _csv_rows(parser: Parser, start: int, stop: int, delimiter: str, headers: int) -> list[Row]:
    splitter = Splitter(parser.source, delimiter, start, stop)
    rows: list[Row] = []
    count = 0
    for record in splitter.records():
        cells = tuple(_unindented(parser, text) for text in record.texts)
        rows.append(Row(cells, TextSpan(record.start, record.end), len(rows) < headers))
        count += len(cells)
        if count > MAX_CELLS:
            break
    parser.problems += splitter.problems
    return rows


def _unindented(parser: Parser, text: Text) -> Text:
    """A cell as printed; its lines are indented in the source."""
    assert isinstance(text.span, TextSpan)
    raw = "\n".join(line.strip() for line in text.text.split("\n"))
    return inline(raw, text.span, parser.names)

"""Where rows, items and records begin in a text, found before anything is parsed, and how many a document has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ketju.core.model.document import Block, Definitions, Listing, Record, Records, Table, Value

_LINE = re.compile(r'(?:[^\n"]++|"[^"]*+"?+)++')
_MARKDOWN = re.compile(
    r"^(?:[ \t]*+(?:[-*+]|\#{1,6}|\d{1,9}[.)])[ \t]|[^|\n]*+\|)|<(?:tr|li|dt)\b", re.MULTILINE | re.IGNORECASE
)
_ROW_TAG = re.compile(r"<(?:tr|li|dt)\b", re.IGNORECASE)
_SEQUENCE_ITEM = re.compile(r"^[ \t]*+-[ \t\n]", re.MULTILINE)
_BRACE = re.compile(r"\{")


def lines(text: str) -> Iterator[object]:
    """Lines with something on them; line breaks between double quotation marks part no rows."""
    return _LINE.finditer(text)


def markdown_rows(text: str) -> Iterator[object]:
    """Lines with pipes, items, headings, and rows and items written as HTML."""
    return _MARKDOWN.finditer(text)


def html_rows(text: str) -> Iterator[object]:
    """Rows of tables, items of lists and terms of definitions."""
    return _ROW_TAG.finditer(text)


def yaml_items(text: str) -> Iterator[object]:
    """Items of sequences on lines of their own."""
    return _SEQUENCE_ITEM.finditer(text)


def json_records(text: str) -> Iterator[object]:
    """Records; a brace within a text counts as well."""
    return _BRACE.finditer(text)


def rows_of(blocks: Sequence[Block]) -> int:
    """Rows of tables, items of lists, terms of definitions and records in ``blocks``, however deep."""
    found = 0
    work: list[Block | Value] = list(blocks)
    while work:
        block = work.pop()
        if isinstance(block, Table):
            found += len(block.rows)
        elif isinstance(block, Listing):
            found += len(block.items)
            for item in block.items:
                work += item.children
        elif isinstance(block, Definitions):
            found += len(block.items)
            for entry in block.items:
                work += entry.details
        elif isinstance(block, Record):
            found += 1
            work += [value for _, value in block.pairs]
        elif isinstance(block, Records):
            work += block.items
    return found

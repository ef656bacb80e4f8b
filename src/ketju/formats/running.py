"""The running text of a document: paragraphs, headings and lists, however deep; no cells, records or asides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ketju.core.model.document import Block, Definitions, Heading, Listing, Paragraph, Text

_APART = re.compile(r"<(/?)(?:table|script|style|svg)\b[^<>]*+>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*+>")


def html_running(source: str) -> int:
    """How many code points of a page are outside tags, tables, scripts and pictures, found before it is parsed."""
    length, depth, begin = 0, 0, 0
    for tag in _APART.finditer(source):
        if not depth:
            length += len(_TAG.sub("", source[begin : tag.start()]))
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        begin = tag.end()
    return length if depth else length + len(_TAG.sub("", source[begin:]))


def running_texts(blocks: Sequence[Block]) -> Iterator[Text]:
    """Every text of ``blocks`` that is searched for names and sentences, in no order."""
    work: list[Sequence[Block]] = [blocks]
    while work:
        for block in work.pop():
            if isinstance(block, Heading | Paragraph):
                yield block.text
            elif isinstance(block, Listing):
                for item in block.items:
                    yield item.text
                    work.append(item.children)
            elif isinstance(block, Definitions):
                for entry in block.items:
                    yield entry.term
                    work.append(entry.details)

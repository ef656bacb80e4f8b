"""The running text of a document: paragraphs, headings and lists, however deep; no cells, records or asides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ketju.core.model.document import Block, Definitions, Heading, Listing, Paragraph, Text


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

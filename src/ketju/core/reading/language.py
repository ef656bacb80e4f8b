"""The languages of a document."""

from __future__ import annotations

from collections.abc import Sequence

from ketju.core.model.document import Block, Definitions, Document, Heading, Listing, Paragraph, Table
from ketju.core.reading.linked.finding import list_facts
from ketju.core.reading.texts import flat
from ketju.core.vocabulary.languages import languages_of

HEADER_ROWS = 2
BODY_ROWS = 20
MOST_LABELS = 60


def document_languages(document: Document) -> tuple[str, ...]:
    """The languages of a document, likeliest first: told by its words and labels, else as its source declares."""
    words: list[str] = []
    label_like: list[str] = []
    _collect(document.blocks, words, label_like)
    found = languages_of("\n".join(words), label_like[:MOST_LABELS])
    declared = tuple(code.split("-")[0].casefold() for code in document.languages)
    stated = list_facts(document.blocks).language
    return found or declared or ((stated,) if stated else ("en",))


def _collect(blocks: Sequence[Block], words: list[str], label_like: list[str]) -> None:
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            words.append(block.text.text)
        elif isinstance(block, Table):
            for row in block.rows[:HEADER_ROWS]:
                label_like += [flat(cell.text) for cell in row.cells if cell]
            words += [cell.text for row in block.rows[1:BODY_ROWS] for cell in row.cells if cell]
        elif isinstance(block, Listing):
            for item in block.items:
                words.append(item.text.text)
                _collect(item.children, words, label_like)
        elif isinstance(block, Definitions):
            for entry in block.items:
                label_like.append(flat(entry.term.text))
                _collect(entry.details, words, label_like)

"""The document as sections under headings, also where headings are only bold lines or short lines of plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ketju.core.model.document import Aside, Block, Document, Heading, Paragraph, Table, Text
from ketju.core.reading.evidence import names_subprocessors
from ketju.core.reading.regular import regular
from ketju.core.reading.texts import flat, is_all_bold, word_count
from ketju.core.vocabulary.labels import label_for
from ketju.core.vocabulary.phrases import has

LONGEST_HEADING = 14
"""A bold or short line with more words than this is no heading."""
BOLD_LEVEL = 7
"""The level of bold lines that serve as headings: below every real heading."""


@dataclass(slots=True)
class Section:
    """A heading (None at the top), the blocks right under it, and the sections below."""

    heading: Heading | None
    level: int
    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


def outline(document: Document) -> Section:
    """The sections of ``document``; asides are left out."""
    content = regular([block for block in document.blocks if not isinstance(block, Aside)])
    blocks = _with_short_headings(_with_bold_headings(content))
    root = Section(None, 0)
    stack = [root]
    for block in blocks:
        if not isinstance(block, Heading):
            stack[-1].blocks.append(block)
            continue
        while len(stack) > 1 and stack[-1].level >= block.level:
            stack.pop()
        section = Section(block, block.level)
        stack[-1].sections.append(section)
        stack.append(section)
    return root


def headings_of(section: Section) -> Iterator[str]:
    """Every heading of a section and those below it, as text on one line."""
    if section.heading:
        yield flat(section.heading.text.text)
    for below in section.sections:
        yield from headings_of(below)


def _with_bold_headings(blocks: Sequence[Block]) -> list[Block]:
    return [
        Heading(block.text, BOLD_LEVEL)
        if isinstance(block, Paragraph) and is_bold_heading(block.text)
        else block
        for block in blocks
    ]


def is_bold_heading(text: Text) -> bool:
    """Whether a paragraph is a heading in all but name: one short bold line."""
    line = text.text.strip()
    if "\n" in line or not is_all_bold(text) or not 0 < word_count(line) <= LONGEST_HEADING:
        return False
    return not has(line, "time.updated") and not re.search(r"[:：]\s+\S", line)


def is_short_line(block: Block) -> bool:
    """Whether a block is one short line that is no sentence, key or label, as headings of plain text are."""
    if not isinstance(block, Paragraph):
        return False
    line = block.text.text.strip()
    if (
        "\n" in line
        or not 0 < word_count(line) <= 9
        or line[-1] in ".;,!"
        or (line[-1] == ":" and word_count(line) > 4)
        or not (line[0].isupper() or line[0].isdigit())
    ):
        return False
    return ": " not in line and "\t" not in line and not has(line, "time.updated")


def _with_short_headings(blocks: Sequence[Block]) -> list[Block]:
    """Promote short lines before tables in a source without headings of its own."""
    if any(isinstance(block, Heading) for block in blocks) or not any(
        isinstance(block, Table) for block in blocks
    ):
        return list(blocks)
    result: list[Block] = []
    for index, block in enumerate(blocks):
        level = _short_heading_level(blocks, index)
        result.append(Heading(block.text, level) if level and isinstance(block, Paragraph) else block)
    return result


def _short_heading_level(blocks: Sequence[Block], index: int) -> int:
    """0 for no heading; 1 for the first line; 2 for one that holds others or names the list; 3 below."""
    block = blocks[index]
    if not is_short_line(block) or not isinstance(block, Paragraph) or _is_reference_like(blocks, index):
        return 0
    after = blocks[index + 1] if index + 1 < len(blocks) else None
    if index == 0 and not isinstance(after, Table):
        return 1
    if after is None or label_for(flat(block.text.text), least=0.95) or _is_lead(block.text.text):
        return 0
    after_lead = isinstance(after, Paragraph) and (
        _is_lead(after.text.text)
        or word_count(after.text.text) > 9
        or (after.text.text.rstrip()[-1:] in ".:" and isinstance(_at(blocks, index + 2), Table))
    )
    if is_short_line(after) and not after_lead and index + 2 < len(blocks):
        return 2 if isinstance(blocks[index + 2], Table | Paragraph) else 0
    if isinstance(after, Table):
        return 2 if names_subprocessors(block.text.text) else 3
    return 3 if after_lead else 0


def _at(blocks: Sequence[Block], index: int) -> Block | None:
    return blocks[index] if index < len(blocks) else None


def _is_lead(text: str) -> bool:
    """A sentence without a full stop that leads to a list ("The following sub-processors belong to all products")."""
    if not names_subprocessors(text) or word_count(text) < 4:
        return False
    return has(text, "reference.all_products", "list.intro") is not None


def _is_reference_like(blocks: Sequence[Block], index: int) -> bool:
    """A short line right after a table that does not lead to another table, or that is printed after several tables."""
    block = blocks[index]
    if not isinstance(block, Paragraph):
        return False
    line = flat(block.text.text).casefold()
    before_table = index + 1 < len(blocks) and isinstance(blocks[index + 1], Table)
    after_table = index > 0 and isinstance(blocks[index - 1], Table)
    if not after_table or before_table:
        return False
    same = sum(isinstance(b, Paragraph) and flat(b.text.text).casefold() == line for b in blocks)
    return same > 1 or has(line, "reference.uses") is not None

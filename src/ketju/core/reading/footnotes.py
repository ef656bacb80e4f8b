"""Footnotes: a note that starts with a mark belongs to the entries that carry the mark. L-12."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ketju.core.model.document import Block, Listing, Paragraph, Table, Text
from ketju.core.model.register import Entry, Transfer
from ketju.core.reading.draft import Draft
from ketju.core.reading.interpret.values import Sources
from ketju.core.reading.interpret.what import condition_within
from ketju.core.reading.texts import cut, flat, lines, word_count
from ketju.core.vocabulary.transfers import articles, transfer_tools

_NOTE = re.compile(r"^\s*(?P<mark>[*†‡§]{1,3}|[¹²³⁴⁵⁶⁷⁸⁹]|\[\d{1,2}\]|\(\d{1,2}\)|\d{1,2}\))\s*(?=\S)")
_MARKS = re.compile(r"[*†‡§]{1,3}|[¹²³⁴⁵⁶⁷⁸⁹]|\[\d{1,2}\]|\(\d{1,2}\)$")


def footnotes(blocks: Sequence[Block]) -> Iterator[tuple[str, Text]]:
    """(mark, text without the mark) of each footnote, in order."""
    for block in blocks:
        if isinstance(block, Paragraph):
            for line in lines(block.text):
                yield from _note(line)
        elif isinstance(block, Listing):
            for item in block.items:
                if (
                    item.marker.strip() in ("*", "†", "‡")
                    and len(block.items) == 1
                    and word_count(item.text.text) > 3
                ):
                    yield item.marker.strip(), item.text
                yield from footnotes(item.children)
        elif isinstance(block, Table):
            for row in block.rows:
                cells = [cell for cell in row.cells if cell and cell.text.strip()]
                if len(cells) == 1:
                    yield from _note(cells[0])


def _note(line: Text) -> Iterator[tuple[str, Text]]:
    found = _NOTE.match(line.text)
    if found and word_count(line.text) > 3:
        yield found["mark"], cut(line, found.end(), len(line.text))


def marks_of(draft: Draft) -> list[str]:
    """The footnote marks at the end of words in the fields of a draft."""
    return [mark for field in draft.fields for mark in _MARKS.findall(field.text.text)]


def notes_by_mark(notes: Iterable[tuple[str, Text]]) -> dict[str, list[tuple[int, Text]]]:
    """Footnote mark → its notes, each with its number in the order of the document."""
    found: dict[str, list[tuple[int, Text]]] = {}
    for number, (mark, note) in enumerate(notes):
        found.setdefault(mark, []).append((number, note))
    return found


def with_footnotes(
    entry: Entry,
    draft: Draft,
    notes: Mapping[str, Sequence[tuple[int, Text]]],
    sources: Sources,
    language: str = "",
) -> Entry:
    """The entry with what its footnotes say: a transfer tool or a condition when it has none, else a note."""
    if not notes:
        return entry
    own = [numbered for mark in dict.fromkeys(marks_of(draft)) for numbered in notes.get(mark, ())]
    for _, note in sorted(own, key=lambda numbered: numbered[0]):
        printed = flat(note.text)
        tools = transfer_tools(printed)
        if tools and entry.transfer is None:
            sources.note("transfer", note.span)
            entry = replace(entry, transfer=Transfer(printed, tools, articles(tools)))
        else:
            if entry.condition is None and (condition := condition_within(printed, language)):
                sources.note("condition", note.span, 0.8, "guess.condition")
                entry = replace(entry, condition=condition)
            sources.note("notes", note.span)
            entry = replace(entry, notes=(*entry.notes, printed))
    return entry

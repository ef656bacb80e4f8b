"""Account for every text of a document: in a field, recognised as what it is, or unread.

The last look is a sceptical one: a line that was taken for prose, a menu or another table but reads like a row of a
list of companies is reported as unread, so that nothing that may be an entry is lost in silence.
"""

from __future__ import annotations

import re
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
    Value,
)
from ketju.core.model.result import Part, PartKind
from ketju.core.model.span import TextSpan
from ketju.core.reading.coverage import Coverage
from ketju.core.reading.draft import Draft, Found
from ketju.core.reading.listings import split_name
from ketju.core.reading.texts import cut, flat, word_count
from ketju.core.vocabulary.companies import has_legal_form
from ketju.core.vocabulary.labels import label_for
from ketju.core.vocabulary.phrases import has
from ketju.core.vocabulary.places import is_place_only

_ASIDES: dict[str, PartKind] = {
    "navigation": "navigation",
    "footer": "navigation",
    "hidden": "navigation",
    "front matter": "metadata",
    "metadata": "metadata",
    "code": "code",
    "comment": "markup",
    "script": "markup",
    "markup": "markup",
}
_ROW = re.compile(r"\t.*\S|\|.*\S.*\||<t[rd][\s>]|;[^;]+;[^;]+;", re.I)
LONGEST_ROW = 60
"""A line with more words than this is prose, whatever it holds."""


def account(document: Document, lists: list[Found], dropped: list[Draft]) -> tuple[Part, ...]:
    """The parts of ``document`` in order; ``dropped`` are drafts that are expressly no sub-processors."""
    coverage = _taken(lists, dropped)
    parts = []
    for text, kind in _texts(document.blocks):
        for line in _lines(text):
            known = coverage.kind(line.span)
            if known:
                parts.append(
                    Part(known, line.span, flat(line.text), "unread.unplaced" if known == "unread" else "")
                )
            elif looks_like_entry(line, kind):
                parts.append(Part("unread", line.span, flat(line.text), "unread.like-entry"))
            else:
                parts.append(Part(kind, line.span, flat(line.text)))
    parts += _uncovered(document, parts)
    return tuple(parts)


def _taken(lists: list[Found], dropped: list[Draft]) -> Coverage:
    coverage = Coverage()
    for found in lists:
        for text, _ in found.unread:
            coverage.add(text.span, "unread")
        for draft in found.drafts:
            kind: PartKind = "note" if any(draft is one for one in dropped) else "field"
            for field in draft.fields:
                coverage.add(field.text.span, kind)
        for text in found.headers:
            coverage.add(text.span, "header")
        for text in found.notes:
            coverage.add(text.span, "note")
        for reference in found.references:
            coverage.add(reference.text.span, "reference")
    return coverage


def _lines(text: Text) -> Iterator[Text]:
    """The lines of a text, each with its own place where the source allows that."""
    if "\n" not in text.text:
        yield text
        return
    at = 0
    for line in text.text.split("\n"):
        if line.strip():
            yield cut(text, at, at + len(line))
        at += len(line) + 1


def _texts(blocks: tuple[Block, ...]) -> Iterator[tuple[Text, PartKind]]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block.text, "heading"
        elif isinstance(block, Paragraph):
            yield block.text, "prose"
        elif isinstance(block, Aside):
            yield block.text, _ASIDES[block.kind]
        elif isinstance(block, Listing):
            for item in block.items:
                yield item.text, "other list"
                yield from _texts(item.children)
        elif isinstance(block, Definitions):
            for entry in block.items:
                yield entry.term, "other list"
                yield from _texts(entry.details)
        elif isinstance(block, Table):
            if block.caption:
                yield block.caption, "heading"
            yield from ((cell, "other table") for row in block.rows for cell in row.cells if cell)
        else:
            yield from ((text, "metadata") for text in _values(block))


def _values(value: Value) -> Iterator[Text]:
    work: list[Value] = [value]
    while work:
        current = work.pop()
        if isinstance(current, Text):
            yield current
        elif isinstance(current, Record):
            for key, inner in reversed(current.pairs):
                work += [inner, key]
        elif isinstance(current, Records):
            work += reversed(current.items)


def looks_like_entry(text: Text, kind: PartKind) -> bool:
    """Whether a line outside the list reads like one of its rows."""
    printed = text.text.strip()
    words = word_count(printed)
    if not 0 < words <= LONGEST_ROW or not any(c.isalpha() for c in printed):
        return False
    if kind != "other table" and _ROW.search(printed):
        return True
    if kind == "markup" or has(printed, "other.added", "other.removed") or "©" in printed:
        return False
    if has_legal_form(printed) and words <= 20:
        return True
    named = split_name(text) if kind in ("prose", "other list") and words <= 25 else None
    if named is None or named.sure < 0.8 or not named.rest.text or label_for(named.name.text, least=0.9):
        return False
    return is_place_only(named.rest.text.split("(")[-1].strip(" ).")) and word_count(named.name.text) <= 5


def _uncovered(document: Document, parts: list[Part]) -> Iterator[Part]:
    """Lines of the source that no block holds: a reader's gap, reported so that it does not hide anything."""
    if document.source is None:
        return
    coverage = Coverage()
    for text, kind in _texts(document.blocks):
        coverage.add(text.span, kind)
    at = 0
    for line in document.source.split("\n"):
        span = TextSpan(at, at + len(line))
        if any(c.isalnum() for c in line) and coverage.kind(span) is None:
            yield Part("unread", span, flat(line), "unread.no-block")
        at += len(line) + 1

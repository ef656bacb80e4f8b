"""Account for every text of a document: in a field, recognised as what it is, or unread.

The last look is a sceptical one: a line that was taken for prose, a menu or another table but reads like a row of a
list of companies is reported as unread, so that nothing that may be an entry is lost in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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
from ketju.core.model.span import Span, TextSpan
from ketju.core.reading.coverage import Coverage, Taken
from ketju.core.reading.draft import Draft, Found
from ketju.core.reading.item_names import split_name
from ketju.core.reading.pairs import pair_from
from ketju.core.reading.texts import bold_start, cut, flat, word_count
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
_CELL = re.compile(r"<t[rd][\s>]", re.I)
LONGEST_TYPED = 20
"""A line with a company and at most so many words may be a row."""
LONGEST_ROW = 90
"""A line with more words than this is prose, whatever it holds."""


def account(document: Document, lists: list[Found], dropped: list[Draft]) -> tuple[Part, ...]:
    """The parts of ``document`` in order; ``dropped`` are drafts that are expressly no sub-processors."""
    coverage = _taken(lists, dropped)
    alike = any(found.kind == "list" for found in lists)
    parts: list[Part] = []
    spans: list[Span] = []
    for text, found in _texts(document.blocks, coverage):
        spans.append(text.span)
        for line in _lines(text):
            known = coverage.taken(line.span)
            if not line.text.strip():
                known = Taken("markup")
            elif not known and (
                looks_like_entry(line, found.kind, alike=alike) or _is_cell(document, line, found.kind)
            ):
                known = Taken("unread", "unread.like-entry")
            parts.append(Part((known or found).kind, line.span, flat(line.text), (known or found).reason))
    parts += _uncovered(document, spans)
    return tuple(parts)


def _is_cell(document: Document, line: Text, kind: PartKind) -> bool:
    """Whether a text outside the content was printed as a cell of a table."""
    if kind != "navigation" or document.source is None or not isinstance(line.span, TextSpan):
        return False
    start = document.source.rfind("\n", 0, line.span.start) + 1
    return _CELL.search(document.source, max(start, line.span.start - 200), line.span.start) is not None


def _taken(lists: list[Found], dropped: list[Draft]) -> Coverage:
    coverage = Coverage()
    not_listed = {id(draft) for draft in dropped}
    for found in lists:
        for text, reason in found.unread:
            coverage.add(text.span, "unread", reason)
        for draft in found.drafts:
            taken = Taken("field")
            if id(draft) in not_listed:
                taken = Taken("note") if draft.first("name") else Taken("unread", "unread.no-name")
            for span in [span for field in draft.fields for span in field.spans]:
                coverage.add(span, *taken)
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


def _texts(blocks: tuple[Block, ...], coverage: Coverage) -> Iterator[tuple[Text, Taken]]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block.text, Taken("heading")
        elif isinstance(block, Paragraph):
            yield block.text, Taken("prose")
        elif isinstance(block, Aside):
            yield block.text, Taken(_ASIDES[block.kind])
        elif isinstance(block, Listing):
            for item in block.items:
                yield item.text, Taken("other list")
                yield from _texts(item.children, coverage)
        elif isinstance(block, Definitions):
            for entry in block.items:
                yield entry.term, Taken("other list")
                yield from _texts(entry.details, coverage)
        elif isinstance(block, Table):
            if block.caption:
                yield block.caption, Taken("heading")
            yield from _cells(block, coverage)
        else:
            yield from ((text, Taken("metadata")) for text in _values(block))


def _cells(table: Table, coverage: Coverage) -> Iterator[tuple[Text, Taken]]:
    """The cells of a table; rows that are not of the list, and do not fit another table either, are unread."""
    header = next((row for row in table.rows if row.header), None)
    width = sum(cell is not None for cell in header.cells) if header else 0
    body = [row for row in table.rows if row is not header]
    for row in table.rows:
        cells = [cell for cell in row.cells if cell]
        taken = Taken("other table")
        if row is header or all(coverage.taken(line.span) for cell in cells for line in _lines(cell)):
            pass
        elif any(_tells_of_list(cell) for cell in cells):
            taken = Taken("unread", "unread.like-entry")
        elif len(body) <= 1 or (header is not None and len(cells) > width):
            taken = Taken("unread", "unread.no-columns")
        yield from ((cell, taken) for cell in cells)


def _tells_of_list(cell: Text) -> bool:
    return has_legal_form(cell.text) or is_place_only(flat(cell.text))


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


def looks_like_entry(text: Text, kind: PartKind, *, alike: bool = False) -> bool:
    """Whether a line outside the list reads like one of its rows; ``alike`` says that the list is one of items."""
    printed = text.text.strip()
    words = word_count(printed)
    if not 0 < words <= LONGEST_ROW or not any(c.isalpha() for c in printed):
        return False
    if kind != "other table" and _ROW.search(printed):
        return True
    if kind == "markup" and "<" not in printed and has_legal_form(printed) and words <= LONGEST_TYPED:
        return True
    if kind == "markup" or has(printed, "other.added", "other.removed") or "©" in printed:
        return False
    if has_legal_form(printed) and (words <= LONGEST_TYPED or _tells_of_company(text)):
        return True
    named = split_name(text) if kind in ("prose", "other list") and words <= 25 else None
    if named is None or label_for(named.name.text, least=0.9):
        return False
    if alike and not named.rest.text:
        return bold_start(text) > 0 and word_count(printed) <= 3
    if named.sure < 0.8 or not named.rest.text:
        return False
    if word_count(named.name.text) > 5:
        return False
    return alike or is_place_only(named.rest.text.split("(")[-1].strip(" )."))


def _tells_of_company(text: Text) -> bool:
    """Whether a longer line with a company is more than prose: by a label for a name, or a number."""
    pair = pair_from(text, frozenset())
    return (pair is not None and pair.key in ("name", "legal_entity")) or has(
        text.text, "legal.registered"
    ) is not None


def _uncovered(document: Document, spans: Sequence[Span]) -> Iterator[Part]:
    """Lines of the source that no block holds: signs alone are markup, words a reader's gap, which is reported."""
    source = document.source
    if source is None:
        return
    ordered = sorted((one for one in spans if isinstance(one, TextSpan)), key=lambda one: one.start)
    at = index = reach = 0
    while at <= len(source):
        end = source.find("\n", at)
        end = len(source) if end < 0 else end
        while index < len(ordered) and ordered[index].start < end:
            reach = max(reach, ordered[index].end)
            index += 1
        if reach <= at and (line := source[at:end]).strip():
            words = any(map(str.isalnum, line))
            taken = Taken("unread", "unread.no-block") if words else Taken("markup")
            yield Part(taken.kind, TextSpan(at, end), flat(line), taken.reason)
        at = end + 1

"""Find the list in the document: read every structure as if it were one and keep those with enough evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from ketju.core.model.document import (
    Block,
    Definitions,
    Document,
    Heading,
    Item,
    Listing,
    Paragraph,
    Record,
    Records,
    Table,
    Text,
)
from ketju.core.model.span import CellSpan
from ketju.core.reading.blocks import BlockReader
from ketju.core.reading.cycles import read_cycles
from ketju.core.reading.draft import Found
from ketju.core.reading.evidence import ACCEPT, around, names_subprocessors
from ketju.core.reading.flattened import read_flattened
from ketju.core.reading.headed import LEAST as LEAST_HEADED
from ketju.core.reading.headed import is_lone, read_headed
from ketju.core.reading.leads import give_place, give_start
from ketju.core.reading.linked.finding import read_linked, title_in
from ketju.core.reading.listings import led_listing, pseudo_listing, read_listing
from ketju.core.reading.outline import Section
from ketju.core.reading.prose import read_prose
from ketju.core.reading.references import is_reference
from ketju.core.reading.sentences import read_sentence
from ketju.core.reading.stream import Line, Stream
from ketju.core.reading.structured import sequences
from ketju.core.reading.tables import Layout, Setting, read_table, tells_purpose
from ketju.core.reading.texts import flat, lines, word_count
from ketju.core.reading.vertical import read_vertical
from ketju.core.vocabulary.phrases import is_whole

SECOND = 3.2
"""Beside a list found for sure, a structure of another kind needs this much evidence of its own place."""

LONG_VALUES = 30
"""Values with more words than this on average are clauses."""
LED = 2.0
"""The evidence of a line that leads to sub-processors."""
LEAST_ALONE = 1.5
"""A document without a clear list is read from a table with so much evidence."""
TITLED_ALONE = 0.5
LEAST_TITLED = 3
"""In a document with sub-processors in its title, so much is enough for a table with so many companies."""
AGAIN = 0.6
"""A structure with this share of its names in a table beside it lists nobody new."""
LEAST_SIGNATURE = 3
"""A table with the same columns as an accepted one is accepted too, when there are at least so many of them."""
LINES = ("lines",)
"""Kinds of structures that may be the beginnings of paragraphs of running text."""
WEAK = ("lines", "sentence", "flattened")
"""Kinds of structures that only count when the document has no better one."""


@dataclass(slots=True)
class Context:
    """What holds for the whole document: languages, likeliest first, and the title."""

    document: Document
    languages: tuple[str, ...]
    title: str
    headings: tuple[str, ...] = ()
    language_set: frozenset[str] = field(init=False)

    setting: Setting = field(init=False)

    def __post_init__(self) -> None:
        self.language_set = frozenset(self.languages)
        self.setting = Setting(self.language_set, self.headings)


def title_of(document: Document, root: Section) -> str:
    """The title: printed on the document, else its first heading of the top level, else its first line.

    A heading that is nothing but the word for the companies, as a sheet may be called, gives way to a line below it
    that says whose they are, or is over all of a sheet.
    """
    if document.title and names_subprocessors(document.title.text):
        return flat(document.title.text)
    first = root.sections[0] if root.sections else None
    alone = first is not None and sum(section.level == first.level for section in root.sections) == 1
    headed = first is not None and first.heading and first.level <= 2 and (first.level == 1 or alone)
    heading = flat(first.heading.text.text) if headed and first and first.heading else ""
    if heading and not is_whole(heading, "list.subprocessor"):
        return heading
    for block in document.blocks[:3]:
        if isinstance(block, Heading | Paragraph):
            line = flat(block.text.text.split("\n")[0])
            if line != heading and (_is_title_line(line) or (first and _heads_a_sheet(block, first))):
                return line
    if heading:
        return heading
    return flat(document.title.text) if document.title else title_in(document.blocks)


def _heads_a_sheet(block: Heading | Paragraph, sheet: Section) -> bool:
    """Whether a heading is the first row of a sheet, and the only heading there: then it is over all of it."""
    span = block.text.span
    return isinstance(span, CellSpan) and span.row == 1 and [s.heading for s in sheet.sections] == [block]


def _is_title_line(line: str) -> bool:
    return names_subprocessors(line) and word_count(line) <= 12 and line.rstrip()[-1:] not in (":", ".", ";")


def find_lists(context: Context, root: Section) -> list[Found]:
    """The structures that list sub-processors, in order of the document."""
    found = list(_of_section(context, root, ()))
    blocks = _blocks(context, root)
    if blocks is not None:
        found.append(blocks)
    chosen = _choose(found, names_subprocessors(context.title))
    if any(one.kind not in LINES for one in chosen):
        return chosen
    prose = read_prose(root, context.title)
    told = sum(len(one.drafts) for one in chosen)
    return [prose] if prose is not None and len(prose.drafts) > told else chosen


def _choose(found: list[Found], titled: bool) -> list[Found]:
    """Those with enough evidence; ``titled`` tells that the title of the document names sub-processors."""
    good = [one for one in found if one.score >= ACCEPT and (one.drafts or one.references)]
    signatures = {one.signature for one in good if len(one.signature) >= LEAST_SIGNATURE}
    good = [
        one for one in found if one in good or (one.score >= 0 and one.signature in signatures and one.drafts)
    ]
    if not good:
        return _only_table(found, titled)
    tables = [one for one in good if one.kind == "table"]
    good = [one for one in good if one in tables or not any(_tells_again(one, table) for table in tables)]
    best = max(good, key=lambda one: one.score * min(len(one.drafts), 10) ** 0.5)
    return [
        one
        for one in good
        if one.kind == best.kind
        or (
            one.kind not in WEAK
            and one.score >= SECOND
            and not _overlaps(one, best)
            and not _is_mostly_unread(one)
        )
    ]


def _tells_again(one: Found, table: Found) -> bool:
    """Whether a structure only says more of the companies of a table: their certificates, what each of them does."""
    known = _names(table)
    again = [any(said in name or name in said for name in known) for said in _names(one)]
    return bool(again) and sum(again) >= AGAIN * len(again)


def _names(found: Found) -> list[str]:
    """The names of the drafts, folded, without what stands in brackets after them."""
    fields = (draft.first("name") for draft in found.drafts)
    names = (flat(field.text.text).casefold().split(" (")[0].strip() for field in fields if field)
    return [name for name in names if name]


def _is_mostly_unread(one: Found) -> bool:
    """Whether most items of a list have no name, as those of measures and rights."""
    return one.kind == "list" and len(one.unread) > len(one.drafts)


def _only_table(found: list[Found], titled: bool) -> list[Found]:
    """When nothing speaks for a list clearly: the best table with a name column, if it speaks a little."""
    tables = [
        one
        for one in found
        if one.signature
        and one.drafts
        and one.score >= (TITLED_ALONE if titled and len(one.drafts) >= LEAST_TITLED else LEAST_ALONE)
    ]
    best = max(tables, key=lambda one: one.score, default=None)
    return [one for one in tables if best is not None and one.signature == best.signature]


def _overlaps(one: Found, other: Found) -> bool:
    names = {id(draft.fields[0].text.span) for draft in other.drafts}
    spans = {draft.fields[0].text.span for draft in other.drafts}
    return any(
        draft.fields[0].text.span in spans or id(draft.fields[0].text.span) in names for draft in one.drafts
    )


def _of_section(
    context: Context, section: Section, path: tuple[Text, ...], least: int = LEAST_HEADED
) -> Iterator[Found]:
    if section.heading:
        path = (*path, section.heading.text)
    yield from _SectionReader(context, path).read(section.blocks)
    headed = read_headed(section, path, context.language_set, least)
    if headed:
        lead = [block.text for block in section.blocks if isinstance(block, Paragraph)]
        headed.score += around(path, lead, context.title)
        yield headed
    taken = {id(one) for one in headed.sections} if headed and headed.score >= ACCEPT else set()
    beside = any(map(is_lone, section.sections)) and any(
        read_headed(below, path, context.language_set) for below in section.sections
    )
    for below in section.sections:
        if id(below) not in taken:
            yield from _of_section(context, below, path, 1 if beside and is_lone(below) else LEAST_HEADED)


class _SectionReader:
    """Reads the structures right under one heading."""

    def __init__(self, context: Context, path: tuple[Text, ...]) -> None:
        self._context = context
        self._path = path
        self._lead: list[Text] = []
        self._near: list[Text] = []
        self._layout: Layout | None = None
        self._last: Found | None = None

    def read(self, blocks: Sequence[Block]) -> Iterator[Found]:
        paragraphs: list[Paragraph] = []
        for block in blocks:
            if isinstance(block, Paragraph):
                self._paragraph(block)
                paragraphs.append(block)
                continue
            for found in self._structure(block):
                if self._near:
                    give_place(found, self._near[-1])
                    give_start(found, self._near[-1])
                self._last = found
                yield found
            self._near = []
        yield from self._of_lines(paragraphs)

    def _of_lines(self, paragraphs: Sequence[Paragraph]) -> Iterator[Found]:
        """Lists in running text: rows that lost their borders, lines with a name in front, sentences that enumerate."""
        texts = [line for paragraph in paragraphs for line in lines(paragraph.text)]
        flattened = read_flattened(texts, self._path, self._context.language_set)
        if flattened:
            flattened.score += around(self._path, [], self._context.title)
            yield flattened
        cycles = read_cycles(texts, self._path, self._context.language_set)
        if cycles:
            cycles.score += around(self._path, [], self._context.title)
            yield cycles
        for paragraph in paragraphs:
            sentence = read_sentence(paragraph.text, self._path, self._context.language_set)
            if sentence:
                yield sentence
        led = led_listing(texts)
        if led:
            found = read_listing(led, self._path, self._context.language_set, LED)
            found.kind = "lines"
            yield found
        pseudo = pseudo_listing(paragraphs)
        if pseudo:
            evidence = around(self._path, [], self._context.title) - 0.5
            found = read_listing(pseudo, self._path, self._context.language_set, evidence)
            found.kind = "lines"
            yield found

    def _paragraph(self, block: Paragraph) -> None:
        text = block.text
        last = self._last
        if last is not None and last.kind == "table" and last.drafts:
            if is_reference(text.text, self._context.headings):
                from ketju.core.reading.draft import Reference

                last.references.append(Reference(text, self._path))
                return
            if text.text[:1].islower() and last.drafts[-1].fields:
                tail = last.drafts[-1].fields[-1]
                if tail.text.text.rstrip()[-1:] not in ".!?":
                    tail.extend(text)
                    return
        self._lead.append(text)
        self._near.append(text)

    def _structure(self, block: Block) -> Iterator[Found]:
        context = self._context
        if isinstance(block, Table):
            before = self._layout
            upright = read_vertical(block, self._path, context.language_set)
            if upright:
                upright.score += around(self._path, self._lead, context.title)
                yield upright
                return
            found, layout = read_table(block, self._path, context.setting, before)
            follows = before is not None and layout is not None and layout.columns is before.columns
            if follows and self._last is not None:
                found.score = self._last.score
            else:
                lead = [*self._lead, *([block.caption] if block.caption else [])]
                found.score += around(self._path, lead, context.title)
                self._layout = layout or before
            yield found
        elif isinstance(block, Listing):
            yield read_listing(block, self._path, context.language_set, self._evidence_for_list())
            for item in block.items:
                yield from self._nested(item)
        elif isinstance(block, Definitions):
            listing = Listing(tuple(Item(d.term, d.details) for d in block.items))
            yield read_listing(listing, self._path, context.language_set, self._evidence_for_list())
        elif isinstance(block, Record | Records):
            if linked := read_linked(block, self._path):
                yield linked
                return
            for sequence in sequences(block):
                found, layout = read_table(
                    sequence.table, self._path + sequence.path, replace(context.setting, groups=False)
                )
                near = around(self._path + sequence.path, self._lead, context.title)
                found.score += near + (1.0 if near > 0 or (layout and tells_purpose(layout)) else -3.0)
                yield found

    def _evidence_for_list(self) -> float:
        """Lists stand everywhere: the words right before one count; those of the title only at the top."""
        near = around(self._path, self._near, "")
        return near if len(self._path) > 1 else near + around((), (), self._context.title)

    def _nested(self, item: Item) -> Iterator[Found]:
        if any(isinstance(child, Listing | Table) for child in item.children):
            inner = _SectionReader(self._context, (*self._path, item.text))
            for found in inner.read(item.children):
                found.headers.append(item.text)
                yield found


def _blocks(context: Context, root: Section) -> Found | None:
    """Key and value blocks, read over the stretch of the document that has the list."""
    stream = list(Stream(context.languages).of(root))
    best: Found | None = None
    for stretch in _stretches(stream, context):
        found = BlockReader(stretch).read()
        if found is None:
            continue
        path = found.drafts[0].path
        if path and path[-1] in found.headers:  # the title of a record, not of the list
            path = path[:-1]
        lead = [line.text for line in stretch[:6] if line.kind in ("prose", "short", "heading")][:3]
        if near := _line_before(stretch, found):
            give_start(found, near)
        found.score += around(path, lead, context.title)
        found.score += 1.5 * (stretch is not stream) - 2.0 * _is_prose(found)
        if best is None or found.score > best.score:
            best = found
    return best


def _line_before(stretch: Sequence[Line], found: Found) -> Text | None:
    """The last line of text before the first record."""
    first = found.drafts[0].fields[0].text.span
    told = list(
        takewhile(lambda line: first not in (line.text.span, line.pair and line.pair.value.span), stretch)
    )
    return next((line.text for line in reversed(told) if line.kind in ("prose", "short")), None)


def _is_prose(found: Found) -> bool:
    """Whether the values of records are long on average, as the clauses of an agreement are."""
    values = [field.text.text for draft in found.drafts for field in draft.fields[1:]]
    return sum(map(word_count, values)) > LONG_VALUES * max(len(values), 1)


def _stretches(stream: list[Line], context: Context) -> list[list[Line]]:
    """The whole stream, and the part under each heading that names sub-processors."""
    found = [stream]
    for index, line in enumerate(stream):
        if line.kind in ("heading", "short") and names_subprocessors(line.text.text) and index:
            end = next(
                (
                    i
                    for i in range(index + 1, len(stream))
                    if stream[i].kind == "heading" and stream[i].depth <= line.depth
                ),
                len(stream),
            )
            if line.kind == "heading" and end - index > 3:
                found.append(stream[index:end])
    return found[:12]

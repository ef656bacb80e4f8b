"""Read a document as a register of sub-processors."""

from __future__ import annotations

from collections.abc import Sequence

from ketju.core.model.date import PartialDate
from ketju.core.model.document import Document, Paragraph, ReadProblem, Text
from ketju.core.model.register import Entry, Register, Words
from ketju.core.model.result import Provenance, ReadResult
from ketju.core.reading.draft import Draft, Found, Settled, settle
from ketju.core.reading.facts import (
    notice_terms,
    parent_of,
    publisher_of,
    short_lines,
    source_revision,
    version_name,
    version_on,
)
from ketju.core.reading.find import Context, find_lists, title_of
from ketju.core.reading.footnotes import footnotes, notes_by_mark, with_footnotes
from ketju.core.reading.grouping import applying_sections
from ketju.core.reading.interpret.entry import entry_from
from ketju.core.reading.interpret.names import clean_name, expand
from ketju.core.reading.interpret.values import Reader, Sources
from ketju.core.reading.interpret.who import read_role
from ketju.core.reading.labelled_cells import split_labelled
from ketju.core.reading.labelling import tlp_label
from ketju.core.reading.language import document_languages
from ketju.core.reading.linked.finding import ListFacts, list_facts
from ketju.core.reading.located import add_places
from ketju.core.reading.mentions import with_mentions
from ketju.core.reading.outline import Section, headings_of, outline
from ketju.core.reading.parts import account
from ketju.core.reading.states import with_state
from ketju.core.reading.structure import lead_texts, reference_sections, structure_of
from ketju.core.reading.texts import flat, word_count
from ketju.core.register.slugs import assign_ids
from ketju.core.vocabulary.dates import find_dates
from ketju.core.vocabulary.phrases import has

LONGEST_STATEMENT = 40
"""A field with more words than this is not searched for "is not a sub-processor"."""


def read(document: Document) -> ReadResult:
    """The register in ``document``, where each value stands, what was not read, problems. D-1 to D-8, L-1 to L-15."""
    root = outline(document)
    context = Context(
        document, document_languages(document), title_of(document, root), tuple(headings_of(root))
    )
    lists = find_lists(context, root)
    for found in lists:
        split_labelled(found.drafts)
        settle(found.drafts)
        add_places(found)
    drafts = [one for found in lists for draft in found.drafts for one in expand(draft)]
    dropped = [draft for draft in drafts if not draft.first("name") or is_excluded(draft, context.languages)]
    gone = {id(draft) for draft in dropped}
    drafts = [Settled(draft) for draft in drafts if id(draft) not in gone]
    read_entries = _entries(drafts, context)
    register = _register(context, root, read_entries, lists)
    provenance = tuple(
        p
        for entry, (_, sources) in zip(register.entries, read_entries, strict=True)
        for p in _provenance(entry, sources)
    )
    parts = account(document, lists, _sources_of(lists, dropped))
    problems = (*document.problems, *_problems(register, dropped))
    return ReadResult(register, provenance, parts, problems)


def is_excluded(draft: Draft, languages: Sequence[str]) -> bool:
    """Whether a row says that the company is no sub-processor: as an independent controller, or in so many words."""
    if read_role(draft, languages) == "controller":
        return True
    texts = [flat(field.text.text) for field in draft.fields]
    return any(word_count(text) <= LONGEST_STATEMENT and has(text, "negation.not_listed") for text in texts)


def _sources_of(lists: Sequence[Found], dropped: Sequence[Draft]) -> list[Draft]:
    """The drafts as found whose expansion was dropped."""
    gone = {field.text.span for draft in dropped for field in draft.fields}
    return [
        draft
        for found in lists
        for draft in found.drafts
        if draft.fields and all(f.text.span in gone for f in draft.fields)
    ]


def _entries(drafts: Sequence[Draft], context: Context) -> list[tuple[Entry, Sources]]:
    notes = notes_by_mark(footnotes(context.document.blocks))
    reader = Reader(context.languages, _writes_month_first(drafts))
    sections = applying_sections(drafts, context.title, context.languages)
    ids = assign_ids(
        [clean_name(name.text.text) if (name := draft.first("name")) else "" for draft in drafts]
    )
    result: list[tuple[Entry, Sources]] = []
    for own_id, draft, headings in zip(ids, drafts, sections, strict=True):
        entry, sources = entry_from(own_id, draft, reader, headings)
        entry = with_state(entry, draft, context.languages)
        result.append((with_footnotes(entry, draft, notes, sources, reader.languages[0]), sources))
    return result


def _writes_month_first(drafts: Sequence[Draft]) -> bool:
    """Whether a date of the list can only be read with the month first (12/31/2021)."""
    for draft in drafts:
        for field in draft.all("since", "until", "notified"):
            parts = flat(field.text.text).split("/")
            if (
                len(parts) == 3
                and parts[1].isdigit()
                and parts[0].isdigit()
                and int(parts[1]) > 12 >= int(parts[0])
            ):
                return True
    return False


def _register(
    context: Context, root: Section, read_entries: Sequence[tuple[Entry, Sources]], lists: Sequence[Found]
) -> Register:
    document, languages = context.document, context.languages
    texts = short_lines(document.blocks)
    language, stated = languages[0], list_facts(document.blocks)
    references = [
        (reference, reference_sections(reference)) for found in lists for reference in found.references
    ]
    structure = structure_of(
        [entry for entry, _ in read_entries], references, lead_texts(_leads(root)), language
    )
    notice, objection = notice_terms(texts)
    return Register(
        publisher=flat(stated.publisher.text)
        if stated.publisher
        else publisher_of(context.title, texts, languages),
        title=Words(((language, context.title),)) if context.title else Words(),
        languages=languages[:1],
        parent=parent_of(texts, context.title),
        source_revision=source_revision(texts),
        version_on=_stated_day(stated, languages) or version_on(texts, document, languages),
        version=version_name(texts),
        tlp=tlp_label(
            [*texts, *([stated.label] if stated.label else ())],
            [draft for found in lists for draft in found.drafts],
        ),
        notice=notice,
        objection=objection,
        regions=structure.regions,
        services=structure.services,
        options=structure.options,
        sites=structure.sites,
        groups=structure.groups,
        entries=tuple(with_mentions(structure.entries)),
    )


def _stated_day(stated: ListFacts, languages: Sequence[str]) -> PartialDate | None:
    """The day of the last change that linked data give."""
    found = find_dates(stated.modified.text, languages) if stated.modified else ()
    return found[0].date if found else None


def _leads(section: Section) -> list[tuple[Text, list[Text]]]:
    own = (
        [(section.heading.text, [b.text for b in section.blocks if isinstance(b, Paragraph)])]
        if section.heading
        else []
    )
    return own + [pair for below in section.sections for pair in _leads(below)]


def _provenance(entry: Entry, sources: Sources) -> list[Provenance]:
    return [
        Provenance(
            f"entries/{entry.id}/{attribute}", one.spans[0], one.confidence, one.reason, tuple(one.spans[1:])
        )
        for attribute, one in sources.found.items()
    ]


def _problems(register: Register, dropped: Sequence[Draft]) -> list[ReadProblem]:
    problems = []
    if not register.entries:
        problems.append(ReadProblem("read.no-list"))
    for draft in dropped:
        name = draft.first("name")
        if name:
            problems.append(
                ReadProblem(
                    "read.not-a-subprocessor", name.text.span, (("name", flat(name.text.text)),), "info"
                )
            )
    return problems

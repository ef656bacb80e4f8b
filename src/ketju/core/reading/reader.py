"""Read a document as a register of sub-processors."""

from __future__ import annotations

from dataclasses import replace

from ketju.core.model.document import Document, Heading, Paragraph, Record, Records, Table, Text
from ketju.core.model.register import Entry, Register, Transfer
from ketju.core.model.result import ReadResult
from ketju.core.reading.draft import Draft, Found
from ketju.core.reading.find import Context, find_lists, title_of
from ketju.core.reading.grouping import applying_sections
from ketju.core.reading.interpret.entry import entry_from
from ketju.core.reading.interpret.names import expand, footnote_marks
from ketju.core.reading.interpret.values import Reader, Sources
from ketju.core.reading.interpret.who import read_role
from ketju.core.reading.outline import headings_of, outline
from ketju.core.reading.texts import flat
from ketju.core.vocabulary.languages import languages_of
from ketju.core.vocabulary.transfers import articles, transfer_tools


def read(document: Document) -> ReadResult:
    """The register in ``document``, with where each value stands, what was not read, and problems."""
    root = outline(document)
    context = Context(
        document, document_languages(document), title_of(document, root), tuple(headings_of(root))
    )
    lists = find_lists(context, root)
    drafts = [one for found in lists for draft in found.drafts for one in expand(draft)]
    drafts = [draft for draft in drafts if draft.first("name") and read_role(draft) != "controller"]
    sections = applying_sections(drafts, context.title)
    reader = Reader(context.languages)
    entries = []
    for draft, headings in zip(drafts, sections, strict=True):
        entry, sources = entry_from(draft, reader, headings)
        entries.append(_with_footnote(entry, draft, lists, sources))
    register = Register(languages=context.languages[:1], entries=tuple(entries))
    return ReadResult(register, (), (), document.problems)


def document_languages(document: Document) -> tuple[str, ...]:
    """The languages of a document: told by its words and labels, with what its source declares as a tie-breaker."""
    text, label_like = _sample(document)
    found = languages_of(text, label_like)
    declared = tuple(code.split("-")[0].casefold() for code in document.languages)
    return tuple(dict.fromkeys((*found, *(code for code in declared if not found)))) or ("en",)


def _sample(document: Document) -> tuple[str, list[str]]:
    words: list[str] = []
    label_like: list[str] = []
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph):
            words.append(block.text.text)
        elif isinstance(block, Table):
            for row in block.rows[:2]:
                label_like += [flat(cell.text) for cell in row.cells if cell]
            words += [cell.text for row in block.rows[1:20] for cell in row.cells if cell]
        elif not isinstance(block, Record | Records):
            words += [text.text for text in _texts(block)]
    return "\n".join(words), label_like[:60]


def _texts(block: object) -> list[Text]:
    found: list[Text] = []
    for item in getattr(block, "items", ()):
        found += [item.text] if hasattr(item, "text") else [item.term] if hasattr(item, "term") else []
        for child in (*getattr(item, "children", ()), *getattr(item, "details", ())):
            found += [child.text] if isinstance(child, Paragraph) else _texts(child)
    return found


def _with_footnote(entry: Entry, draft: Draft, lists: list[Found], sources: Sources) -> Entry:
    """A footnote about transfers belongs to the names that carry its mark. L-12."""
    name = draft.first("name")
    marks = footnote_marks(name.text.text) if name else ""
    if not marks or entry.transfer is not None:
        return entry
    for found in lists:
        for note in found.notes:
            text = flat(note.text).lstrip("*†‡ ")
            tools = transfer_tools(text)
            if tools:
                sources.note("transfer", note.span)
                return replace(entry, transfer=Transfer(text, tools, articles(tools)))
    return entry

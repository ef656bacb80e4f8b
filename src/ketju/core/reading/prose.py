"""Running text about sub-processors with the names in bold: "We use **Acme** to send e-mail."."""

from __future__ import annotations

from collections.abc import Sequence

from ketju.core.model.document import Paragraph, Text
from ketju.core.reading.draft import Draft, Found
from ketju.core.reading.evidence import is_history, leads_away, names_subprocessors
from ketju.core.reading.listings import is_name
from ketju.core.reading.outline import Section
from ketju.core.reading.texts import cut, flat, word_count

LEAST = 2
LONGEST_BOLD = 5
"""A bold stretch with more words than this is emphasis, not a name."""


def read_prose(root: Section, title: str) -> Found | None:
    """One draft for each bold name in the paragraphs below a title or heading that names sub-processors."""
    found = Found("prose", 3.0)
    _section(root, (), names_subprocessors(title), found)
    return found if len(found.drafts) >= LEAST else None


def _section(section: Section, path: tuple[Text, ...], open_: bool, found: Found) -> None:
    if section.heading:
        heading = flat(section.heading.text.text)
        path = (*path, section.heading.text)
        open_ = (open_ or names_subprocessors(heading)) and not (leads_away(heading) or is_history(heading))
    if open_:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                found.drafts += _drafts(block.text, path, found.drafts)
    for below in section.sections:
        _section(below, path, open_, found)


def _drafts(text: Text, path: tuple[Text, ...], known: Sequence[Draft]) -> list[Draft]:
    names = {flat(draft.fields[0].text.text) for draft in known}
    drafts = []
    for mark in text.marks:
        name = cut(text, mark.start, mark.end)
        printed = flat(name.text)
        if mark.kind != "bold" or mark.start == 0 or not 0 < word_count(printed) <= LONGEST_BOLD:
            continue
        if not is_name(printed) or printed.isupper() or printed in names:
            continue
        draft = Draft([], path, 0.6, "guess.bold-name")
        draft.add("name", name, confidence=0.6, reason="guess.bold-name")
        draft.add("purpose", text, confidence=0.6, reason="guess.bold-name")
        drafts.append(draft)
        names.add(printed)
    return drafts

"""Companies as headings with text below them → drafts."""

from __future__ import annotations

from ketju.core.model.document import Block, Listing, Paragraph, Text
from ketju.core.reading.draft import Draft, Found
from ketju.core.reading.evidence import names_subprocessors
from ketju.core.reading.item_names import is_name, split_name
from ketju.core.reading.outline import Section
from ketju.core.reading.pairs import pair_from
from ketju.core.reading.texts import flat, lines, links_of, word_count
from ketju.core.vocabulary.companies import has_legal_form
from ketju.core.vocabulary.places import is_place_only

LONG_TEXTS = 35
"""Sections with more words than this on average are the clauses of an agreement."""
LONGEST_ENTRY = 150
"""A section with more words than this is a chapter, not an entry."""
LEAST = 2
"""So many headings with a name are needed to take them for entries, or one beside a section that has so many."""


def read_headed(
    section: Section, path: tuple[Text, ...], languages: frozenset[str], least: int = LEAST
) -> Found | None:
    """Drafts from the sections right below ``section``, when most of their headings are names with text below."""
    candidates = [below for below in section.sections if _may_be_entry(below)]
    if len(candidates) < least or len(candidates) * 2 < len(section.sections):
        return None
    level = min(below.level for below in candidates)
    most = max((sum(b.level == lvl for b in candidates), lvl) for lvl in {b.level for b in candidates})[1]
    candidates = [below for below in candidates if below.level == most or below.level == level]
    if sum(_names_itself(below, languages) for below in candidates) * 2 > len(candidates):
        return None
    found = Found("headings", 1.0, sections=candidates)
    for below in candidates:
        found.drafts.append(_draft(below, path, languages))
    names = [draft.fields[0].text.text for draft in found.drafts]
    short = sum(word_count(name) <= 4 for name in names) / len(names)
    legal = sum(has_legal_form(name) for name in names) / len(names)
    words = sum(word_count(text.text) for one in candidates for block in one.blocks for text in _texts(block))
    found.score = 0.8 * short + 1.5 * legal - 3.0 * (words > LONG_TEXTS * len(candidates))
    return found


def is_lone(section: Section) -> bool:
    """Whether a section has one company below it, as the smallest group of a list may have."""
    names = [flat(below.heading.text.text) for below in section.sections if below.heading]
    return len(names) == 1 and has_legal_form(names[0])


def _names_itself(section: Section, languages: frozenset[str]) -> bool:
    """Whether a key below the heading names the company, so that the heading is only a title."""
    texts = [text for block in section.blocks for whole in _texts(block) for text in lines(whole)]
    return any((pair := pair_from(text, languages)) and pair.key == "name" for text in texts)


def _may_be_entry(section: Section) -> bool:
    if section.heading is None or section.sections or not section.blocks:
        return False
    title = flat(section.heading.text.text)
    if word_count(title) > 6 or title[-1:] in "?:" or not is_name(title) or names_subprocessors(title):
        return False
    if sum(word_count(text.text) for block in section.blocks for text in _texts(block)) > LONGEST_ENTRY:
        return False
    return all(
        isinstance(block, Paragraph | Listing) and not _is_list_itself(block) for block in section.blocks
    )


def _is_list_itself(block: Block) -> bool:
    """Whether a list below a heading has names of its own, so that the heading is only a group's."""
    if not isinstance(block, Listing):
        return False
    named = [split_name(item.text) for item in block.items if not links_of(item.text)]
    return sum(name is not None and name.sure >= 0.8 and bool(name.rest.text) for name in named) * 2 > len(
        block.items
    )


def _draft(section: Section, path: tuple[Text, ...], languages: frozenset[str]) -> Draft:
    assert section.heading
    draft = Draft([], path, 0.8, "guess.heading")
    draft.add("name", section.heading.text)
    keyed = False
    for block in section.blocks:
        for text in _lines_told(_texts(block), languages):
            pair = pair_from(text, languages)
            known = draft.first("purpose")
            if pair and pair.value.text:
                draft.add(pair.key, pair.value, pair.label.text)
                keyed = True
            elif links_of(text) and word_count(text.text) <= 8:
                draft.add("link", text)
            elif is_place_only(text.text):
                draft.add("place", text, confidence=0.8, reason="guess.text-below")
            elif known is None:
                draft.add("purpose", text, confidence=0.7, reason="guess.text-below")
            elif isinstance(block, Paragraph) and not keyed:
                known.extend(text, "\n")
            elif not isinstance(block, Paragraph):
                draft.add("note", text)
    return draft


def _lines_told(texts: list[Text], languages: frozenset[str]) -> list[Text]:
    """The texts, those in lines of which one but the first is a key with its value, line by line."""
    told: list[Text] = []
    for text in texts:
        rows = lines(text)
        keyed = any(pair_from(row, languages) for row in rows[1:])
        told += rows if keyed else [text]
    return told


def _texts(block: Block) -> list[Text]:
    if isinstance(block, Paragraph):
        return [block.text]
    if isinstance(block, Listing):
        return [
            text
            for item in block.items
            for text in (item.text, *(t for child in item.children for t in _texts(child)))
        ]
    return []

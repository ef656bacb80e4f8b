"""How likely it is that a structure lists sub-processors, from the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ketju.core.model.document import Text
from ketju.core.reading.texts import word_count
from ketju.core.vocabulary.phrases import has

ACCEPT = 2.5
"""A structure with this much evidence is read as a list."""

_AWAY = (
    "other.cookies",
    "other.measures",
    "other.parties",
    "other.data_types",
    "other.retention",
    "other.definitions",
    "other.rights",
)
_HISTORY = ("other.changes", "other.removed")


@lru_cache(maxsize=4096)
def names_subprocessors(text: str) -> bool:
    """Whether ``text`` uses a word for sub-processors."""
    return has(text, "list.subprocessor") is not None


@lru_cache(maxsize=4096)
def names_suppliers(text: str) -> bool:
    """Whether ``text`` uses a weaker word for them: suppliers, third parties."""
    return has(text, "list.supplier") is not None


@lru_cache(maxsize=4096)
def leads_away(heading: str) -> bool:
    """Whether a heading announces something else than a list: cookies, measures, rights."""
    if names_subprocessors(heading) or names_suppliers(heading):
        return False
    return has(heading, *_AWAY) is not None


_NUMBERED = re.compile(r"[\s:#-]*(?:no\.?|nr\.?|v)?\s*\d", re.I)


@lru_cache(maxsize=4096)
def is_history(heading: str) -> bool:
    """Whether a heading announces past changes or removed companies; "Version 3" and "Updated 2026-03-01" do not."""
    found = has(heading, *_HISTORY) if word_count(heading) <= 8 else None
    if found is None:
        return False
    tells_state = _NUMBERED.match(heading, found.end) or (
        has(heading, "time.updated") and any(letter.isdigit() for letter in heading)
    )
    return not tells_state


@lru_cache(maxsize=4096)
def is_negated(heading: str) -> bool:
    """Whether a heading says that what stands below are no sub-processors."""
    return word_count(heading) <= 12 and has(heading, "negation") is not None


_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_CLAUSE = re.compile(r"\s*[,;(]")
LONGEST_NEGATION = 20
"""Of a sentence before a list with more words than this, only the first clause says what the list is not."""


def is_negated_by(lead: str) -> bool:
    """Whether the last sentence before a list says that what follows are no sub-processors."""
    last = _SENTENCE.split(lead.strip())[-1]
    said = last if word_count(last) <= LONGEST_NEGATION else _CLAUSE.split(last)[0]
    return word_count(said) <= LONGEST_NEGATION and has(said, "negation") is not None


@lru_cache(maxsize=4096)
def is_possible(text: str) -> bool:
    """Whether a line leads to kinds of companies that may come some day, none of which is engaged."""
    return has(text, "other.possible") is not None


def around(path: Sequence[Text], lead: Sequence[Text], title: str) -> float:
    """Evidence from the headings above (outermost first), the paragraphs just before, and the title."""
    score = 0.0
    if path:
        nearest = path[-1].text
        score -= 9.0 * any(is_negated(heading.text) for heading in path)
        score += 3.0 if names_subprocessors(nearest) else 1.2 if names_suppliers(nearest) else 0.0
        score -= 9.0 * is_possible(nearest)
        is_titled = names_subprocessors(title) and len(path) == (2 if path[0].text == title else 1)
        score -= 3.0 * leads_away(nearest) + (2.0 if is_titled else 6.0) * is_history(nearest)
        outer = [heading.text for heading in path[:-1]]
        score += 1.5 * any(names_subprocessors(heading) for heading in outer)
        score -= 1.5 * any(leads_away(heading) or is_history(heading) for heading in outer)
    if lead:
        before = " ".join(text.text for text in lead[-2:])[-600:]
        score -= 6.0 * (is_history(lead[-1].text) or is_possible(lead[-1].text)) + 9.0 * is_negated_by(
            lead[-1].text
        )
        if names_subprocessors(before):
            score += 2.0
        elif names_suppliers(before):
            score += 1.0
        score += 0.5 * (score > 0 and has(before, "list.intro") is not None)
    if title and names_subprocessors(title) and not (path and path[0].text == title):
        score += 1.5
    elif path and names_subprocessors(path[0].text) and len(path) > 1:
        score += 0.0
    return score

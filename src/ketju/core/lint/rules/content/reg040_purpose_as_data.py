"""A purpose is printed among the data.

What: an item of the personal data names what is done ("marketing", "sales") and no category of data.
Why: the reader learns why data are used and not which; records of processing need both (Art. 30, SCC Annex II).
Fix: move the words to the purpose, and name the data: "name, e-mail address".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.vocabulary.categories import data_terms
from ketju.core.vocabulary.lexicon import Match, lexicon
from ketju.core.vocabulary.phrases import has

LONGEST = 8
"""An item of more words than this says more than a purpose."""

MOST = 0.6
_BRACKETS = re.compile(r"\([^()]*\)")


def check(subject: Subject) -> Iterator[Observation]:
    """Items of data that are read as a purpose and as no category."""
    for entry in subject.register.entries:
        for item in entry.data:
            text = item.printed
            if item.terms or len(text.split()) > LONGEST or has(text, "access", "varies"):
                continue
            if _is_a_purpose(text):
                path = f"entries/{entry.id}/data"
                yield Observation(path, {"words": text}, span=subject.span_of_words(path, text))


def _is_a_purpose(text: str) -> bool:
    """Whether words for purposes make up most of a text; what stands in brackets does not count."""
    bare = _BRACKETS.sub("", text)
    covered = sum(match.end - match.start for match in _apart(lexicon("purposes").find(bare)))
    return not data_terms(text) and covered >= MOST * sum(letter.isalnum() for letter in bare)


def _apart(matches: list[Match]) -> list[Match]:
    """One match for each place."""
    return list({match.start: match for match in matches}.values())


RULE = Rule("REG040", "purpose-as-data", "warning", ("L-8", "L-9", "GDPR Art. 28(3)"), check)

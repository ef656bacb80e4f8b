"""Lines that stand for a group listed elsewhere: "the shared mail infrastructure is used", also misspelt."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from ketju.core.reading.texts import word_count
from ketju.core.vocabulary.companies import has_legal_form
from ketju.core.vocabulary.fold import tokens
from ketju.core.vocabulary.phrases import has

LONGEST = 16
ALIKE = 0.84
"""Two words are the same word, perhaps misspelt or inflected, from this similarity on."""


def is_reference(text: str, headings: Sequence[str]) -> bool:
    """Whether ``text`` says that a shared group is used here too (D-191): in words, or by naming a heading and more."""
    if not 2 <= word_count(text) <= LONGEST or has_legal_form(text):
        return False
    return has(text, "reference.uses") is not None or group_named(text, headings) is not None


def group_named(text: str, headings: Sequence[str]) -> str | None:
    """The heading of at least two words that ``text`` contains together with other words, the closest one."""
    words = [token.word for token in tokens(text)]
    best, best_share = None, 0.0
    for heading in headings:
        named = [token.word for token in tokens(heading)]
        if not 2 <= len(named) <= 8 or len(words) <= len(named) or words == named:
            continue
        share = sum(_holds(words, word) for word in named) / len(named)
        if share >= 0.99 and share * len(named) > best_share:
            best, best_share = heading, share * len(named)
    return best


def _holds(words: Sequence[str], wanted: str) -> bool:
    if wanted in words:
        return True
    if len(wanted) < 5:
        return False
    return any(
        word[:3] == wanted[:3] and SequenceMatcher(None, word, wanted, autojunk=False).ratio() >= ALIKE
        for word in words
    )

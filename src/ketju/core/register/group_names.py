"""Which shared group a line of words names, also misspelt or inflected. Source: D-191."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from ketju.core.model.register import Register
from ketju.core.vocabulary.fold import tokens

ALIKE = 0.84
"""Two words are the same word, perhaps misspelt or inflected, from this similarity on."""


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


def is_spelt_alike(text: str, name: str) -> bool:
    """Whether ``text`` holds each word of ``name`` as it is spelt there."""
    words = {token.word for token in tokens(text)}
    return all(token.word in words for token in tokens(name))


def group_titles(register: Register) -> tuple[str, ...]:
    """What the groups and sections of a register are called, as printed: all that a reference may mean."""
    groups = [text for group in register.groups for _, text in group.name.texts]
    sections = [name for entry in register.entries for name in entry.applies_to.sections]
    return tuple(dict.fromkeys((*groups, *sections)))

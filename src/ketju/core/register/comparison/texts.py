"""Whether two printed texts say the same: form apart from content, languages apart from each other."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Literal

from ketju.core.model.register import Words
from ketju.core.packaged import table
from ketju.core.vocabulary.fold import folded

Relation = Literal["same", "wording", "widened", "narrowed", "changed", "apart"]
"""How a later text stands to an earlier one. "apart": in different languages, so that texts tell nothing."""

SIMILAR = 2 / 3
"""Of the words of two texts, the share in common from which they say the same in other words."""

STEM = 5
"""Letters by which words are compared where endings may differ: "server", "servers"."""

_ITEM_END = re.compile(
    r"[,;•·\n/&+]|\b(?:and|or|und|oder|och|eller|ja|tai|sekä|et|ou|og|en|y|e|i|oraz|samt)\b", re.I
)


@lru_cache(maxsize=65536)
def words_in(text: str) -> frozenset[str]:
    """The words of a text that carry meaning, folded; all of them where only small words are left."""
    found = frozenset(folded(text).split())
    return frozenset(word for word in found if word not in _small_words()) or found


@lru_cache(maxsize=1)
def _small_words() -> frozenset[str]:
    stop: dict[str, list[str]] = table("stop")
    return frozenset(folded(word) for word in stop if len(word) <= STEM)


@lru_cache(maxsize=65536)
def items_in(text: str) -> frozenset[frozenset[str]]:
    """The items of an enumeration, each as its words."""
    return frozenset(words for part in _ITEM_END.split(text) if (words := words_in(part)))


def share_in_common(old: str, new: str) -> float:
    """The words that both have, by their first letters, as a share of the words of either: 0 to 1."""
    first, second = ({word[:STEM] for word in words_in(text)} for text in (old, new))
    return len(first & second) / len(first | second) if first | second else 1.0


@lru_cache(maxsize=16384)
def relation(old: str, new: str) -> Relation:
    """How two texts of one language stand to each other.

    Case, punctuation and spaces are form. An enumeration that gained items is wider, one that lost some narrower.

    >>> relation("Hosting", "hosting, backups"), relation("E-mail", "e-mail."), relation("Hosting", "Support")
    ('widened', 'same', 'changed')
    """
    if old == new or folded(old) == folded(new):
        return "same"
    before, after = items_in(old), items_in(new)
    if before == after or words_in(old) == words_in(new):
        return "wording"
    if before < after:
        return "widened"
    if after < before:
        return "narrowed"
    return "wording" if share_in_common(old, new) >= SIMILAR else "changed"


def words_relation(old: Words, new: Words) -> Relation:
    """How words in some languages stand to words in others: told by the languages that both have.

    A translation more or less is no change. A language that nobody named may be any. The first text that is not
    the same decides.
    """
    found: set[Relation] = {relation(a, b) for a, b in text_pairs(old, new)}
    if not found:
        return "apart" if old and new else "same" if not old and not new else "changed"
    for one in ("changed", "widened", "narrowed", "wording"):
        if one in found:
            return _together(found, one)
    return "same"


def _together(found: Collection[Relation], first: Relation) -> Relation:
    """One relation for several texts: wider in one and narrower in another is another content."""
    return "changed" if {"widened", "narrowed"} <= set(found) else first


def text_pairs(old: Words, new: Words) -> list[tuple[str, str]]:
    """The texts that can be compared, of the languages that both have; two texts of unknown language can be."""
    before, after = _by_language(old), _by_language(new)
    common = [language for language in before if language in after]
    if common:
        return [(before[language], after[language]) for language in common]
    if before and after and ("und" in before or "und" in after):
        return [(str(old), str(new))]
    alike = set(before.values()) & set(after.values())
    return [(text, text) for text in sorted(alike)]


def _by_language(words: Words) -> dict[str, str]:
    """Texts by the language without its region: "pt-BR" is "pt"."""
    found: dict[str, str] = {}
    for code, text in words.texts:
        if text:
            found.setdefault(code.partition("-")[0].lower() or "und", text)
    return found

"""Phrases that tell what a part of a document is: titles of lists, conditions, notices, placeholders …"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ketju.core.vocabulary.fold import Token, tokens
from ketju.core.vocabulary.lexicon import Match, lexicon


@lru_cache(maxsize=16384)
def phrases(text: str) -> tuple[Match, ...]:
    """Every phrase of ``words.toml`` in ``text``; overlapping ones included, in order of place."""
    words: Sequence[Token] = tokens(text)
    book = lexicon("words")
    return tuple(match for index in range(len(words)) for match in book.at(words, index))


def has(text: str, *kinds: str) -> Match | None:
    """The first phrase of one of the ``kinds`` ("list.subprocessor") in ``text``; a kind may name a whole table ("list")."""
    for match in phrases(text):
        if match.meaning in kinds or match.meaning.split(".", 1)[0] in kinds:
            return match
    return None


def is_whole(text: str, *kinds: str) -> bool:
    """Whether ``text`` is nothing but a phrase of one of the ``kinds``."""
    words = tokens(text)
    return any(m.first == 0 and m.words == len(words) and m.meaning in kinds for m in phrases(text))


def answer(text: str) -> bool | None:
    """Yes or no, when ``text`` starts with a word for it."""
    for match in phrases(text):
        if match.first == 0 and match.meaning in ("answers.yes", "answers.no"):
            return match.meaning == "answers.yes"
    return None

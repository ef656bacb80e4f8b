"""Phrases that tell what a part of a document is: titles of lists, conditions, notices, placeholders …"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from ketju.core.vocabulary.fold import tokens
from ketju.core.vocabulary.lexicon import Match, lexicon


@lru_cache(maxsize=16384)
def phrases(text: str) -> tuple[Match, ...]:
    """Every phrase of ``words.toml`` in ``text``; overlapping ones included, in order of place."""
    return tuple(lexicon("words").every(tokens(text)))


@lru_cache(maxsize=16384)
def _first_of(text: str) -> dict[str, Match]:
    """The first match of each meaning and of each whole table in ``text``."""
    found: dict[str, Match] = {}
    for match in phrases(text):
        found.setdefault(match.meaning, match)
        found.setdefault(match.meaning.partition(".")[0], match)
    return found


def has(text: str, *kinds: str) -> Match | None:
    """The first phrase of one of the ``kinds`` ("list.subprocessor", or "list" for a whole table) in ``text``."""
    known = _first_of(text)
    if not known:
        return None
    found = [known[kind] for kind in kinds if kind in known]
    return min(found, key=lambda match: match.start) if found else None


def is_whole(text: str, *kinds: str) -> bool:
    """Whether ``text`` is nothing but a phrase of one of the ``kinds``."""
    words = tokens(text)
    return any(m.first == 0 and m.words == len(words) and m.meaning in kinds for m in phrases(text))


def has_in(text: str, languages: Collection[str], *kinds: str) -> Match | None:
    """The first phrase of one of the ``kinds`` in ``text`` that is of one of the ``languages``."""
    found = (m for m in phrases(text) if m.meaning in kinds and m.language in languages)
    return next(found, None)


ROLES = ("role.joint", "role.processor", "role.controller")
"""What a company may be, the most telling first: a joint controller is a controller too."""
LONGEST_ROLE = 12
"""A text with more words than this describes what a company does, even when it starts with a word for a role."""


def names_role(text: str, languages: Collection[str]) -> str | None:
    """The role that ``text`` names in one of the ``languages`` or in English, as one of ROLES.

    Words for roles are everyday words of other languages: "operator" is a controller only in Romanian.
    """
    if len(tokens(text)) > LONGEST_ROLE:
        return None
    return next((role for role in ROLES if has_in(text, {*languages, "en"}, role)), None)


def answer(text: str, languages: Collection[str] = ()) -> bool | None:
    """Yes or no, when ``text`` starts with a word for it, one of the ``languages`` before one of others.

    A letter alone is an answer only when it is all of the text, so that "N/A" is none.
    """
    found = [m for m in phrases(text) if m.first == 0 and m.meaning in ("answers.yes", "answers.no")]
    found = [m for m in found if m.end - m.start > 1 or m.end >= len(text.rstrip(" ."))]
    own = [m for m in found if m.language in languages] or found
    return own[0].meaning == "answers.yes" if own else None

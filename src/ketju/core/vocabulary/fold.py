"""Bring words to one shape for comparing: case, width, diacritics and punctuation are folded away."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W_¹²³⁰⁴-⁹]+|#")
"""Raised figures are the marks of notes and end a word."""
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "ħ": "h", "’": "'"}
)


class Token(NamedTuple):
    """A word of a text: its place (code points) and its folded form."""

    start: int
    end: int
    word: str
    upper: bool
    capital: bool


def fold(word: str) -> str:
    """One word, folded: "Käsittelijä" → "kasittelija", "É.-U." → "e.-u."."""
    return word.lower() if word.isascii() else _folded(word)


@lru_cache(maxsize=16384)
def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS)


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of ``text`` in order, with their places."""
    found: list[Token] = []
    for match in _WORD.finditer(text):
        word, upper, capital = _seen(match[0])
        found.append(Token(match.start(), match.end(), word, upper, capital))
    return tuple(found)


@lru_cache(maxsize=16384)
def _seen(word: str) -> tuple[str, bool, bool]:
    """What a token tells of a word, wherever it stands: most words of a text come again."""
    return fold(word), word.isupper(), word[0].isupper() or word[0].isdigit()


def folded(text: str) -> str:
    """All of ``text`` as folded words with single spaces between."""
    if text.isascii():
        return " ".join(_WORD.findall(text.lower()))
    return " ".join(token.word for token in tokens(text))

"""Bring words to one shape for comparing: case, width, diacritics and punctuation are folded away."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+|#")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "ħ": "h", "’": "'"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: its place (code points) and its folded form."""

    start: int
    end: int
    word: str
    upper: bool
    capital: bool


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """One word, folded: "Käsittelijä" → "kasittelija", "É.-U." → "e.-u."."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS)


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of ``text`` in order, with their places."""
    found: list[Token] = []
    for match in _WORD.finditer(text):
        word = match.group()
        found.append(
            Token(
                match.start(), match.end(), fold(word), word.isupper(), word[0].isupper() or word[0].isdigit()
            )
        )
    return tuple(found)


def folded(text: str) -> str:
    """All of ``text`` as folded words with single spaces between."""
    return " ".join(token.word for token in tokens(text))

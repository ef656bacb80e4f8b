"""Find phrases of a compiled table in a text, in one pass over its words.

A compiled lexicon maps the first word of each phrase to the rest of it. A word that ends in ``*`` matches any
ending. Stems stand apart, under their first letters, so that a look-up touches few of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from ketju.core.packaged import table
from ketju.core.vocabulary.fold import Token, tokens

STEM_KEY = 5
"""How many letters of a stem make its look-up key."""
MOST_WORDS = 8192
"""For so many words a lexicon remembers which phrases they start: most words of a list come again and again."""


class Match(NamedTuple):
    """A phrase found in a text: what it means, where it stands (code points), and how many words it has."""

    meaning: str
    language: str
    start: int
    end: int
    words: int
    first: int
    exact: bool


_Phrase = tuple[list[str], list[Any], bool]
"""The words after the first, what the phrase means, and whether the first word is spelt out."""


def _same(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern[-1] == "*" else word == pattern


class Lexicon:
    """The phrases of one compiled table."""

    def __init__(self, compiled: dict[str, Any]) -> None:
        self._exact: dict[str, list[Any]] = compiled["exact"]
        self._stems: dict[str, list[Any]] = compiled["stems"]
        self._known: dict[str, tuple[_Phrase, ...]] = {}

    def at(self, words: Sequence[Token], index: int) -> Sequence[Match]:
        """All phrases that start at word ``index``, longest first within exact and stem phrases."""
        starting = self._starting(words[index].word)
        if not starting:
            return ()
        after = words[index + 1].word if index + 1 < len(words) else ""
        return [
            match
            for rest, meanings, exact in starting
            if not rest or (after and _same(rest[0], after))
            for match in self._match(words, index, rest, meanings, exact=exact)
        ]

    def _starting(self, word: str) -> tuple[_Phrase, ...]:
        """The phrases that ``word`` starts, whatever follows."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= MOST_WORDS:
                self._known.clear()
            known = self._known[word] = tuple(self._look_up(word))
        return known

    def _look_up(self, word: str) -> Iterator[_Phrase]:
        for rest, meanings in self._exact.get(word, ()):
            yield rest, meanings, True
        for width in range(min(STEM_KEY, len(word)), 1, -1):
            for stem, rest, meanings in self._stems.get(word[:width], ()):
                if word.startswith(stem):
                    yield rest, meanings, False

    def _match(
        self, words: Sequence[Token], index: int, rest: list[str], meanings: list[Any], *, exact: bool
    ) -> Iterator[Match]:
        end = index + len(rest) + 1
        if end > len(words) or any(not _same(p, words[index + 1 + i].word) for i, p in enumerate(rest)):
            return
        for meaning, language, shouted in meanings:
            if shouted and not all(token.upper for token in words[index:end]):
                continue
            yield Match(meaning, language, words[index].start, words[end - 1].end, end - index, index, exact)

    def find(self, text: str, words: Sequence[Token] | None = None) -> list[Match]:
        """The phrases in ``text``, leftmost longest, without overlaps; phrases of equal place come together."""
        words = tokens(text) if words is None else words
        found: list[Match] = []
        index = 0
        while index < len(words):
            here = self.at(words, index)
            if not here:
                index += 1
                continue
            longest = max(match.words for match in here)
            found += [match for match in here if match.words == longest]
            index += longest
        return found

    def whole(self, text: str, words: Sequence[Token] | None = None) -> list[Match]:
        """The phrases that are all of ``text``."""
        words = tokens(text) if words is None else words
        return [match for match in self.at(words, 0) if match.words == len(words)] if words else []


@cache
def lexicon(name: str) -> Lexicon:
    """The compiled lexicon ``name``, made once per process."""
    return Lexicon(table(name))

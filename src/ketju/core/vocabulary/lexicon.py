"""Find phrases of a compiled table in a text, in one pass over its words.

A compiled lexicon maps the first word of each phrase, or the first two, to the rest of it, as text that is taken apart
when the words come up. A word that ends in ``*`` matches any ending. Stems stand apart, under their first letters, so
that a look-up touches few of them.
"""

from __future__ import annotations

from collections.abc import Sequence
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


class _Phrase(NamedTuple):
    """A phrase that starts with the word looked up: its rank among them, and what comes after that word."""

    rank: tuple[int, int, int]
    """Spelt out before stems, longer stems before shorter, more words before fewer."""
    rest: tuple[str, ...]
    meanings: tuple[tuple[str, str, bool], ...]
    """(meaning, language, whether it only counts in capitals)"""
    exact: bool
    """Whether the first word is spelt out."""


class _Starting(NamedTuple):
    """The phrases that one word starts, but for those that it spells out together with their second word."""

    alone: tuple[_Phrase, ...]
    longer: tuple[_Phrase, ...]

    def fitting(self, second: str, spelt: tuple[_Phrase, ...]) -> Sequence[_Phrase]:
        """The phrases that may go on with the word ``second`` ("" at the end of a text), by rank."""
        found = self.alone + spelt
        if second and self.longer:
            found += tuple(one for one in self.longer if _same(one.rest[0], second))
        return sorted(found) if len(found) > 1 else found


_NOTHING = _Starting((), ())


def packed(rest: Sequence[str], meanings: Sequence[tuple[str, str, bool]]) -> str:
    """A phrase as a compiled table holds it: ``"of processing|purpose,en|data,en!"``.

    Tables hold text, not lists, because a process looks up a few hundred of their 30,000 phrases: reading the
    others as objects took a quarter of the time that a short list takes.
    """
    return "|".join([" ".join(rest), *(f"{name},{lang}{'!' * shout}" for name, lang, shout in meanings)])


def _unpacked(text: str, stem: int = 0) -> _Phrase:
    """A phrase of a table; ``stem`` is the width of the key of its first word, 0 where that is spelt out."""
    words, *meanings = text.split("|")
    rest = tuple(words.split())
    parts = ((one.rstrip("!").split(","), one.endswith("!")) for one in meanings)
    named = tuple((*name, shout) for name, shout in parts)
    return _Phrase((stem > 0, -stem, -len(rest)), rest, named, not stem)  # type: ignore[arg-type]


def _same(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern[-1] == "*" else word == pattern


class Lexicon:
    """The phrases of one compiled table."""

    def __init__(self, compiled: dict[str, Any]) -> None:
        self._exact: dict[str, str] = compiled["exact"]
        self._stems: dict[str, str] = compiled["stems"]
        self._known: dict[str, _Starting] = {}
        self._pairs: dict[str, tuple[_Phrase, ...]] = {}

    def at(self, words: Sequence[Token], index: int) -> Sequence[Match]:
        """All phrases that start at word ``index``, longest first within exact and stem phrases."""
        word = words[index].word
        starting = self._known.get(word) or self._starting(word)
        second = words[index + 1].word if index + 1 < len(words) else ""
        spelt = self._spelt(f"{word} {second}") if second else ()
        if starting is _NOTHING and not spelt:
            return ()
        return _matches(words, index, starting.fitting(second, spelt))

    def every(self, words: Sequence[Token]) -> list[Match]:
        """The phrases at every word, overlapping ones included, in order of place."""
        return [match for index in range(len(words)) for match in self.at(words, index)]

    def _spelt(self, pair: str) -> tuple[_Phrase, ...]:
        """The phrases whose first two words are spelt out as ``pair``."""
        held = self._exact.get(pair)
        if held is None:
            return ()
        known = self._pairs.get(pair)
        if known is None:
            known = self._pairs[pair] = tuple(_unpacked(text) for text in held.split(";"))
        return known

    def _starting(self, word: str) -> _Starting:
        """The phrases that ``word`` starts, whatever follows."""
        if len(self._known) >= MOST_WORDS:
            self._known.clear()
        phrases = self._look_up(word)
        known = _NOTHING
        if phrases:
            alone = tuple(one for one in phrases if not one.rest)
            known = _Starting(alone, tuple(one for one in phrases if one.rest))
        self._known[word] = known
        return known

    def _look_up(self, word: str) -> list[_Phrase]:
        found: list[_Phrase] = []
        if held := self._exact.get(word):
            found += map(_unpacked, held.split(";"))
        for width in range(min(STEM_KEY, len(word)), 1, -1):
            if held := self._stems.get(word[:width]):
                for text in held.split(";"):
                    stem, _, phrase = text.partition(" ")
                    if word.startswith(stem):
                        found.append(_unpacked(phrase, width))
        return found

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


def _matches(words: Sequence[Token], index: int, fitting: Sequence[_Phrase]) -> list[Match]:
    """What the phrases mean whose words all stand from ``index`` on."""
    begin, found = words[index].start, list[Match]()
    for _, rest, meanings, exact in fitting:
        end = index + len(rest) + 1
        if len(rest) > 1 and not _goes_on(words, index, rest):
            continue
        for meaning, language, shouted in meanings:
            if not shouted or all(token.upper for token in words[index:end]):
                found.append(Match(meaning, language, begin, words[end - 1].end, end - index, index, exact))
    return found


def _goes_on(words: Sequence[Token], index: int, rest: Sequence[str]) -> bool:
    """Whether the words from the third on are those of a phrase (the second is known to be)."""
    if index + len(rest) >= len(words):
        return False
    return all(_same(rest[at], words[index + 1 + at].word) for at in range(1, len(rest)))


@cache
def lexicon(name: str) -> Lexicon:
    """The compiled lexicon ``name``, made once per process."""
    return Lexicon(table(name))

"""Which field of an entry a column header or a key names, in any language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ketju.core.vocabulary.fold import Token, tokens
from ketju.core.vocabulary.lexicon import Match, lexicon

LONGEST_LABEL = 14
"""A label has at most this many words; longer text is prose."""
LEAST_NOTE = 4
"""Brackets with at least so many words behind a label explain it and are no part of its name."""
_NOTE = re.compile(r"^([^()]+[^()\s])\s*+\(((?:[^()]|\([^()]*\))*)\)\W*$", re.S)
AROUND_A_NAME = 0.9
"""The score of a label that the publisher's name stands in the middle of."""
_SEVERAL = re.compile(r"[/|·•\n&]|\s(?:[–—-]|and|und|et|ja|och|og|en|y|e|i|oraz|und/oder|and/or)\s")
MOST_NAMES = 3
"""A label is printed in at most so many languages, or says at most so many things, side by side."""


@dataclass(frozen=True, slots=True)
class Label:
    """A reading of a label: the field, how sure (0 to 1), and the languages that call the field so."""

    field: str
    score: float
    languages: frozenset[str]


def _score(match: Match, total: int) -> float:
    if match.words == total:
        return 1.0
    start = 0.15 if match.first == 0 else 0.05 if match.first + match.words == total else 0.0
    return 0.4 + 0.4 * match.words / total + start


def without_note(printed: str) -> str:
    """A label without the explanation in brackets behind it.

    The forms of the Commission's standard clauses print such: decisions (EU) 2021/914 and 2021/915, their annexes.

    >>> without_note("Description of processing (including who is responsible for what)")
    'Description of processing'
    >>> without_note("Place (country)")
    'Place (country)'
    """
    found = _NOTE.match(printed)
    return found[1] if found and len(tokens(found[2])) >= LEAST_NOTE else printed


def _around_a_name(words: Sequence[Token]) -> list[Match]:
    """The labels that are left when a name in the middle is left out: "Relevant Acme Services"."""
    book = lexicon("labels")
    for index in range(1, len(words) - 1):
        if words[index].capital:
            rest = [*words[:index], *words[index + 1 :]]
            found = [m for m in book.at(rest, 0) if m.words == len(rest)]
            if found:
                return found
    return []


def _of_parts(printed: str) -> tuple[Label, ...]:
    """The field that each part of a label names: "Zweck / Purpose", "subject and purpose"; empty when they differ."""
    parts = [part for part in _SEVERAL.split(printed) if part.strip()]
    if not 2 <= len(parts) <= MOST_NAMES:
        return ()
    book = lexicon("labels")
    read = [{m.meaning: m.language for m in reversed(book.whole(part, tokens(part)))} for part in parts]
    shared = set.intersection(*(set(one) for one in read))
    found = [Label(field, 1.0, frozenset(one[field] for one in read)) for field in shared]
    return tuple(sorted(found, key=lambda label: label.field))


@lru_cache(maxsize=8192)
def labels(printed: str) -> tuple[Label, ...]:
    """The fields that ``printed`` may name, best first; empty when it names none.

    >>> labels("Processing purpose")[0].field
    'purpose'
    """
    printed = without_note(printed)
    words = tokens(printed)
    if not words or len(words) > LONGEST_LABEL:
        return ()
    best: dict[str, tuple[float, set[str]]] = {}
    book = lexicon("labels")
    matches = book.whole(printed, words)
    if not matches and (several := _of_parts(printed)):
        return several
    around = [] if matches else _around_a_name(words)
    for match in matches or around or book.find(printed, words):
        score = AROUND_A_NAME if around else _score(match, len(words))
        known = best.setdefault(match.meaning, (0.0, set()))
        if score > known[0]:
            best[match.meaning] = (score, {match.language})
        elif score == known[0]:
            known[1].add(match.language)
    found = [Label(field, score, frozenset(langs)) for field, (score, langs) in best.items()]
    return tuple(sorted(found, key=lambda label: (-label.score, -len(label.languages), label.field)))


def label_for(printed: str, languages: frozenset[str] = frozenset(), least: float = 0.5) -> Label | None:
    """The best reading of a label, those of the document's ``languages`` first; None below ``least``."""
    found = [label for label in labels(printed) if label.score >= least]
    if not found:
        return None
    return max(found, key=lambda label: label.score + (0.2 if label.languages & languages else 0.0))

"""Which languages a text is in, told from its commonest words and its labels."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from ketju.core.packaged import table
from ketju.core.vocabulary.labels import labels
from ketju.core.vocabulary.lexicon import lexicon

_WORD = re.compile(r"(?<!\w-)\b[^\W\d_]+\b(?!-\w)")
"""A word by itself: the Y of "Y-tunnus" is no Spanish "y"."""
MOST_OWNERS = 4
"""A word of more languages than this tells none of them."""
FEW = 8.0
"""With less evidence than this, the words for the companies and their countries are heard too."""
SAMPLE = 12_000
"""How many characters are looked at."""


def _told_by_terms(text: str) -> dict[str, float]:
    """Votes of the words of a short list: what it calls the companies, the countries, and what they do."""
    votes: dict[str, float] = defaultdict(float)
    for book, weight in (("words", 1.5), ("places", 0.5), ("purposes", 0.5)):
        owners: dict[tuple[int, int], set[str]] = defaultdict(set)
        for match in lexicon(book).find(text):
            owners[match.start, match.end].add(match.language)
        for languages in owners.values():
            for language in languages if len(languages) <= MOST_OWNERS else ():
                votes[language] += weight / len(languages)
    return votes


def languages_of(text: str, label_like: Iterable[str] = ()) -> tuple[str, ...]:
    """The languages of ``text``, likeliest first; only those with a fair share of the best one's evidence.

    ``label_like`` are short texts that may be column headers or keys: they weigh more than running text.
    """
    stop: dict[str, list[str]] = table("stop")
    votes: dict[str, float] = defaultdict(float)
    for word, times in Counter(w.casefold() for w in _WORD.findall(text[:SAMPLE])).items():
        owners = stop.get(word, ())
        for language in owners:
            votes[language] += times / len(owners)
    for printed in label_like:
        for label in labels(printed)[:1]:
            for language in label.languages:
                votes[language] += 3 * label.score / len(label.languages)
    if max(votes.values(), default=0.0) < FEW:
        for language, share in _told_by_terms(text[:SAMPLE]).items():
            votes[language] += share
    if not votes:
        return ()
    top = max(votes.values())
    ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0] != "en", item[0]))
    return tuple(language for language, count in ranked if count >= top * 0.25)[:4]

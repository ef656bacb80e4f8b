"""Countries are named in two languages.

What: a place is named in another language than the list's own, though other places are in the list's own.
Why: readers and programs that sort or search by country take them for two; the row was copied from elsewhere.
Fix: name the country in the language of the list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.vocabulary.lexicon import lexicon


def check(subject: Subject) -> Iterator[Observation]:
    """Names of countries that the language of the list does not know, where others are in that language alone."""
    language = subject.register.languages[0] if subject.register.languages else ""
    if not language or language == "en":
        return
    read = cache(_countries)
    named = {entry.id: read(entry.places_printed) for entry in subject.register.entries}
    is_own = any(languages == {language} for found in named.values() for _, languages in found)
    if not is_own:
        return
    for entry in subject.register.entries:
        foreign = [words for words, languages in named[entry.id] if language not in languages]
        if foreign:
            path = f"entries/{entry.id}/places_printed"
            span = subject.span_of_words(path, foreign[0])
            yield Observation(path, {"words": ", ".join(foreign), "language": language}, span=span)


def _countries(printed: str) -> list[tuple[str, set[str]]]:
    """(the words, the languages that name a country so) of each country in a text; codes such as "USA" are left out."""
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for match in lexicon("places").find(printed):
        if match.meaning.startswith("country:"):
            found[match.start, match.end].add(match.language)
    texts = ((printed[start:end], languages) for (start, end), languages in found.items())
    return [(text, languages) for text, languages in texts if not text.isupper() and "" not in languages]


RULE = Rule("REG064", "languages-mixed", "warning", ("D-6", "L-7"), check)

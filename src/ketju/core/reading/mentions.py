"""Other companies that an entry's own words mention: those of the same list, and names with a legal form. L-1, D-5."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ketju.core.model.register import Entry
from ketju.core.reading.interpret.values import unique
from ketju.core.vocabulary.companies import legal_forms

_WORD = re.compile(r"[^\W\d_][\w.-]{3,}")
LEAST_LETTERS = 4
MOST_ENDING = 3
"""A name may be inflected by so many letters ("Hetznerin")."""


def with_mentions(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with ``mentions`` filled in; linear in the length of the texts."""
    by_word: dict[str, str] = {}
    for entry in entries:
        first = _WORD.match(entry.name)
        if first and entry.name[0].isupper():
            by_word.setdefault(first.group().rstrip(".,"), entry.name)
    found = [(entry, _mentions(entry, by_word)) for entry in entries]
    return [replace(entry, mentions=names) if names else entry for entry, names in found]


def _mentions(entry: Entry, by_word: dict[str, str]) -> tuple[str, ...]:
    text = " \n ".join([str(entry.purpose), *(category.printed for category in entry.data), *entry.notes])
    own = _WORD.match(entry.name)
    found = [name for word in _WORD.findall(text) if (name := _named(word, by_word)) and name != entry.name]
    found += _companies(text, own.group() if own else "")
    return unique([name for name in found if not own or not name.startswith(own.group())])


def _named(word: str, by_word: dict[str, str]) -> str:
    """The entry that a word names, also inflected."""
    for length in range(len(word), max(len(word) - MOST_ENDING, LEAST_LETTERS) - 1, -1):
        if word[:length] in by_word:
            return by_word[word[:length]]
    return ""


def _companies(text: str, own: str) -> list[str]:
    """Names that end in a legal form: the capitalised words right before it."""
    found = []
    for form in legal_forms(text):
        words = re.search(
            r"((?:[^\W\d_a-z][\w&.-]*[\s,]+){1,4})$", text[max(form.start - 80, 0) : form.start]
        )
        if words and not words[1].startswith(own or "\0"):
            found.append((words[1].strip(" ,") + " " + form.printed).strip())
    return found

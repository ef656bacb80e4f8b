"""Parts of countries and other names that the vocabulary of lists does not have, such as "Ceuta" or "Holy See".

Published lists are read without them: they serve only questions about one place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from ketju.core.territory.facts import Part, other_names, parts


def part_named(text: str) -> Part | None:
    """The part of a country that a text is the name or the code of, in any language of the facts."""
    return _parts().get(_folded(text))


def part_with_code(code: str) -> Part | None:
    """The part of a country that has a code of its own beside ISO 3166-1: "IC" for the Canary Islands."""
    return next((part for part in parts() if part.code and part.code == code), None)


def code_named(text: str) -> str | None:
    """The code of a place or organisation that a text is another name of."""
    return _codes().get(_folded(text))


def name_of(code: str, language: str) -> str:
    """The first of the other names of a place or organisation in a language, "" where it has none."""
    names = other_names().get(code)
    return names[language][0] if names else ""


@cache
def _parts() -> dict[str, Part]:
    return {_folded(name): part for part in parts() for name in (*_every(part.names), part.code) if name}


@cache
def _codes() -> dict[str, str]:
    return {_folded(name): code for code, names in other_names().items() for name in _every(names)}


def _every(names: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    return (name for of_language in names.values() for name in of_language)


def _folded(text: str) -> str:
    """Without case, accents and further blanks."""
    letters = unicodedata.normalize("NFKD", " ".join(text.split()).casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))

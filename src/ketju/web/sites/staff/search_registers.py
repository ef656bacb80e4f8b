"""Sub-processors by name, in a version of a list; their folded names are kept in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ketju.core.vocabulary.fold import folded
from ketju.text.reasons import names_of, scope_words
from ketju.web.apps.registers.content import register_by_id


@dataclass(frozen=True, slots=True)
class Named:
    """An entry: its id, its name, what it applies to, and the folded text by which it is found."""

    id: str
    name: str
    scope: str
    text: str


def entries_named(version: str, asked: str, language: str) -> Iterator[Named]:
    """The entries of a version, by its public id, that have the words that are asked for in their names."""
    wanted = folded(asked).split()
    return (one for one in _entries(version, language) if all(word in one.text for word in wanted))


@lru_cache(maxsize=16)
def _entries(version: str, language: str) -> tuple[Named, ...]:
    content = register_by_id(version)
    names = names_of(content, language)
    return tuple(
        Named(one.id, one.name, scope_words(one, names), folded(f"{one.name} {one.legal_entity} {one.brand}"))
        for one in content.entries
    )

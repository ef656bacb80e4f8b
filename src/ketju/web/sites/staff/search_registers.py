"""Sub-processors by name, in the versions of lists that hold today; their folded names are kept in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ketju.core.vocabulary.fold import folded
from ketju.text.reasons import names_of, scope_words
from ketju.web.apps.registers.content import register_by_id
from ketju.web.apps.registers.models import Register
from ketju.web.apps.registers.reads_customers import versions_on
from ketju.web.base.access.models import Processor


@dataclass(frozen=True, slots=True)
class Named:
    """An entry that was found: of which register, its id, its name, and what it applies to."""

    register: Register
    entry: str
    name: str
    scope: str


@dataclass(frozen=True, slots=True)
class _Known:
    entry: str
    name: str
    scope: str
    text: str


def entries_named(processor: Processor, asked: str, on: date, language: str) -> Iterator[Named]:
    """The entries that have the words that are asked for in their names."""
    wanted = folded(asked).split()
    for held in versions_on(processor.pk, on, has_audience=False):
        for one in _names(held.version.public_id, language):
            if all(word in one.text for word in wanted):
                yield Named(held.register, one.entry, one.name, one.scope)


@lru_cache(maxsize=16)
def _names(version: str, language: str) -> tuple[_Known, ...]:
    content = register_by_id(version)
    names = names_of(content, language)
    return tuple(
        _Known(
            one.id, one.name, scope_words(one, names), folded(f"{one.name} {one.legal_entity} {one.brand}")
        )
        for one in content.entries
    )

"""Small lists written out in tests."""

from __future__ import annotations

from textwrap import dedent

from ketju.core.model.register import Entry, Register
from tests.core.reading.lists import register_of


def register(text: str, name: str = "list.md") -> Register:
    return register_of(dedent(text).lstrip("\n"), name)


def entries(text: str, name: str = "list.md") -> tuple[Entry, ...]:
    return register(text, name).entries


def names(found: tuple[Entry, ...]) -> list[str]:
    return [entry.name for entry in found]


def codes(found: tuple[Entry, ...]) -> list[list[str]]:
    return [[place.code for place in entry.places] for entry in found]


def purposes(found: tuple[Entry, ...]) -> list[str]:
    return [str(entry.purpose) for entry in found]

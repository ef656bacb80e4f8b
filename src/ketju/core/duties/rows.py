"""The rows of requirements as values, and what carries them out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ketju.core.packaged import table


@dataclass(frozen=True, slots=True)
class Duty:
    """A row of the requirements: what an agreement or a published list asks of whoever processes data.

    ``id`` is "D-1" to "D-203"; ``source`` is document, line and section ("004:80 §7"); ``article`` the article of
    the GDPR that it rests on ("33(2)"), "" where it is a matter of the documents alone.
    """

    id: str
    title: str
    source: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What carries out rows: dotted paths of code, tests as file and name; ``left`` is what is still missing."""

    rows: tuple[str, ...]
    code: tuple[str, ...]
    tests: tuple[str, ...]
    left: str = ""


@cache
def duties() -> tuple[Duty, ...]:
    """Every row, in the order of the numbers."""
    return tuple(Duty(*row) for row in table("duties")["rows"])


@cache
def coverage() -> tuple[Coverage, ...]:
    """What carries out which rows, as the data beside this module declare it."""
    return tuple(
        Coverage(tuple(one["rows"]), tuple(one["code"]), tuple(one["tests"]), one.get("left", ""))
        for one in table("duties")["carried_out"]
    )

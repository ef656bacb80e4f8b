"""The rows of requirements as values, and what carries them out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from ketju.core.packaged import table

Kind = Literal[
    "duty",
    "right",
    "limit",
    "exception",
    "field",
    "gap",
    "condition",
    "definition",
    "declaration",
    "deadline",
]
"""What a row is. A gap is a field that the document leaves out or empty."""
Verb = Literal["RECORD", "COMPUTE", "GATE", "NOTIFY", "PUBLISH", "BILL", "REFUSE", "RELAY", "LINT"]
"""What a system has to do: GATE is to hold something back until it may go on, LINT to warn."""
Actor = Literal["processor", "controller", "sub-processor"]

KINDS: tuple[Kind, ...] = get_args(Kind)
VERBS: tuple[Verb, ...] = get_args(Verb)
ACTORS: tuple[Actor, ...] = get_args(Actor)


@dataclass(frozen=True, slots=True)
class Duty:
    """A row of the requirements: what an agreement or a published list asks of whoever processes data.

    ``id`` is "D-1" to "D-203"; ``source`` is document, line and section ("004:80 §7"); ``article`` the article of
    the GDPR that it rests on ("33(2)"), "" where it is a matter of the documents alone. ``whose`` says whose duty or
    right it is, where the text says so. ``trigger`` is what sets it off, ``deadline`` until when, ``evidence`` what is
    kept to show it; each is "" where the text sets none.
    """

    id: str
    title: str
    source: str
    kinds: tuple[Kind, ...]
    verbs: tuple[Verb, ...]
    actors: tuple[Actor, ...]
    whose: Actor | Literal[""] = ""
    article: str = ""
    trigger: str = ""
    deadline: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What carries out rows: dotted paths of code, tests as file and name.

    ``left`` is what is still missing. What carries rows out whole has none, and says in ``starts_at`` where its tests
    begin, at the rows' trigger: a command ("ketju read") or the dotted path of a public function.
    """

    rows: tuple[str, ...]
    code: tuple[str, ...]
    tests: tuple[str, ...]
    left: str = ""
    starts_at: str = ""


@cache
def duties() -> tuple[Duty, ...]:
    """Every row, in the order of the numbers."""
    return tuple(_duty(row) for row in table("duties")["rows"])


def _duty(row: dict[str, Any]) -> Duty:
    held: dict[str, Any] = {key: tuple(one) if isinstance(one, list) else one for key, one in row.items()}
    return Duty(**held)


@cache
def coverage() -> tuple[Coverage, ...]:
    """What carries out which rows, as the data beside this module declare it."""
    return tuple(_coverage(one) for one in table("duties")["carried_out"])


def _coverage(one: dict[str, Any]) -> Coverage:
    rows, code, tests = (tuple(one[key]) for key in ("rows", "code", "tests"))
    return Coverage(rows, code, tests, one.get("left", ""), one.get("starts_at", ""))


@cache
def killed() -> dict[str, float]:
    """The share of its mutants that the tests of a module kill, by module; 1 for one that holds declarations alone."""
    data = table("duties")
    found = {one["module"]: one["killed"] / one["made"] for one in data["mutants"]}
    return {**found, **dict.fromkeys(data["declarations"], 1.0)}

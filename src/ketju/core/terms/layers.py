"""Layers of terms: an agreement's version with its documents, the house policy, what a customer has agreed besides."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ketju.core.model.document import Position
from ketju.core.terms.values import Value

LayerKind = Literal["statute", "agreement", "policy", "customer"]
"""Where a value comes from, in the order in which they stand on each other."""
Rank = Literal["data-protection", "main-agreement", "other-appendix", "register-description"]
"""What a document of an agreement is, in the order in which it prevails where no document says otherwise (D-13)."""

RANKS: tuple[Rank, ...] = ("data-protection", "main-agreement", "other-appendix", "register-description")


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a document, both included, from 1."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a document says of a parameter. ``value`` is None where it speaks of it and leaves the value open.

    ``clause`` is the document's own name for the place ("§ 12"), ``lines`` the place in its text. ``owner`` and ``due``
    say who is to set an open value, and until when. ``first`` and ``last`` are the days between which it holds, where
    that is not as long as the document; ``signed`` is the day a deviation was signed, from which it holds where it has
    no first day. ``at`` is the place in the file.
    """

    parameter: str
    value: Value | None
    clause: str = ""
    lines: tuple[Lines, ...] = ()
    note: str = ""
    owner: str = ""
    due: date | None = None
    first: date | None = None
    last: date | None = None
    signed: date | None = None
    at: Position | None = field(default=None, compare=False)

    def holds(self, on: date) -> bool:
        """Whether it holds on the day, as far as its own days say."""
        first = self.first or self.signed
        return (first is None or first <= on) and (self.last is None or on <= self.last)


@dataclass(frozen=True, slots=True)
class Duties:
    """Lines of a document that give duties and no parameter: the rows of requirements that they are."""

    lines: tuple[Lines, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoEffect:
    """Lines of a document that settle nothing, and why: a heading, a name, a repetition."""

    lines: tuple[Lines, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """That a customer accepted a version of an agreement, and from which day it holds for it."""

    agreement: str
    version: str
    first: date
    by: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """One file of terms.

    ``id`` names the agreement, the policy or the customer; documents of one agreement share id and version. ``mark`` is
    what references call the document ("004"). ``first`` and ``last`` are the days between which it holds.
    """

    kind: LayerKind
    id: str
    name: str = ""
    version: str = ""
    rank: Rank = "data-protection"
    mark: str = ""
    first: date | None = None
    last: date | None = None
    statements: tuple[Statement, ...] = ()
    duties: tuple[Duties, ...] = ()
    no_effect: tuple[NoEffect, ...] = ()
    accepted: tuple[Acceptance, ...] = ()
    file: str = field(default="", compare=False)

    def holds(self, on: date) -> bool:
        """Whether the document as a whole holds on the day."""
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)

    def of(self, parameter: str) -> tuple[Statement, ...]:
        """What it says of a parameter."""
        return tuple(one for one in self.statements if one.parameter == parameter)

"""What is different between two registers, as values: one ``Change`` for each thing that somebody may have to know.

A change says what it is about, what stood there before and after, whom it touches, and whether customers are owed
notice before it takes effect. It holds no sentence: kinds and reasons are keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Owed = Literal["yes", "no", "by agreement"]

ChangeKind = Literal[
    "added",
    "replaced",
    "removed",
    "ended",
    "legal-entity",
    "role",
    "renamed",
    "first-third-country",
    "place-added",
    "place-removed",
    "place-changed",
    "outside-eea",
    "transfer",
    "purpose-widened",
    "purpose-narrowed",
    "purpose-changed",
    "data-widened",
    "data-narrowed",
    "data-changed",
    "data-subjects-widened",
    "data-subjects-narrowed",
    "data-subjects-changed",
    "function",
    "access-widened",
    "access-narrowed",
    "retention",
    "applies-to-widened",
    "applies-to-narrowed",
    "condition-added",
    "condition-removed",
    "condition-changed",
    "varies",
    "identifier",
    "dates",
    "chain",
    "address",
    "contact",
    "remarks",
    "now-stated",
    "no-longer-stated",
    "publisher",
    "agreement",
    "notice-terms",
    "objection-terms",
    "product-added",
    "product-removed",
    "structure",
    "wording-only",
]


BEGINNING: frozenset[ChangeKind] = frozenset({"added", "replaced"})
"""Kinds with which an entry begins, so that its first day of use can lie ahead."""


@dataclass(frozen=True, slots=True)
class PriorNotice:
    """Whether customers must be told before the change takes effect, and why.

    "by agreement": it depends on the agreement with the customer or on the customer's instructions. ``reason`` is
    the end of a message key, ``basis`` names articles and rows of the requirements ("GDPR Art. 28(2)", "D-134").
    """

    owed: Owed
    reason: str
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two registers.

    ``old_id`` and ``new_id`` are ids of entries (of a service, region, group or option where ``field`` says so), ""
    on the side where there is none. ``field`` is the member of the entry or of the register. ``before`` and
    ``after`` hold what is printed, or codes of places, terms, dates and words of the model. ``services`` and
    ``regions`` are ids of the new register, of the old one for what is gone; empty means all of them.
    ``matched_by`` says how an entry was recognised when neither its id nor its name did it.
    """

    kind: ChangeKind
    notice: PriorNotice
    name: str = ""
    field: str = ""
    old_id: str = ""
    new_id: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    matched_by: str = ""

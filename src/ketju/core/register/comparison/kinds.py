"""Every kind of change: which part of the list it is about, and whether prior notice is owed.

The pages of the reference and the words for people are made from these declarations. Source: GDPR Art. 28(2),
28(3)(a) and Chapter V; D-134, D-135, D-194, D-195.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from ketju.core.model.change import ChangeKind, PriorNotice

Theme = Literal["companies", "places", "use", "scope", "particulars", "list", "form"]
THEMES: tuple[Theme, ...] = ("companies", "places", "use", "scope", "particulars", "list", "form")
"""What changes are about, the weightiest first."""

_CHANGE_CASE = ("D-134", "D-135")

ADDITION = PriorNotice("yes", "addition", ("GDPR Art. 28(2)", *_CHANGE_CASE, "D-194", "D-195"))
REPLACEMENT = PriorNotice("yes", "replacement", ("GDPR Art. 28(2)", *_CHANGE_CASE, "D-194", "D-195"))
LEGAL_PERSON = PriorNotice("yes", "legal-person", ("GDPR Art. 28(2)", *_CHANGE_CASE))
REACH = PriorNotice("yes", "reach", ("GDPR Art. 28(2)", *_CHANGE_CASE, "D-195"))
BECOMES_PROCESSOR = PriorNotice("yes", "becomes-processor", ("GDPR Art. 28(2)", *_CHANGE_CASE))
THIRD_COUNTRY = PriorNotice("yes", "third-country", ("GDPR Art. 28(3)(a)", "GDPR Art. 44", *_CHANGE_CASE))
INSTRUCTIONS = PriorNotice("by agreement", "instructions", ("GDPR Art. 28(3)(a)", *_CHANGE_CASE))
TRANSFER = PriorNotice("by agreement", "transfer", ("GDPR Art. 28(3)(a)", "GDPR Art. 46", "D-134"))
PERHAPS_ANOTHER = PriorNotice("by agreement", "perhaps-another", ("GDPR Art. 28(2)", "D-135"))
TERMS = PriorNotice("by agreement", "terms", ("GDPR Art. 28(3)", "GDPR Art. 28(9)"))
REMOVAL = PriorNotice("no", "removal", ("GDPR Art. 28(2)",))
LESS = PriorNotice("no", "less", ("GDPR Art. 28(3)(a)",))
SAME_COMPANY = PriorNotice("no", "same-company", ("GDPR Art. 28(2)",))
CONTROLLER_SIDE = PriorNotice("no", "controller-side", ("GDPR Art. 4(8)",))
NEW_PRODUCT = PriorNotice("no", "new-product", ("GDPR Art. 28(2)",))
PARTICULARS = PriorNotice("no", "particulars")
STATED = PriorNotice("no", "stated")
FORM = PriorNotice("no", "form")


@dataclass(frozen=True, slots=True)
class KindOfChange:
    """A kind, its theme, and the answers to whether notice is owed: the usual one first."""

    id: ChangeKind
    theme: Theme
    notices: tuple[PriorNotice, ...]


KINDS: tuple[KindOfChange, ...] = (
    KindOfChange("added", "companies", (ADDITION,)),
    KindOfChange("replaced", "companies", (REPLACEMENT,)),
    KindOfChange("removed", "companies", (REMOVAL,)),
    KindOfChange("ended", "companies", (REMOVAL,)),
    KindOfChange("legal-entity", "companies", (LEGAL_PERSON,)),
    KindOfChange("role", "companies", (BECOMES_PROCESSOR, INSTRUCTIONS)),
    KindOfChange("renamed", "companies", (SAME_COMPANY,)),
    KindOfChange("first-third-country", "places", (THIRD_COUNTRY,)),
    KindOfChange("place-added", "places", (INSTRUCTIONS, THIRD_COUNTRY)),
    KindOfChange("place-removed", "places", (LESS,)),
    KindOfChange("place-changed", "places", (INSTRUCTIONS,)),
    KindOfChange("outside-eea", "places", (INSTRUCTIONS, LESS)),
    KindOfChange("transfer", "places", (TRANSFER,)),
    KindOfChange("purpose-widened", "use", (INSTRUCTIONS,)),
    KindOfChange("purpose-narrowed", "use", (LESS,)),
    KindOfChange("purpose-changed", "use", (INSTRUCTIONS,)),
    KindOfChange("data-widened", "use", (INSTRUCTIONS,)),
    KindOfChange("data-narrowed", "use", (LESS,)),
    KindOfChange("data-changed", "use", (INSTRUCTIONS,)),
    KindOfChange("data-subjects-widened", "use", (INSTRUCTIONS,)),
    KindOfChange("data-subjects-narrowed", "use", (LESS,)),
    KindOfChange("data-subjects-changed", "use", (INSTRUCTIONS,)),
    KindOfChange("function", "use", (INSTRUCTIONS,)),
    KindOfChange("access-widened", "use", (INSTRUCTIONS,)),
    KindOfChange("access-narrowed", "use", (LESS,)),
    KindOfChange("retention", "use", (INSTRUCTIONS,)),
    KindOfChange("applies-to-widened", "scope", (REACH,)),
    KindOfChange("applies-to-narrowed", "scope", (LESS,)),
    KindOfChange("condition-added", "scope", (LESS,)),
    KindOfChange("condition-removed", "scope", (REACH,)),
    KindOfChange("condition-changed", "scope", (INSTRUCTIONS,)),
    KindOfChange("varies", "scope", (INSTRUCTIONS,)),
    KindOfChange("identifier", "particulars", (PERHAPS_ANOTHER,)),
    KindOfChange("dates", "particulars", (PARTICULARS,)),
    KindOfChange("chain", "particulars", (INSTRUCTIONS,)),
    KindOfChange("address", "particulars", (PARTICULARS,)),
    KindOfChange("contact", "particulars", (PARTICULARS,)),
    KindOfChange("remarks", "particulars", (PARTICULARS,)),
    KindOfChange("now-stated", "particulars", (STATED,)),
    KindOfChange("no-longer-stated", "particulars", (STATED,)),
    KindOfChange("publisher", "list", (TERMS,)),
    KindOfChange("agreement", "list", (TERMS,)),
    KindOfChange("notice-terms", "list", (TERMS,)),
    KindOfChange("objection-terms", "list", (TERMS,)),
    KindOfChange("product-added", "list", (NEW_PRODUCT,)),
    KindOfChange("product-removed", "list", (LESS,)),
    KindOfChange("structure", "list", (PARTICULARS,)),
    KindOfChange("wording-only", "form", (FORM,)),
)
"""The kinds in the order in which they are told."""


@cache
def kind_of(id: ChangeKind) -> KindOfChange:
    """The declaration of a kind."""
    return next(kind for kind in KINDS if kind.id == id)


@cache
def rank_of(id: ChangeKind) -> int:
    """The place of a kind in the order of telling."""
    return next(at for at, kind in enumerate(KINDS) if kind.id == id)

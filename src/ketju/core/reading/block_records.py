"""What blocks of lines tell of companies: whether one is a record, which ones are not, and how sure the whole is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ketju.core.reading.draft import Draft
from ketju.core.reading.pairs import number_label
from ketju.core.reading.stream import Line
from ketju.core.reading.whereabouts import reads_as_address
from ketju.core.vocabulary.categories import purpose_terms
from ketju.core.vocabulary.companies import has_legal_form
from ketju.core.vocabulary.places import is_place_only

TELLING = {
    "engagement",
    "link",
    "contact",
    "role",
    "name",
    "purpose",
    "data",
    "place",
    "since",
    "identifier",
    "vat_id",
    "outside_eea",
    "transfer",
    "storage_place",
    "function",
    "address",
    "legal_entity",
    "seat",
    "dpa",
    "service",
}
"""Keys that records of sub-processors have."""
KEYED = ("pair", "label", "engagement")
"""Kinds of lines that tell something about the record they stand in."""
BELOW_NAME = frozenset({"name", "address", "function", "identifier", "vat_id"})
"""Fields that lines without a label tell right below a name."""
LEAST_VOTES = 2
LEAST_KEYS = 3
"""A record that is alone needs more different keys than this."""


def is_record(draft: Draft) -> bool:
    """Whether a block names a company and tells anything of it."""
    keys = {field.key for field in draft.fields}
    return "name" in keys and bool(keys & (TELLING | {"label"}) - {"name"})


def field_below_name(draft: Draft, printed: str) -> str:
    """The field of a line without a label below a name: an address, a number of the company, or "" for neither."""
    if not {field.key for field in draft.fields} <= BELOW_NAME or has_legal_form(printed):
        return ""
    if number := number_label(printed):
        return number
    goes_on = draft.first("address") is not None and is_place_only(printed)
    return "address" if goes_on or reads_as_address(printed) else ""


def depths_over_functions(stream: Sequence[Line]) -> set[int]:
    """The depths of headings that are companies, each with a line below that says what it does, then labels."""
    votes: Counter[int] = Counter()
    for (head, below), (_, after) in pairwise(pairwise(stream)):
        if head.kind == "heading" and below.kind == "short" and after.kind in KEYED:
            name, function = head.text.text, below.text.text
            votes[head.depth] += 2 * (has_legal_form(name) - has_legal_form(function))
            votes[head.depth] += bool(purpose_terms(function)) - bool(purpose_terms(name))
    return {depth for depth, told in votes.items() if told >= LEAST_VOTES}


def odd_contacts(drafts: Sequence[Draft]) -> list[Draft]:
    """Names with nothing but a way to reach them, among records that tell more: somebody to write to."""
    odd = [d for d in drafts if {field.key for field in d.fields} <= {"name", "contact", "function"}]
    odd = [draft for draft in odd if draft.first("contact")]
    return odd if len(odd) * 2 < len(drafts) else []


def score_of(drafts: Sequence[Draft]) -> float:
    """The evidence of the records themselves: keys that several of them share."""
    keys = Counter(key for draft in drafts for key in {f.key for f in draft.fields if f.text.text})
    shared = [key for key, times in keys.items() if key in TELLING - {"name"} and times >= 2]
    if len(drafts) < 2:
        return 0.0 if len(keys) > LEAST_KEYS else -3.0
    return 0.8 * min(len(shared), 3) + (0.7 if len(drafts) >= 3 else 0.0)

"""What blocks of lines tell of companies: whether one is a record, which ones are not, and how sure the whole is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ketju.core.reading.draft import Draft

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
LEAST_KEYS = 3
"""A record that is alone needs more different keys than this."""


def is_record(draft: Draft) -> bool:
    """Whether a block names a company and tells anything of it."""
    keys = {field.key for field in draft.fields}
    return "name" in keys and bool(keys & (TELLING | {"label"}) - {"name"})


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

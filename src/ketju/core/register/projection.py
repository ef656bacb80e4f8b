"""What the public may see of a register: named members only, without personal addresses, under a TLP label.

A member of an entry or a register that is not named here is not published: what is new is private until it is decided.
Source: X-21, D-4, requirements 6.6.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from ketju.core.model.register import (
    Condition,
    DataCategory,
    Entry,
    Group,
    GroupReference,
    Identifier,
    NoticeTerms,
    ObjectionTerms,
    Option,
    Parent,
    Place,
    Region,
    Register,
    Scope,
    Service,
    Site,
    Transfer,
    Translation,
    Words,
)
from ketju.core.problems.publishing import LabelMissing, LabelTooStrict, LabelUnknown
from ketju.core.vocabulary.mailboxes import ADDRESS, is_office

T = TypeVar("T")

TLP_LABELS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
"""The labels of TLP 2.0, from the widest circle of readers to the narrowest."""
PUBLIC_LABEL = TLP_LABELS[0]

WHOLE = (
    Condition, DataCategory, Group, GroupReference, Identifier, NoticeTerms, ObjectionTerms, Option, Parent, Place,
    Region, Scope, Service, Site, Transfer, Translation, Words,
)  # fmt: skip
"""Records of which the public may see every member."""

_ENTRY = """
id name legal_entity brand service identifiers address role tier engaged_by access function purpose purpose_read data
data_subjects places_printed places outside_eea transfer condition varies_by_customer since until notified replaces
mentions links applies_to retention status notes
"""
_REGISTER = """
publisher title languages parent source_revision version_on version tlp notice objection regions services options
sites groups entries translations
"""
PUBLIC: dict[type, frozenset[str]] = {
    Entry: frozenset(_ENTRY.split()),
    Register: frozenset(_REGISTER.split()),
}
"""Members that the public may see."""

WITHHELD: dict[type, frozenset[str]] = {
    Entry: frozenset({"contact", "placeholders"}),
    Register: frozenset({"waivers"}),
}
"""Members that stay inside: who to ask at a company is personal data (X-21); gaps and waivers are internal."""

REMOVED = "[…]"
"""What stands for a personal address."""


def public_register(register: Register, audience: str = "") -> Register:
    """The register as it may be published to ``audience``, a TLP label, "" for the public.

    Raises LabelUnknown, LabelTooStrict and LabelMissing. The result carries the label that every rendering shows.
    """
    label = label_for(register.tlp, audience)
    return replace(_projected(register), tlp=label)


def label_for(label: str, audience: str = "") -> str:
    """The label of a rendering for an audience.

    A list without a label was not cleared for anybody, so it is published only when the audience is named
    (requirements 6.6). Raises LabelUnknown, LabelTooStrict and LabelMissing.
    """
    asked = tlp_label(audience) if audience else ""
    if not label and not asked:
        raise LabelMissing
    known = tlp_label(label) if label else PUBLIC_LABEL
    allowed = asked or PUBLIC_LABEL
    if TLP_LABELS.index(known) > TLP_LABELS.index(allowed):
        raise LabelTooStrict(label=known, audience=allowed)
    return asked or known


def tlp_label(text: str) -> str:
    """The label that a text names: "amber" → "TLP:AMBER", and WHITE of TLP 1.0 → "TLP:CLEAR". Raises LabelUnknown."""
    name = text.strip().upper().removeprefix("TLP").strip(": ")
    label = f"TLP:{'CLEAR' if name == 'WHITE' else name}"
    if label not in TLP_LABELS:
        raise LabelUnknown(found=text, known=", ".join(TLP_LABELS))
    return label


def without_personal_addresses(text: str) -> str:
    """A text in which ``REMOVED`` stands for each e-mail address that is not an office's.

    "privacy@…" and "data-protection@…" are offices; any mailbox that is not known as one may be a person.
    """
    if "@" not in text:
        return text
    return ADDRESS.sub(lambda found: found[0] if is_office(found[1]) else REMOVED, text)


def _projected(value: T) -> T:
    """A value of the model with its public members only."""
    of: Any = type(value)
    if isinstance(value, str):
        return cast(T, without_personal_addresses(value))
    if isinstance(value, tuple):
        return cast(T, tuple(map(_projected, value)))
    if not is_dataclass(value) or of not in (*WHOLE, *PUBLIC):
        return value
    found: dict[str, Any] = {}
    for field in fields(of):
        own = getattr(value, field.name)
        if field.name == "id":
            found["id"] = own
        elif of in WHOLE or field.name in PUBLIC[of]:
            seen = _projected(own)
            found[field.name] = (
                tuple(item for item in seen if item != REMOVED) if isinstance(own, tuple) else seen
            )
    return cast(T, of(**found))

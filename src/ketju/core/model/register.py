"""The register: who processes personal data for a publisher's customers, for what, where and since when.

Values only. What is printed and what it was read to mean stand side by side and are never mixed: ``purpose`` is the
purpose as printed, ``places`` is the reading of ``places_printed``. Spans are kept apart (see ``reading.result``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ketju.core.model.date import PartialDate

Role = Literal["processor", "controller", "joint controller"]
PlaceKind = Literal["processing", "storage", "backup", "remote access", "seat"]
AccessLevel = Literal["none", "metadata", "content", "unknown"]
ConditionKind = Literal["contract", "consent", "option", "use"]


@dataclass(frozen=True, slots=True)
class Words:
    """Content in one or more languages: (BCP 47 code, text) pairs, the source language first."""

    texts: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.texts)

    def __str__(self) -> str:
        return self.texts[0][1] if self.texts else ""

    def in_language(self, language: str) -> tuple[str, str] | None:
        """(language, text) in ``language``, else the original, else None."""
        for code, text in self.texts:
            if code == language:
                return code, text
        return self.texts[0] if self.texts else None


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number that a register or tax authority gave to a company.

    ``scheme`` is an id of the vocabulary ("fi-ytunnus", "eu-vat-ie") or "" when unknown; ``valid`` says whether
    shape and check digit are right, None where the scheme has no check. Source: L-5, requirements 6.5.
    """

    printed: str
    scheme: str = ""
    value: str = ""
    valid: bool | None = None
    country: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of processing: an ISO 3166-1 alpha-2 code, or one of the blocs EU, EEA, GLOBAL.

    ``inferred`` marks a country concluded from a city or a cloud region that stands in ``city`` or ``region``.
    Source: Art. 30(2)(c), L-7.
    """

    code: str
    kind: PlaceKind = "processing"
    city: str = ""
    region: str = ""
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class DataCategory:
    """A category of personal data as printed, with the DPV-PD terms it was read as (local names, "EmailAddress")."""

    printed: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transfer:
    """A safeguard for transfers as printed, with the tools of GDPR Chapter V it was read as.

    Tools are keys of the vocabulary: SCC, DPF, ADEQUACY, BCR … ; ``articles`` the articles ("46(2)(c)").
    """

    printed: str
    tools: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """When the entry applies at all: only by contract, with consent, when an option is on. L-10, D-189, D-192."""

    printed: Words
    kind: ConditionKind
    option: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask at the company; personal data, so never part of a public rendering (X-21)."""

    name: str = ""
    position: str = ""
    details: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """What an entry or a group applies to. Empty means everything its register covers. Source: D-190 to D-193.

    ``services``, ``regions`` and ``groups`` hold ids of the register; ``sections`` the headings as printed,
    outermost first.
    """

    services: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A sub-processor's engagement, with everything that is printed of it and what that was read as.

    ``engaged_by`` is the id of the entry that engages it, "" for the publisher itself: a sub-sub-processor is an
    entry of its own with the whole of its data (requirements 2.3, L-15). ``replaces`` is the id of the entry that
    it succeeds, which may be gone from the register. Whether it is planned, current or ended follows from
    ``since``, ``until`` and the day.
    """

    id: str
    name: str
    legal_entity: str = ""
    brand: str = ""
    service: str = ""
    identifiers: tuple[Identifier, ...] = ()
    address: str = ""
    contact: Contact | None = None
    role: Role = "processor"
    tier: int = 1
    engaged_by: str = ""
    access: AccessLevel = "unknown"
    function: Words = field(default_factory=Words)
    purpose: Words = field(default_factory=Words)
    purpose_read: tuple[str, ...] = ()
    data: tuple[DataCategory, ...] = ()
    data_subjects: tuple[str, ...] = ()
    places_printed: str = ""
    places: tuple[Place, ...] = ()
    outside_eea: bool | None = None
    transfer: Transfer | None = None
    condition: Condition | None = None
    varies_by_customer: bool = False
    since: PartialDate | None = None
    until: PartialDate | None = None
    notified: PartialDate | None = None
    replaces: str = ""
    mentions: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    applies_to: Scope = field(default_factory=Scope)
    placeholders: tuple[str, ...] = ()
    retention: str = ""
    status: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupReference:
    """That a service or a group uses a group: everywhere, or only in some regions (D-191, D-193)."""

    group: str
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """A product of the publisher in the regions where it is sold, with the groups it refers to."""

    id: str
    name: Words
    regions: tuple[str, ...] = ()
    groups: tuple[GroupReference, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A market or hosting region for which the publisher keeps its own list (D-193)."""

    id: str
    name: Words
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Shared infrastructure that services refer to. ``all_services``: it is every service's in its regions (D-190).

    Who uses the group uses the groups that it refers to itself as well; these references form no circle.
    """

    id: str
    name: Words
    regions: tuple[str, ...] = ()
    all_services: bool = False
    groups: tuple[GroupReference, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """Something a customer may order or agree to, by machine id ("dedicated-mta", "meeting-transcripts")."""

    id: str
    name: Words
    kind: ConditionKind = "option"


@dataclass(frozen=True, slots=True)
class Site:
    """A data centre or cluster by code ("se-broo") and the country it is in."""

    id: str
    country: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class NoticeTerms:
    """How changes are announced: days before use, recipients, channels; a copy of the agreement (D-195 to D-198)."""

    printed: str = ""
    days: int | None = None
    unit: Literal["days", "working days", "weeks", "months", ""] = ""
    recipients: str = ""
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectionTerms:
    """How customers may object: days, form, grounds as printed (D-199 to D-202)."""

    printed: str = ""
    days: int | None = None
    unit: Literal["days", "working days", "weeks", "months", ""] = ""
    form: str = ""
    grounds: str = ""


@dataclass(frozen=True, slots=True)
class Parent:
    """The agreement that the list is an appendix to (D-1)."""

    agreement: str = ""
    appendix: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """Which version of the original the texts of a language follow, so that one that lags behind can be seen."""

    language: str
    version: str = ""
    version_on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """That somebody answers for a finding of a rule until a day, and why.

    ``entry`` limits it to an entry, ``path`` to a place of the register as problems name it
    ("entries/acme/purpose"); without either it is for the whole register.
    """

    rule: str
    reason: str
    owner: str
    until: PartialDate
    since: PartialDate | None = None
    entry: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """A publisher's register of sub-processors."""

    publisher: str = ""
    title: Words = field(default_factory=Words)
    languages: tuple[str, ...] = ()
    parent: Parent | None = None
    source_revision: str = ""
    version_on: PartialDate | None = None
    version: str = ""
    tlp: str = ""
    notice: NoticeTerms | None = None
    objection: ObjectionTerms | None = None
    regions: tuple[Region, ...] = ()
    services: tuple[Service, ...] = ()
    options: tuple[Option, ...] = ()
    sites: tuple[Site, ...] = ()
    groups: tuple[Group, ...] = ()
    entries: tuple[Entry, ...] = ()
    translations: tuple[Translation, ...] = ()
    waivers: tuple[Waiver, ...] = ()

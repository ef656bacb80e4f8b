"""When two entries, or two names, are one company: by number, by name, by spelling, by brand, by former name.

Nothing is guessed from likeness: two names are the same when they are equal after case, accents, punctuation,
spaces and the legal form are set aside, and their legal forms do not contradict each other. "Acme GmbH" and
"Acme Inc." are two companies, "Acme" and "Acme GmbH" are one. Source: L-1, L-5, D-133.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ketju.core.model.register import Entry
from ketju.core.register.company_numbers import normal_number
from ketju.core.vocabulary.companies import FORMER, company_name, legal_forms
from ketju.core.vocabulary.fold import folded

IdentityReason = Literal["identifier", "name", "spelling", "brand", "former-name"]
NameKind = Literal["name", "legal", "brand", "former"]

_JOINING = frozenset({"and", "und", "och", "ja", "et", "en", "og", "y", "the"})
"""Words that one spelling has and another leaves out, or writes as "&"."""

_SAME_FORM = {
    "limited": "ltd", "incorporated": "inc", "corporation": "corp", "company": "co",
    "limitedliabilitycompany": "llc", "publiclimitedcompany": "plc", "designatedactivitycompany": "dac",
    "privatelimited": "pvtltd", "ptyltd": "ptyltd", "proprietarylimited": "ptyltd", "ptylimited": "ptyltd",
    "osakeyhtio": "oy", "oyab": "oy", "aboy": "oy", "oyltd": "oy", "ltdoy": "oy", "oyinc": "oy",
    "julkinenosakeyhtio": "oyj", "oyjabp": "oyj", "abp": "oyj", "kommandiittiyhtio": "ky", "avoinyhtio": "ay",
    "toiminimi": "tmi", "aktiebolag": "ab", "aktiebolaget": "ab", "abpubl": "ab", "handelsbolag": "hb",
    "kommanditbolag": "kb", "aktieselskab": "as", "aksjeselskap": "as", "anpartsselskab": "aps",
    "allmennaksjeselskap": "asa", "gesellschaftmitbeschrankterhaftung": "gmbh", "gesmbh": "gmbh",
    "gesellschaftmbh": "gmbh", "aktiengesellschaft": "ag", "kommanditgesellschaft": "kg",
    "ughaftungsbeschrankt": "ug", "unternehmergesellschafthaftungsbeschrankt": "ug", "gmbhundcokg": "gmbhcokg",
    "beslotenvennootschap": "bv", "naamlozevennootschap": "nv", "societeanonyme": "sa",
    "societeparactionssimplifiee": "sas", "societearesponsabilitelimitee": "sarl", "sociedadanonima": "sa",
    "sociedadlimitada": "sl", "societaperazioni": "spa", "societaaresponsabilitalimitata": "srl",
}  # fmt: skip
"""Long names of legal forms, and forms of two languages, under the short one."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Why two are the same, and what they share: a number in its normal form, or a folded name."""

    reason: IdentityReason
    shared: str


@dataclass(frozen=True, slots=True)
class PartyName:
    """One name of a company: its words folded without the legal form, the same without gaps, and the forms."""

    kind: NameKind
    stem: str
    squeezed: str
    forms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Party:
    """What a company can be recognised by: normal numbers and names."""

    numbers: frozenset[str]
    names: tuple[PartyName, ...]

    @property
    def stems(self) -> frozenset[str]:
        """All names without gaps and legal forms: companies that share none of them have no name in common."""
        return frozenset(name.squeezed for name in self.names)


@lru_cache(maxsize=16384)
def party_name(printed: str, kind: NameKind = "name") -> PartyName:
    """A printed name, taken apart for comparing.

    >>> party_name("Café Noir & Söhne GmbH").stem
    'cafe noir sohne'
    """
    forms = legal_forms(printed)
    rest = printed
    for form in reversed(forms):
        rest = f"{rest[: form.start]} {rest[form.end :]}"
    heard = folded(rest)
    words = [word for word in heard.split() if word not in _JOINING] or folded(printed).split()
    found = frozenset(_form(form.printed) for form in forms) if heard else frozenset()
    return PartyName(kind, " ".join(words), "".join(words), found)


@lru_cache(maxsize=4096)
def _form(printed: str) -> str:
    key = folded(printed).replace(" ", "")
    return _SAME_FORM.get(key, key)


_NO_NUMBERS: frozenset[str] = frozenset()


def party_from(entry: Entry) -> Party:
    """Everything that the company of an entry can be recognised by."""
    names = _names(entry.name, entry.legal_entity, entry.brand)
    if not entry.identifiers:
        return Party(_NO_NUMBERS, names)
    numbers = (normal_number(identifier) for identifier in entry.identifiers)
    return Party(frozenset(number for number in numbers if number), names)


def party_from_name(printed: str) -> Party:
    """What a company can be recognised by of which only the name is known."""
    return Party(frozenset(), _names(printed, "", ""))


@lru_cache(maxsize=1 << 17)
def _names(printed: str, legal: str, brand: str) -> tuple[PartyName, ...]:
    apart = company_name(printed)
    found = [party_name(printed)]
    former = _former(printed)
    if former:
        found = [party_name(former[0]), party_name(former[1], "former")]
    found += [party_name(text, "legal") for text in (legal, apart.legal_entity) if text and text != printed]
    brands = (brand, "" if former else apart.brand)
    found += [party_name(text, "brand") for text in brands if text and text != printed]
    unique = {(name.kind, name.squeezed, name.forms): name for name in found if name.squeezed}
    return tuple(unique.values())


def _former(printed: str) -> tuple[str, str] | None:
    """The name of today and the one before, where a name prints both: "New (formerly Old Ltd)"."""
    words = printed.replace("(", " ( ").replace(")", " ) ").replace(",", " , ").split()
    for at, word in enumerate(words):
        if word.casefold() in FORMER and at:
            before = " ".join(words[:at]).strip(" (,")
            after = " ".join(words[at + 1 :]).strip(" ),")
            return (before, after.removeprefix("known as ")) if before and after else None
    return None


def identity(one: Party, other: Party) -> Identity | None:
    """Why the two are one company; None when nothing says so.

    A shared number decides. Names decide unless the companies behind them contradict each other: other legal
    forms, or two legal entities of which neither is the other.
    """
    shared = one.numbers & other.numbers
    if shared:
        return Identity("identifier", min(shared))
    found = [
        same
        for a in one.names
        for b in other.names
        if a.squeezed == b.squeezed and (same := by_name(a, b)) is not None
    ]
    if not found or _contradict(one, other):
        return None
    return min(found, key=lambda same: (_RANK[same.reason], same.shared))


_RANK: dict[str, int] = {"name": 0, "spelling": 1, "brand": 2, "former-name": 3}


def by_name(a: PartyName, b: PartyName) -> Identity | None:
    """Two names without gaps are equal: what that says about the companies."""
    kinds = {a.kind, b.kind}
    if kinds == {"brand"} or not _agree(a.forms, b.forms):
        return None
    shared = min(a.stem, b.stem)
    if "former" in kinds:
        return Identity("former-name", shared)
    if len(kinds) > 1:
        return Identity("brand", shared)
    return Identity("name" if a.stem == b.stem else "spelling", shared)


def _agree(forms: frozenset[str], others: frozenset[str]) -> bool:
    return not forms or not others or bool(forms & others)


def _contradict(one: Party, other: Party) -> bool:
    """Whether both print a legal entity and the two have nothing in common."""
    mine, theirs = ([name for name in party.names if name.kind == "legal"] for party in (one, other))
    return bool(mine and theirs) and not any(is_same_name(a, b) for a in mine for b in theirs)


def is_same_name(one: PartyName, other: PartyName) -> bool:
    """Whether two names are equal but for gaps, and their legal forms do not contradict each other."""
    return one.squeezed == other.squeezed and _agree(one.forms, other.forms)


def same_company(one: Entry, other: Entry) -> Identity | None:
    """Why the companies of two entries are one; None when nothing says so."""
    return identity(party_from(one), party_from(other))

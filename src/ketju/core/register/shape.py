"""The shape of the register as data, taken from the dataclasses of the model.

One description serves the canonical form, the register file, its JSON and its schema: a field that the model
gains is known to all of them. What the types cannot say (which text is a country, which list has an order,
what is no part of the meaning) stands in the tables below.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from ketju.core.model.date import PartialDate
from ketju.core.model.register import (
    Condition,
    DataCategory,
    Entry,
    Group,
    GroupReference,
    Identifier,
    Option,
    Place,
    Region,
    Register,
    Scope,
    Service,
    Site,
    Transfer,
    Translation,
    Waiver,
    Words,
)

Check = Literal["", "country", "place", "language", "token", "tlp", "scheme", "id"]
Home = Literal["", "regions", "services", "options", "groups", "entries"]


@dataclass(frozen=True, slots=True)
class TextKind:
    """A text. ``check`` says what it has to be, ``home`` which map of the register it is an id of.

    ``former``: what it is an id of may be gone from the register.
    """

    check: Check = ""
    home: Home = ""
    former: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceKind:
    """One of a few words."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlagKind:
    """Yes or no; ``maybe``: or not known."""

    maybe: bool


@dataclass(frozen=True, slots=True)
class NumberKind:
    """A whole number that is not negative."""


@dataclass(frozen=True, slots=True)
class DateKind:
    """A date of year, month or day precision."""


@dataclass(frozen=True, slots=True)
class WordsKind:
    """Content in one or more languages."""


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A record of the class ``of``."""

    of: type


@dataclass(frozen=True, slots=True)
class ListKind:
    """Several values. ``ordered``: their order means something; otherwise they are a set."""

    item: Kind
    ordered: bool


@dataclass(frozen=True, slots=True)
class MapKind:
    """Records of the class ``of`` by their id."""

    of: type


Kind = TextKind | ChoiceKind | FlagKind | NumberKind | DateKind | WordsKind | RecordKind | ListKind | MapKind


@dataclass(frozen=True, slots=True)
class Member:
    """A field of a record: ``default`` is its value when absent, ``meaning`` whether the hash covers it."""

    name: str
    kind: Kind
    default: Any
    meaning: bool


TEXTS: dict[tuple[type, str], TextKind] = {
    (Register, "languages"): TextKind("language"),
    (Register, "tlp"): TextKind("tlp"),
    (Region, "places"): TextKind("place"),
    (Service, "regions"): TextKind(home="regions"),
    (GroupReference, "group"): TextKind(home="groups"),
    (GroupReference, "regions"): TextKind(home="regions"),
    (Group, "regions"): TextKind(home="regions"),
    (Site, "country"): TextKind("country"),
    (Identifier, "scheme"): TextKind("scheme"),
    (Identifier, "country"): TextKind("country"),
    (Place, "code"): TextKind("place"),
    (Entry, "purpose_read"): TextKind("token"),
    (DataCategory, "terms"): TextKind("token"),
    (Transfer, "tools"): TextKind("token"),
    (Scope, "services"): TextKind(home="services"),
    (Scope, "regions"): TextKind(home="regions"),
    (Scope, "groups"): TextKind(home="groups"),
    (Condition, "option"): TextKind(home="options"),
    (Entry, "engaged_by"): TextKind(home="entries"),
    (Entry, "replaces"): TextKind("id", home="entries", former=True),
    (Translation, "language"): TextKind("language"),
    (Waiver, "rule"): TextKind("token"),
    (Waiver, "entry"): TextKind(home="entries"),
}
"""Texts that are more than text: codes, names of other vocabularies, ids of the register."""

ORDERED = {(Register, "languages"), (Entry, "notes"), (Scope, "sections")}
"""Lists with an order that means something: the first language is the list's own, headings run inwards."""

NOT_MEANING = {
    (Register, "source_revision"),
    (Register, "version_on"),
    (Register, "version"),
    (Register, "translations"),
    (Register, "waivers"),
    (Place, "inferred"),
}
"""Kept in the file, left out of the hash: which release this is, how sure the reading of a place was, what its
translations follow, and which findings somebody answers for."""

COMPUTED = {(Identifier, "valid")}
"""Neither kept nor hashed: whoever reads the value computes it again."""

SHORT: dict[type, str] = {
    Place: "code",
    Identifier: "printed",
    DataCategory: "printed",
    Transfer: "printed",
    Region: "name",
    Service: "name",
    Group: "name",
    GroupReference: "group",
    Option: "name",
    Site: "country",
}
"""Records that may be written as one value: ``DE`` for ``{code: DE}``."""

REQUIRED: dict[type, tuple[str, ...]] = {
    Entry: ("name",),
    Place: ("code",),
    GroupReference: ("group",),
    Translation: ("language",),
    Waiver: ("rule", "reason", "owner", "until"),
}
"""Fields without which a record says nothing. A field whose type has no default is required as well."""


def _kind(owner: type, name: str, hint: Any) -> Kind:
    """The kind of a type: ``tuple[Place, ...]`` is a list of records, ``tuple[Entry, ...]`` a map by id."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        inner = next(a for a in args if a is not NoneType)
        return FlagKind(maybe=True) if inner is bool else _kind(owner, name, inner)
    if origin is Literal:
        return ChoiceKind(tuple(a for a in args if a))
    if origin is tuple:
        of: type = args[0]
        if is_dataclass(of) and has_id(of):
            return MapKind(of)
        return ListKind(_kind(owner, name, of), (owner, name) in ORDERED)
    simple: dict[type, Kind] = {
        str: TEXTS.get((owner, name), TextKind()),
        bool: FlagKind(maybe=False),
        int: NumberKind(),
        PartialDate: DateKind(),
        Words: WordsKind(),
    }
    return simple.get(hint) or RecordKind(hint)


def has_id(of: type) -> bool:
    """Whether records of the class have an id, so that they stand in maps."""
    return any(field.name == "id" for field in fields(of))


_EMPTY = (None, "", ())


@cache
def members(of: type) -> tuple[Member, ...]:
    """The members of a record in the model's order, its id and what is computed left out.

    A member without a default has None, which nothing equals: it is always written.
    """
    hints = get_type_hints(of)
    found = []
    for field in fields(of):
        if field.name == "id" or (of, field.name) in COMPUTED:
            continue
        kind = _kind(of, field.name, hints[field.name])
        plain = None if field.default is MISSING or field.default in _EMPTY else field.default
        found.append(Member(field.name, kind, plain, (of, field.name) not in NOT_MEANING))
    return tuple(found)


@cache
def member(of: type, name: str) -> Member:
    """One member of a record. Raises KeyError when it has none of that name."""
    for found in members(of):
        if found.name == name:
            return found
    raise KeyError(name)


@cache
def required(of: type) -> tuple[str, ...]:
    """The members that a record has to have."""
    closed = [m.name for m in members(of) if isinstance(m.kind, ChoiceKind) and _has_no_default(of, m.name)]
    return (*REQUIRED.get(of, ()), *closed)


def _has_no_default(of: type, name: str) -> bool:
    return any(f.name == name and f.default is MISSING and f.default_factory is MISSING for f in fields(of))

"""Services, regions, groups and options of two registers: which is which, and whom an entry reaches by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal

from ketju.core.model.register import Entry, Register, Scope, Words
from ketju.core.register.comparison.texts import text_pairs
from ketju.core.register.resolution import matrix
from ketju.core.vocabulary.fold import folded

Home = Literal["services", "regions", "groups"]
HOMES: tuple[Home, ...] = ("services", "regions", "groups")

Pairs = Sequence[tuple[Entry, Entry]]
Reach = frozenset[tuple[str, str]]
"""(service, region) of everything that an entry reaches; "" where the register has none."""


@dataclass(frozen=True, slots=True)
class Names:
    """Ids of the old register under those of the new one, for each kind of record that scopes refer to."""

    by_home: Mapping[Home, Mapping[str, str]]

    def new(self, home: Home, id: str) -> str | None:
        """The id in the new register for one of the old, None for what is gone."""
        return self.by_home[home].get(id)


def names_between(old: Register, new: Register, pairs: Pairs) -> Names:
    """What the services, regions and groups of the old register are called in the new one.

    By id, else by name, else by the entries that refer to them: a translated list names them in other words.
    """
    return Names({home: _matched(old, new, home, pairs) for home in HOMES})


def _matched(old: Register, new: Register, home: Home, pairs: Pairs) -> dict[str, str]:
    before = {record.id: record.name for record in getattr(old, home)}
    after = {record.id: record.name for record in getattr(new, home)}
    found = {id: id for id in before if id in after}
    found |= _by_name(_without(before, found), _without(after, found.values()))
    left = set(_without(before, found)), set(_without(after, found.values()))
    return found | (_by_members(left, home, pairs) if all(left) else {})


def _without(records: Mapping[str, Words], taken: Iterable[str]) -> dict[str, Words]:
    gone = set(taken)
    return {id: name for id, name in records.items() if id not in gone}


def _by_name(before: Mapping[str, Words], after: Mapping[str, Words]) -> dict[str, str]:
    """Records with equal names in a language that both have; names that occur twice tell nothing."""
    unique: dict[str, list[str]] = {}
    for id, name in after.items():
        for _, text in name.texts:
            unique.setdefault(folded(text), []).append(id)
    found: dict[str, str] = {}
    for id, name in before.items():
        near = set(chain.from_iterable(unique.get(folded(text), ()) for _, text in name.texts))
        alike = [
            other for other in near if any(folded(a) == folded(b) for a, b in text_pairs(name, after[other]))
        ]
        if len(alike) == 1 and alike[0] not in found.values():
            found[id] = alike[0]
    return found


def _by_members(left: tuple[set[str], set[str]], home: Home, pairs: Pairs) -> dict[str, str]:
    """Records to which the same entries refer, where only one on each side has just these."""
    sides: tuple[dict[str, list[int]], dict[str, list[int]]] = ({}, {})
    for at, pair in enumerate(pairs):
        for entry, members, wanted in zip(pair, sides, left, strict=True):
            for id in getattr(entry.applies_to, home):
                if id in wanted:
                    members.setdefault(id, []).append(at)
    before, after = (_unique(members) for members in sides)
    return {id: after[key] for key, id in before.items() if key in after}


def _unique(members: Mapping[str, list[int]]) -> dict[tuple[int, ...], str]:
    found: dict[tuple[int, ...], list[str]] = {}
    for id, ats in members.items():
        found.setdefault(tuple(ats), []).append(id)
    return {key: ids[0] for key, ids in found.items() if len(ids) == 1}


def reaches(register: Register) -> dict[Scope, Reach]:
    """For each scope of the register's entries the products and regions that it reaches, whatever the conditions.

    It is ``resolution`` that says so: it is asked once, about one stand-in for each scope.
    """
    scopes = list(dict.fromkeys(_bare(entry.applies_to) for entry in register.entries))
    stand_ins = tuple(Entry(str(at), "", applies_to=scope) for at, scope in enumerate(scopes))
    found: list[set[tuple[str, str]]] = [set() for _ in scopes]
    for cell in matrix(replace(register, entries=stand_ins, options=())):
        for one in cell.entries:
            found[int(one.entry.id)].add((cell.service, cell.region))
    return {scope: frozenset(reach) for scope, reach in zip(scopes, found, strict=True)}


def _bare(scope: Scope) -> Scope:
    """A scope without the headings, which reach nothing."""
    return replace(scope, sections=()) if scope.sections else scope


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change touches: ids of services and regions, () for all of them."""

    services: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


class Territory:
    """Whom the entries of one register reach."""

    def __init__(self, register: Register) -> None:
        self._reaches = reaches(register)
        self._touched: dict[Reach, Touched] = {}
        self._services = [service.id for service in register.services]
        self._regions = [region.id for region in register.regions]
        self.everything: Reach = frozenset(
            (service, region) for service in self._services or [""] for region in self._regions or [""]
        )

    def reach(self, entry: Entry) -> Reach:
        """The products and regions that an entry reaches."""
        return self._reaches[_bare(entry.applies_to)]

    def touched(self, reach: Reach) -> Touched:
        """What is reached, in the order of the register; nothing is named where everything is meant."""
        found = self._touched.get(reach)
        if found is None:
            services, regions = {service for service, _ in reach}, {region for _, region in reach}
            found = Touched(_named(self._services, services), _named(self._regions, regions))
            self._touched[reach] = found
        return found


def _named(all_ids: Sequence[str], reached: set[str]) -> tuple[str, ...]:
    return () if reached.issuperset(all_ids) else tuple(id for id in all_ids if id in reached)


def translated(reach: Reach, names: Names) -> Reach:
    """A reach of the old register in ids of the new one; what is gone is left out."""
    return frozenset(
        (names.new("services", service) or "", names.new("regions", region) or "")
        for service, region in reach
        if (not service or names.new("services", service)) and (not region or names.new("regions", region))
    )

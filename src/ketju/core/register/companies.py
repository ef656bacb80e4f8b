"""Entries by company: who stands in a register more than once.

Parties that share a name are put into *classes* that nothing in that name tells apart, and classes are compared
instead of parties. So the work grows with the number of entries, however many of them share a name.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from ketju.core.model.register import Entry
from ketju.core.register.parties import Party, PartyName, by_name, is_same_name, party_from


def grouped_by_company(entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], ...]:
    """The entries by company, companies and entries in the order of the list.

    A bare name ("Acme") goes with the one company that it may be; where there are two ("Acme GmbH", "Acme
    Inc."), it stays alone, since nobody can say which of them it is.
    """
    unique: dict[tuple[Party, int], list[int]] = {}
    nameless: list[list[int]] = []
    for at, entry in enumerate(entries):
        party = party_from(entry)
        if not party.names and not party.numbers:
            nameless.append([at])
        else:
            unique.setdefault((party, -1 if _is_known(party) else at), []).append(at)
    found = [party for party, _ in unique]
    places = list(unique.values())
    sets = _Sets(len(found))
    _join_numbers(found, sets)
    _join_names(found, sets)
    joined: dict[int, list[int]] = {}
    for index, ats in enumerate(places):
        joined.setdefault(sets.root(index), []).extend(ats)
    groups = [*joined.values(), *nameless]
    ordered = sorted(sorted(group) for group in groups)
    return tuple(tuple(entries[at] for at in group) for group in ordered)


def _is_known(party: Party) -> bool:
    """Whether equals are one company: a brand alone does not make them one."""
    return bool(party.numbers) or any(name.kind != "brand" for name in party.names)


class _Sets:
    """Disjoint sets of indices."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def root(self, at: int) -> int:
        while self.parent[at] != at:
            self.parent[at] = self.parent[self.parent[at]]
            at = self.parent[at]
        return at

    def join(self, one: int, other: int) -> None:
        first, last = sorted((self.root(one), self.root(other)))
        self.parent[last] = first


def _join_numbers(found: Sequence[Party], sets: _Sets) -> None:
    first: dict[str, int] = {}
    for at, party in enumerate(found):
        for number in party.numbers:
            sets.join(first.setdefault(number, at), at)


@dataclass(slots=True, eq=False)
class _Class:
    """Parties that bear a name in the same way and have one legal entity beside it, or none.

    ``names`` are theirs of this spelling. A party with two legal entities stands in two classes. They are ``firm``
    where any of their names has a legal form, so that it is plain which company each of them is.
    """

    names: tuple[PartyName, ...]
    legal: PartyName | None
    is_firm: bool
    members: list[int] = field(default_factory=list)
    is_united: bool = False

    def is_same(self, other: _Class) -> bool:
        """Whether each member of the one is each of the other, as far as this name and these legal entities go."""
        if self.legal and other.legal and not is_same_name(self.legal, other.legal):
            return False
        return any(by_name(a, b) for a in self.names for b in other.names)

    def unite(self, other: _Class, sets: _Sets) -> None:
        """Make one company of all members of both."""
        for one in (self, other):
            if not one.is_united:
                one.is_united = True
                for at in one.members:
                    sets.join(one.members[0], at)
        sets.join(self.members[0], other.members[0])

    def first_companies(self, sets: _Sets) -> set[int]:
        """The companies that the members are; not more than two of them."""
        found: set[int] = set()
        for at in self.members[:1] if self.is_united else self.members:
            found.add(sets.root(at))
            if len(found) > 1:
                break
        return found


class _Bucket:
    """All classes of one name; those that may be the same are found by their legal entity."""

    def __init__(self, found: Sequence[Party], stem: str, ats: Iterable[int]) -> None:
        classes: dict[Hashable, _Class] = {}
        for at in ats:
            names = tuple(name for name in found[at].names if name.squeezed == stem)
            is_firm = any(name.forms for name in found[at].names)
            traits = is_firm, frozenset((name.kind, name.forms) for name in names)
            legals: list[PartyName | None] = [name for name in found[at].names if name.kind == "legal"]
            for legal in legals or [None]:
                key = traits, (legal.squeezed, legal.forms) if legal is not None else None
                classes.setdefault(key, _Class(names, legal, is_firm)).members.append(at)
        self.classes = tuple(classes.values())
        self._by_legal: dict[str, list[_Class]] = {}
        for one in self.classes:
            self._by_legal.setdefault(one.legal.squeezed if one.legal else "", []).append(one)

    def alike(self, one: _Class) -> list[_Class]:
        """The classes whose members are those of ``one``; itself among them where its members are each other's."""
        if one.legal is None:
            near: Iterable[_Class] = self.classes
        else:
            near = chain(self._by_legal.get("", ()), self._by_legal[one.legal.squeezed])
        return [other for other in near if one.is_same(other)]


def _join_names(found: Sequence[Party], sets: _Sets) -> None:
    """Join within each name those with a legal form, then bare ones with those where that is no choice."""
    by_stem: dict[str, list[int]] = {}
    for at, party in enumerate(found):
        for stem in party.stems:
            by_stem.setdefault(stem, []).append(at)
    buckets = [_Bucket(found, stem, ats) for stem, ats in by_stem.items() if len(ats) > 1]
    bare: list[tuple[_Class, list[_Class]]] = []
    for bucket in buckets:
        for one in bucket.classes:
            alike = bucket.alike(one)
            if one.is_firm:
                for other in alike:
                    if other.is_firm:
                        one.unite(other, sets)
            else:
                bare.append((one, alike))
    choosing = {id(one) for one in _that_may_be_several(bare, sets)}
    for one, alike in bare:
        for other in alike:
            if id(one) not in choosing and id(other) not in choosing:
                one.unite(other, sets)


def _that_may_be_several(bare: Iterable[tuple[_Class, list[_Class]]], sets: _Sets) -> Iterator[_Class]:
    """The classes without a legal form whose members may be one company or another."""
    known: dict[int, set[int]] = {}
    for one, alike in bare:
        companies: set[int] = set()
        for other in alike:
            if other.is_firm and len(companies) < 2:
                companies |= known.get(id(other)) or known.setdefault(id(other), other.first_companies(sets))
        if len(companies) > 1:
            yield one

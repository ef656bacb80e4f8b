"""By what an entry of one register is recognised in another: relations, the surest first.

Each relation compares a *trait* of two entries. ``keys`` says which traits can hold at all: two traits that share no
key never do, so that matching need not try all pairs. ``all_pairs`` tries them and must come to the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, fields
from functools import cached_property
from operator import attrgetter
from typing import Any

from ketju.core.model.register import Entry, Words
from ketju.core.register.comparison.texts import STEM, share_in_common, text_pairs, words_in
from ketju.core.register.parties import Party, identity, party_from
from ketju.core.vocabulary.fold import folded

Trait = Any

LIKE = 1 / 3
"""The share of words in common by which one of several rows of a company is taken for another."""


@dataclass(frozen=True)
class Row:
    """An entry with what it is recognised by, worked out when it is asked for."""

    entry: Entry

    @cached_property
    def party(self) -> Party:
        """What its company is recognised by."""
        return party_from(self.entry)

    @cached_property
    def name(self) -> str:
        """Its name, folded."""
        return folded(self.entry.name) or self.entry.name

    @cached_property
    def scope(self) -> Hashable:
        """What it applies to, by ids."""
        scope = self.entry.applies_to
        return tuple(sorted(scope.services)), tuple(sorted(scope.regions)), tuple(sorted(scope.groups))

    @cached_property
    def codes(self) -> frozenset[str]:
        """Where it processes data."""
        return frozenset(place.code for place in self.entry.places)

    @cached_property
    def statements(self) -> frozenset[tuple[str, str]]:
        """All that it says of its use: places, purposes and data as terms, and words."""
        entry = self.entry
        texts = (str(entry.function), entry.service, str(entry.purpose), *(c.printed for c in entry.data))
        return frozenset(
            (
                *(("place", code) for code in self.codes),
                *(("purpose", term) for term in entry.purpose_read),
                *(("data", term) for category in entry.data for term in category.terms),
                *(("word", word) for text in texts if text for word in words_in(text)),
            )
        )


@dataclass(frozen=True, slots=True)
class RecognisedBy:
    """A relation: ``reason`` names it, ``trait`` is None for an entry that takes no part in it.

    ``keys`` are those of an entry of the new register. ``sought``, where it is given, are those under which an entry of
    the old one looks; else they are the same. ``is_by_key`` says that the relation holds to all that share a key.
    """

    reason: str
    trait: Callable[[Row], Trait]
    keys: Callable[[Trait], Iterable[Hashable]]
    holds: Callable[[Trait, Trait], bool]
    is_by_key: bool = False
    sought_otherwise: Callable[[Trait], Iterable[Hashable]] | None = None

    def sought(self, trait: Trait) -> Iterable[Hashable]:
        """The keys under which an entry of the old register looks for one of the new."""
        return (self.sought_otherwise or self.keys)(trait)


def _equal(reason: str, trait: Callable[[Row], Trait]) -> RecognisedBy:
    """A relation that holds between equal traits."""
    return RecognisedBy(
        reason, trait, lambda found: (found,), lambda one, other: bool(one == other), is_by_key=True
    )


_members = attrgetter(*(field.name for field in fields(Entry) if field.name != "id"))


def _content(row: Row) -> Trait:
    return _members(row.entry)


def _detail(row: Row) -> Trait:
    entry = row.entry
    return row.name, _folded(entry.function), folded(entry.service), _folded(entry.purpose), row.scope


def _use(row: Row) -> Trait:
    used = _folded(row.entry.function), folded(row.entry.service)
    return (row.name, *used) if any(used) else None


def _purpose(row: Row) -> Trait:
    purpose = _folded(row.entry.purpose)
    return (row.name, purpose) if purpose else None


def _company_and_purpose(row: Row) -> Trait:
    purpose = _folded(row.entry.purpose)
    return (row.party, purpose) if purpose else None


def _name_and_texts(row: Row) -> Trait:
    texts = (
        *(t for _, t in row.entry.function.texts),
        row.entry.service,
        *(t for _, t in row.entry.purpose.texts),
    )
    used = " ".join(text for text in texts if text)
    return (row.name, used) if used else None


def _words_of_use(trait: Trait) -> Iterable[Hashable]:
    return ((trait[0], stem) for stem in {word[:STEM] for word in words_in(trait[1])})


def _is_like_use(one: Trait, other: Trait) -> bool:
    return bool(one[0] == other[0] and share_in_common(one[1], other[1]) >= LIKE)


def _reading(row: Row) -> Trait:
    entry = row.entry
    terms = frozenset(entry.purpose_read), frozenset(t for category in entry.data for t in category.terms)
    return (row.name, row.scope, row.codes, *terms) if row.codes or any(terms) else None


def _folded(words: Words) -> tuple[str, ...]:
    return tuple(folded(text) for _, text in words.texts)


def _id_and_names(row: Row) -> Trait:
    return row.entry.id, row.party


def _related(one: Party, other: Party) -> bool:
    return bool(one.stems & other.stems or one.numbers & other.numbers)


def _have_a_name_in_common(one: Party, other: Party) -> bool:
    return bool(_shown_names(one) & _shown_names(other))


def _party_keys(party: Party) -> Iterable[Hashable]:
    """Numbers, and names with whether they are brands: two that share nothing but a brand are not one company."""
    return (*party.numbers, *dict.fromkeys((name.squeezed, name.kind == "brand") for name in party.names))


def _party_sought(party: Party) -> Iterable[Hashable]:
    """The keys to which those of the same company have one in common: a brand looks for names, a name for both."""
    names = dict.fromkeys((name.squeezed, False) for name in party.names)
    brands = dict.fromkeys((name.squeezed, True) for name in party.names if name.kind != "brand")
    return (*party.numbers, *names, *brands)


def _engagement(row: Row) -> Trait:
    entry = row.entry
    return row.party, entry.function, entry.service, entry.purpose, entry.purpose_read


def _is_same(one: Trait, other: Trait) -> bool:
    """Whether it is one company, and not for another product of its own under another name."""
    if identity(one[0], other[0]) is None:
        return False
    return bool(_shown_names(one[0]) & _shown_names(other[0])) or not _is_other_use(one[1:], other[1:])


def _shown_names(party: Party) -> frozenset[str]:
    return frozenset(name.squeezed for name in party.names if name.kind != "legal")


def _is_other_use(one: Trait, other: Trait) -> bool:
    """Whether two uses are known and have nothing in common."""
    (function, service, purpose, terms), (function_2, service_2, purpose_2, terms_2) = one, other
    if terms and terms_2 and set(terms) & set(terms_2):
        return False
    pairs = [*text_pairs(function, function_2), *text_pairs(purpose, purpose_2)]
    pairs += [(service, service_2)] if service and service_2 else []
    return bool(pairs) and not any(share_in_common(a, b) for a, b in pairs)


RELATIONS: tuple[RecognisedBy, ...] = (
    _equal("", _content),
    _equal("", _detail),
    _equal("", _use),
    _equal("", _purpose),
    RecognisedBy(
        "company",
        _company_and_purpose,
        lambda trait: ((key, trait[1]) for key in _party_keys(trait[0])),
        lambda one, other: one[1] == other[1] and identity(one[0], other[0]) is not None,
        sought_otherwise=lambda trait: ((key, trait[1]) for key in _party_sought(trait[0])),
    ),
    RecognisedBy("", _name_and_texts, _words_of_use, _is_like_use),
    _equal("", _reading),
    RecognisedBy(
        "",
        _id_and_names,
        lambda trait: (trait[0],),
        lambda one, other: one[0] == other[0] and _related(one[1], other[1]),
    ),
    RecognisedBy(
        "company",
        lambda row: (row.scope, _engagement(row)),
        lambda trait: ((trait[0], key) for key in _party_keys(trait[1][0])),
        lambda one, other: one[0] == other[0] and _is_same(one[1], other[1]),
        sought_otherwise=lambda trait: ((trait[0], key) for key in _party_sought(trait[1][0])),
    ),
    RecognisedBy(
        "company",
        _engagement,
        lambda trait: _party_keys(trait[0]),
        _is_same,
        sought_otherwise=lambda trait: _party_sought(trait[0]),
    ),
    RecognisedBy("name", lambda row: row.party, _shown_names, _have_a_name_in_common, is_by_key=True),
    _equal("id", lambda row: row.entry.id or None),
)
"""In the order in which they are tried. The reason says how an entry was recognised, "" where it is plain to see."""

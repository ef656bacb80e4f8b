"""Who follows whom: an entry that goes and one that comes for the same use are a replacement. Source: D-134, D-194."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Entry, Words
from ketju.core.register.comparison.texts import share_in_common, text_pairs
from ketju.core.vocabulary.fold import folded


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that goes or comes: ``reach`` is what it applies to, in terms of the new register.

    ``until`` is the end that is known of an entry that goes.
    """

    entry: Entry
    reach: Hashable
    until: PartialDate | None = None


def successions(going: Sequence[Candidate], coming: Sequence[Candidate]) -> dict[int, int]:
    """Positions of entries that come with those of the entries they replace.

    One that names its predecessor replaces it. Otherwise the two have to be the only ones that may be meant: of the
    same use for the same customers, or with the start of one beside the end of the other. Where several go and come
    for one use, nobody can say which follows which.
    """
    found: dict[int, int] = {}
    by_id = {one.entry.id: at for at, one in enumerate(going)}
    taken: set[int] = set()
    for at, one in enumerate(coming):
        named = by_id.get(one.entry.replaces) if one.entry.replaces else None
        if named is not None and named not in taken:
            found[at] = named
            taken.add(named)
    for leaving, arriving in _SIGNS:
        _pair_only_ones(going, coming, leaving, arriving, found)
    return found


Sign = Callable[[Candidate], Sequence[Hashable]]


def _pair_only_ones(
    going: Sequence[Candidate],
    coming: Sequence[Candidate],
    leaving: Sign,
    arriving: Sign,
    found: dict[int, int],
) -> None:
    """Add the pairs that share a sign which no other entry on either side has."""
    taken = set(found.values())
    left = _by_sign([(at, one) for at, one in enumerate(going) if at not in taken], leaving)
    right = _by_sign([(at, one) for at, one in enumerate(coming) if at not in found], arriving)
    for sign, ats in left.items():
        others = right.get(sign, [])
        is_free = len(ats) == len(others) == 1 and others[0] not in found and ats[0] not in taken
        if is_free and not is_other_use(going[ats[0]].entry, coming[others[0]].entry):
            found[others[0]] = ats[0]
            taken.add(ats[0])


def _by_sign(candidates: Sequence[tuple[int, Candidate]], sign: Sign) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = {}
    for at, one in candidates:
        for value in sign(one):
            found.setdefault(value, []).append(at)
    return found


def is_other_use(old: Entry, new: Entry) -> bool:
    """Whether the uses of two entries are known and have not a word in common."""
    pairs = [*text_pairs(old.function, new.function), *text_pairs(old.purpose, new.purpose)]
    if old.service and new.service:
        pairs.append((old.service, new.service))
    return bool(pairs) and not any(share_in_common(one, other) for one, other in pairs)


def _whole_use(one: Candidate) -> Sequence[Hashable]:
    entry = one.entry
    function, purpose = _folded(entry.function), _folded(entry.purpose)
    return [(entry.role, one.reach, function, purpose)] if function and purpose else []


def _function(one: Candidate) -> Sequence[Hashable]:
    function = _folded(one.entry.function)
    return [(one.entry.role, one.reach, function)] if function else []


def _purpose(one: Candidate) -> Sequence[Hashable]:
    purpose = _folded(one.entry.purpose)
    return [(one.entry.role, one.reach, purpose)] if purpose else []


def _read_purpose(one: Candidate) -> Sequence[Hashable]:
    terms = frozenset(one.entry.purpose_read)
    return [(one.entry.role, one.reach, terms)] if terms else []


def _folded(words: Words) -> str:
    return folded(str(words))


def _end(one: Candidate) -> Sequence[Hashable]:
    """The end, and the day after it."""
    if one.until is None:
        return []
    days = [str(one.until)]
    if one.until.day:
        after = date(one.until.year, one.until.month, one.until.day)
        days += [str(after + timedelta(days=1))] if after < date.max else []
    return [(one.entry.role, day) for day in days]


def _start(one: Candidate) -> Sequence[Hashable]:
    return [(one.entry.role, str(one.entry.since))] if one.entry.since else []


_SIGNS: tuple[tuple[Sign, Sign], ...] = (
    (_whole_use, _whole_use),
    (_function, _function),
    (_purpose, _purpose),
    (_end, _start),
    (_read_purpose, _read_purpose),
)

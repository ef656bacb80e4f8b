"""Which entry of a register is which of another, whatever their order, their names and their language.

Relation by relation, each entry of the old register takes the first entry of the new one that is left and to which
it stands in that relation. Entries are found by hash, so the work grows with their number.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from ketju.core.model.register import Entry
from ketju.core.register.comparison.recognition import RELATIONS, RecognisedBy, Row, Trait


@dataclass(frozen=True, slots=True)
class Pairing:
    """(old, new, reason) for entries that are each other's, as positions; and the positions that are left over."""

    pairs: tuple[tuple[int, int, str], ...]
    old_left: tuple[int, ...]
    new_left: tuple[int, ...]


def pairing(old: Sequence[Row], new: Sequence[Row]) -> Pairing:
    """The entries of two registers in pairs, in the order of the old one."""
    old_left, new_left = list(range(len(old))), list(range(len(new)))
    pairs: list[tuple[int, int, str]] = []
    for relation in RELATIONS:
        if not old_left or not new_left:
            break
        found = _pairs(relation, old, old_left, new, new_left)
        pairs += [(one, other, relation.reason) for one, other in found.items()]
        taken = set(found.values())
        old_left = [at for at in old_left if at not in found]
        new_left = [at for at in new_left if at not in taken]
    return Pairing(tuple(sorted(pairs)), tuple(old_left), tuple(new_left))


def same_entries(old: Sequence[Entry], new: Sequence[Entry]) -> dict[str, str]:
    """The id of each entry of a register → the id of the same entry in a later one, whatever it is called there."""
    found = pairing([Row(entry) for entry in old], [Row(entry) for entry in new])
    return {old[one].id: new[other].id for one, other, _ in found.pairs}


def _pairs(
    relation: RecognisedBy, old: Sequence[Row], old_left: list[int], new: Sequence[Row], new_left: list[int]
) -> dict[int, int]:
    """Positions in the old register with those in the new one to which the relation leads."""
    waiting: dict[Trait, deque[int]] = {}
    by_key: dict[Hashable, list[Trait]] = {}
    for at in new_left:
        trait = relation.trait(new[at])
        if trait is None:
            continue
        if trait not in waiting:
            waiting[trait] = deque()
            for key in relation.keys(trait):
                by_key.setdefault(key, []).append(trait)
        waiting[trait].append(at)
    found: dict[int, int] = {}
    known: dict[Trait, list[Trait]] = {}
    for at in old_left:
        trait = relation.trait(old[at])
        if trait is None:
            continue
        if trait not in known:
            near = dict.fromkeys(other for key in relation.keys(trait) for other in by_key.get(key, ()))
            known[trait] = [other for other in near if relation.holds(trait, other)]
        open_ones = [waiting[other] for other in known[trait] if waiting[other]]
        if open_ones:
            found[at] = min(open_ones, key=lambda queue: queue[0]).popleft()
    return found

"""Which entry of a register is which of another, whatever their order, their names and their language.

Relation by relation, each entry of the old register takes the first entry of the new one that is left and to which
it stands in that relation. Entries are found by hash, so the work grows with their number.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from heapq import merge

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
    waiting: dict[Hashable, deque[int]] = {}
    traits: dict[int, Trait] = {}
    for at in new_left:
        trait = relation.trait(new[at])
        if trait is not None:
            traits[at] = trait
            for key in relation.keys(trait):
                waiting.setdefault(key, deque()).append(at)
    found: dict[int, int] = {}
    taken: set[int] = set()
    refused: dict[Trait, set[Trait]] = {}
    for at in old_left:
        trait = relation.trait(old[at])
        if trait is None:
            continue
        queues = [waiting[key] for key in relation.sought(trait) if key in waiting]
        if relation.is_by_key:
            first = _first_open(queues, taken)
        else:
            others = refused.setdefault(trait, set())
            first = _first_that_holds(relation, trait, queues, traits, taken, others)
        if first is not None:
            found[at] = first
            taken.add(first)
    return found


def _first_open(queues: Sequence[deque[int]], taken: set[int]) -> int | None:
    """The first position in any of the queues that is not taken; those that are taken are dropped from their heads."""
    for queue in queues:
        while queue and queue[0] in taken:
            queue.popleft()
    return min((queue[0] for queue in queues if queue), default=None)


def _first_that_holds(
    relation: RecognisedBy,
    trait: Trait,
    queues: Sequence[deque[int]],
    traits: dict[int, Trait],
    taken: set[int],
    refused: set[Trait],
) -> int | None:
    """The first position that is not taken and to which the relation holds; what it does not hold to is noted."""
    if _first_open(queues, taken) is None:
        return None
    for at in merge(*queues) if len(queues) > 1 else queues[0]:
        other = traits[at]
        if at in taken or other in refused:
            continue
        if relation.holds(trait, other):
            return at
        refused.add(other)
    return None

"""Matching by trying all pairs: slow and obvious, to hold the fast matching against."""

from __future__ import annotations

from collections.abc import Sequence

from ketju.core.register.comparison.matching import Pairing
from ketju.core.register.comparison.recognition import RELATIONS, Row


def pairing_of_all(old: Sequence[Row], new: Sequence[Row]) -> Pairing:
    """What ``matching.pairing`` gives, found by looking at every pair of entries for every relation."""
    pairs: list[tuple[int, int, str]] = []
    for relation in RELATIONS:
        for at, one in enumerate(old):
            if at in {pair[0] for pair in pairs} or relation.trait(one) is None:
                continue
            for other_at, other in enumerate(new):
                if other_at in {pair[1] for pair in pairs} or relation.trait(other) is None:
                    continue
                if relation.holds(relation.trait(one), relation.trait(other)):
                    pairs.append((at, other_at, relation.reason))
                    break
    taken_old, taken_new = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    return Pairing(
        tuple(sorted(pairs)),
        tuple(at for at in range(len(old)) if at not in taken_old),
        tuple(at for at in range(len(new)) if at not in taken_new),
    )

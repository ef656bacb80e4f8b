"""Who engages whom: the chain of companies behind a publisher."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ketju.core.model.register import Entry


@dataclass(frozen=True, slots=True)
class Chain:
    """Companies by the id of their first entry.

    ``above``: the company that engages one, where it is on the list; ``below``: the companies that one engages;
    ``top``: those that nobody on the list engages.
    """

    above: Mapping[str, str]
    below: Mapping[str, Sequence[str]]
    top: Sequence[str]


def chain_of(companies: Sequence[Sequence[Entry]]) -> Chain:
    """The chain that ``engaged_by`` describes. Whoever engages itself in the end hangs at the top."""
    heads = {entry.id: company[0].id for company in companies for entry in company}
    above: dict[str, str] = {}
    for company in companies:
        own = company[0].id
        engagers = [heads.get(entry.engaged_by, "") for entry in company]
        found = "" if "" in engagers else engagers[0]
        if found and not _reaches(found, own, above):
            above[own] = found
    below: dict[str, list[str]] = {}
    for own, engager in above.items():
        below.setdefault(engager, []).append(own)
    return Chain(above, below, [company[0].id for company in companies if company[0].id not in above])


def _reaches(start: str, goal: str, above: Mapping[str, str]) -> bool:
    """Whether going up from ``start`` ends at ``goal``: then the two engage each other in a circle."""
    at: str | None = start
    while at is not None:
        if at == goal:
            return True
        at = above.get(at)
    return False

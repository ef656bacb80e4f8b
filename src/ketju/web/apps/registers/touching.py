"""Which entries of a register touch a usage, and why. The answers for a version are kept in memory by class: product,
possible regions and options, so that customers who use the same ask once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from ketju.core.model.register import Register, Service, Words
from ketju.core.register.resolution import WITHHOLDING, Applicability, Reason, option_ids, resolve
from ketju.web.apps.registers.content import register_by_id
from ketju.web.apps.registers.usages import UNKNOWN, Placing, Usage

KEPT = 256
"""So many answers are kept: one has a line for each entry that touches."""
_WAYS = frozenset({"direct", "whole-register", "all-services-group", "group-reference", "condition-met"})


@dataclass(frozen=True, slots=True)
class Touch:
    """That an entry touches a usage. ``regions`` are those of the possible ones in which it does, () for all;
    ``is_open``: it hangs on a condition that the register does not settle.
    """

    entry: str
    reasons: tuple[Reason, ...]
    regions: tuple[str, ...] = ()
    is_open: bool = False
    is_controller: bool = False

    @property
    def is_certain(self) -> bool:
        """Whether nothing about it is left open."""
        return not self.regions and not self.is_open


Asked = tuple[str, tuple[str, ...], tuple[str, ...]]
"""A service, possible regions, options: what an answer depends on."""


def asked_of(register: Register, usage: Usage, placing: Placing) -> Asked:
    """What the answer for a usage depends on; options that the register does not know are left out."""
    known = set(option_ids(register))
    return placing.service, placing.regions, tuple(one for one in usage.options if one in known)


@lru_cache(maxsize=KEPT)
def touches_of(version: str, asked: Asked) -> dict[str, Touch]:
    """The entries of a version that touch a class, by id, whatever the day."""
    return {one.entry: one for one in touches_in(register_by_id(version), asked)}


def touches_in(register: Register, asked: Asked) -> tuple[Touch, ...]:
    """The entries of a register that touch a class, in the order of the register, whatever the day."""
    service, regions, options = asked
    if service == UNKNOWN:
        register = replace(register, services=(Service(UNKNOWN, Words()),))
    found: dict[str, list[tuple[str, Applicability]]] = {}
    for region in regions:
        answer = resolve(register, service, region, options)
        for one in (*answer.applying, *answer.controller_side):
            if not any(reason.kind in WITHHOLDING for reason in one.reasons):
                found.setdefault(one.entry.id, []).append((region, one))
    return tuple(_touch(found[one.id], len(regions)) for one in register.entries if one.id in found)


def _touch(found: list[tuple[str, Applicability]], possible: int) -> Touch:
    reasons = tuple(dict.fromkeys(reason for _, one in found for reason in one.reasons))
    return Touch(
        found[0][1].entry.id,
        tuple(one for one in reasons if one.kind in _WAYS),
        tuple(region for region, _ in found) if len(found) < possible else (),
        any(one.kind == "condition-undecided" for one in reasons),
        found[0][1].entry.role != "processor",
    )

"""Which entries of a register touch a usage, and why. The answers for a version are kept in memory by class: product,
possible regions and options, so that customers who use the same ask once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from ketju.core.model.register import Entry, Register, Service, Words
from ketju.core.register.resolution import WITHHOLDING, Applicability, Reason, option_ids, resolve
from ketju.core.register.status import Status, status_of
from ketju.core.vocabulary.fold import folded
from ketju.web.apps.registers.content import register_by_id
from ketju.web.apps.registers.safeguards import safeguard_at
from ketju.web.apps.registers.usages import UNKNOWN, Doubt, Usage, placed

KEPT, KEPT_CLASSES = 128, 512
"""So many answers are kept, for customers and for classes: one has a line for each entry that touches."""
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


@lru_cache(maxsize=4096)
def asked_of(version: str, usage: Usage, on: date) -> tuple[Asked, Doubt]:
    """What the answer for a usage depends on in a version on a day; options that it does not know are left out."""
    placing = placed(register_by_id(version), usage, on)
    options = tuple(one for one in usage.options if one in _options(version))
    return (placing.service, placing.regions, options), placing.doubt


@lru_cache(maxsize=64)
def _options(version: str) -> frozenset[str]:
    return frozenset(option_ids(register_by_id(version)))


@lru_cache(maxsize=KEPT_CLASSES)
def touches_of(version: str, asked: Asked) -> dict[str, Touch]:
    """The entries of a version that touch a class, by id, whatever the day.

    Entries that reach the same under the same condition touch alike: one of them is asked about for all.
    """
    alike = _alike(version)
    some = replace(register_by_id(version), entries=tuple(one for one, _ in alike))
    answers = {one.entry: one for one in touches_in(some, asked)}
    found: dict[str, Touch] = {}
    for entry, ids in alike:
        if (answer := answers.get(entry.id)) is not None:
            found |= _for_all(version, answer, ids)
    return found


@lru_cache(maxsize=64)
def _alike(version: str) -> tuple[tuple[Entry, tuple[str, ...]], ...]:
    """The entries of a version by what it depends on whom they touch: one that stands for them, and the ids of all."""
    found: dict[Any, list[Entry]] = {}
    for one in register_by_id(version).entries:
        asks = one.condition.option if one.condition is not None else None
        found.setdefault((one.applies_to, asks, one.role), []).append(one)
    return tuple((some[0], tuple(one.id for one in some)) for some in found.values())


def _for_all(version: str, answer: Touch, ids: tuple[str, ...]) -> dict[str, Touch]:
    """The answer for one entry as that for those that are like it; the same for many classes is one in memory."""
    same = _same(version)
    if answer not in same:
        rest = answer.reasons, answer.regions, answer.is_open, answer.is_controller
        same[answer] = {one: Touch(one, *rest) for one in ids}
    return same[answer]


@lru_cache(maxsize=16)
def _same(version: str) -> dict[Touch, dict[str, Touch]]:
    """Most entries touch many classes alike: what is alike is one in memory."""
    return {}


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


@dataclass(frozen=True, slots=True)
class Found:
    """An entry on a day that touches some of several classes: ``touches`` are by the place of the class.

    ``codes`` are the countries and blocs in which it has data or sees it, ``shelf`` where it is shown; ``is_outside``
    and ``is_missing`` say whether any place is outside the EEA, and lacks a safeguard. It is outside as well where the
    list says so and names no country there (``is_unnamed``).
    """

    entry: Entry
    status: Status
    shelf: str
    touches: tuple[tuple[int, Touch], ...]
    codes: tuple[str, ...]
    doubts: tuple[str, ...]
    is_outside: bool
    is_missing: bool
    is_unnamed: bool = False


@lru_cache(maxsize=KEPT)
def found_for(version: str, asked: tuple[Asked, ...], on: date) -> tuple[Found, ...]:
    """The entries of a version that touch any of several classes on a day, by name."""
    touches: dict[str, list[tuple[int, Touch]]] = {}
    for at, one in enumerate(asked):
        for slug, touch in touches_of(version, one).items():
            touches.setdefault(slug, []).append((at, touch))
    known = _facts(version, on)
    found = []
    for entry in _by_name(version):
        if entry.id in touches:
            if entry.id not in known:
                known[entry.id] = _facts_of(entry, on)
            found.append(_found(known[entry.id], tuple(touches[entry.id])))
    return tuple(found)


class _Facts(NamedTuple):
    """What is so of an entry on a day, whoever asks; the members are those of ``Found``."""

    entry: Entry
    status: Status
    shelf: str
    codes: tuple[str, ...]
    is_outside: bool
    is_missing: bool
    is_unnamed: bool


def _found(one: _Facts, touches: tuple[tuple[int, Touch], ...]) -> Found:
    return Found(
        one.entry, one.status, one.shelf, touches, one.codes, doubts_of([touch for _, touch in touches]),
        one.is_outside, one.is_missing, one.is_unnamed,
    )  # fmt: skip


@lru_cache(maxsize=32)
def _facts(version: str, on: date) -> dict[str, _Facts]:
    """The facts of entries of a version on a day, by id, as far as somebody asked."""
    return {}


def _facts_of(entry: Entry, on: date) -> _Facts:
    status, codes = status_of(entry, on), codes_of(entry)
    covered = [safeguard_at(code, entry.transfer, on) for code in codes]
    is_named = any(one.zone != "inside" for one in covered)
    is_said = entry.outside_eea is True and not is_named
    return _Facts(
        entry, status, status if entry.role == "processor" else "controllers", codes, is_named or is_said,
        any(one.is_missing for one in covered) or (is_said and entry.transfer is None), is_said,
    )  # fmt: skip


@lru_cache(maxsize=32)
def _by_name(version: str) -> tuple[Entry, ...]:
    return tuple(sorted(register_by_id(version).entries, key=lambda one: (folded(one.name), one.id)))


def doubts_of(touches: Sequence[Touch]) -> tuple[str, ...]:
    """What it depends on whether an entry touches anything at all: nothing where one way is certain."""
    if any(one.is_certain for one in touches):
        return ()
    found = ["region" for one in touches if one.regions] + ["condition" for one in touches if one.is_open]
    return tuple(dict.fromkeys(found))


def codes_of(entry: Entry) -> tuple[str, ...]:
    """The countries and blocs in which an entry has data or sees it; a seat is none."""
    return tuple(dict.fromkeys(one.code for one in entry.places if one.kind != "seat"))

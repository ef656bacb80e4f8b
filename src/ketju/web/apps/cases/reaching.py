"""Which changes of a case touch a class of customers, and in which of their services."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from ketju.core.model.change import Change
from ketju.core.model.register import Register
from ketju.core.register.resolution import option_ids
from ketju.web.apps.cases.matter import GONE, Matter
from ketju.web.apps.registers.touching import Asked, Touch, doubts_of, touches_in
from ketju.web.apps.registers.usages import Usage, placed

WIDER = frozenset({"applies-to-widened", "condition-removed"})
"""Kinds of changes with which an entry reaches somebody whom it did not reach before."""


@dataclass(frozen=True, slots=True)
class Met:
    """A change of a case, by its place, that touches some customers: in which products, and what is in doubt."""

    change: int
    entry: str
    services: tuple[str, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """What of a case touches some customers."""

    met: tuple[Met, ...]

    @property
    def entries(self) -> tuple[str, ...]:
        """The entries that touch them, in the order of the changes."""
        return tuple(dict.fromkeys(one.entry for one in self.met if one.entry))

    @property
    def services(self) -> tuple[str, ...]:
        """The products in which they do."""
        return tuple(sorted({name for one in self.met for name in one.services}))

    @property
    def doubts(self) -> tuple[str, ...]:
        """What is in doubt."""
        return tuple(dict.fromkeys(doubt for one in self.met for doubt in one.doubts))

    def only(self, wanted: Callable[[Met], bool]) -> Reached | None:
        """Some of it alone; None for nothing."""
        kept = tuple(filter(wanted, self.met))
        return Reached(kept) if kept else None


class Reaching:
    """Asks the registers of a matter; the answers are kept by what they depend on."""

    def __init__(self, matter: Matter, on: date) -> None:
        self.matter, self.on = matter, on
        self._sides = tuple(_Side(one, matter.changes, on) for one in (matter.old, matter.new))

    def of(self, usages: Iterable[Usage]) -> Reached | None:
        """What touches customers with these usages; None where nothing does."""
        found = [(usage, self._sides[0].touches(usage), self._sides[1].touches(usage)) for usage in usages]
        kept = []
        for at, change in enumerate(self.matter.changes):
            met = [(usage, touch) for usage, old, new in found for touch in _touch(change, old, new)]
            if met or _is_for_all(change):
                services = tuple(dict.fromkeys(usage.product for usage, _ in met))
                doubts = doubts_of([touch for _, touch in met])
                kept.append(Met(at, change.new_id or change.old_id, services, doubts))
        return Reached(tuple(kept)) if kept else None


def _is_for_all(change: Change) -> bool:
    """Whether a change is about the list as a whole: whom to ask, what is agreed."""
    return not change.new_id and not change.old_id


def _touch(change: Change, old: dict[str, Touch], new: dict[str, Touch]) -> list[Touch]:
    if change.kind in GONE:
        found = old.get(change.old_id)
    else:
        found = new.get(change.new_id)
        before = old.get(change.old_id or change.new_id)
        if change.kind in WIDER and before is not None and before.is_certain:
            return []
    return [found] if found is not None and not found.is_controller else []


class _Side:
    """A register with the entries alone that a case is about."""

    def __init__(self, register: Register, changes: Iterable[Change], on: date) -> None:
        wanted = {one for change in changes for one in (change.old_id, change.new_id)}
        self.whole, self.on = register, on
        self.some = replace(register, entries=tuple(one for one in register.entries if one.id in wanted))
        self.options = frozenset(option_ids(register))
        self._known: dict[Asked, dict[str, Touch]] = {}

    def touches(self, usage: Usage) -> dict[str, Touch]:
        """The entries that touch a usage, by id."""
        placing = placed(self.whole, usage, self.on)
        options = tuple(one for one in usage.options if one in self.options)
        asked = placing.service, placing.regions, options
        if asked not in self._known:
            self._known[asked] = {one.entry: one for one in touches_in(self.some, asked)}
        return self._known[asked]

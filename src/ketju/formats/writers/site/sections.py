"""The sections of the list: who uses an entry, so that each entry stands in one place and says why it applies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ketju.core.model.register import Entry, Register

Key = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Section:
    """Entries that apply to the same: ``regions`` (all when empty), then ``groups`` and ``services`` (all when both
    are empty).
    """

    regions: tuple[str, ...]
    groups: tuple[str, ...]
    services: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def is_for_all(self) -> bool:
        """Whether every service of the regions has these entries."""
        return not self.groups and not self.services


def sections_of(register: Register, entries: Iterable[Entry]) -> tuple[Section, ...]:
    """The sections in order: what is everybody's, then region by region shared groups before single services."""
    found: dict[Key, list[Entry]] = {}
    for entry in entries:
        found.setdefault(_key(register, entry), []).append(entry)
    order = _Order(register)
    return tuple(Section(*key, tuple(found[key])) for key in sorted(found, key=lambda key: order.of(key)))


def using(register: Register, group: str) -> tuple[str, ...]:
    """The services that use a group, by themselves or by way of other groups, in whatever region."""
    groups = {one.id: one for one in register.groups}
    found = []
    for service in register.services:
        reached = {one.id for one in register.groups if one.all_services}
        reached |= {reference.group for reference in service.groups}
        waiting = list(reached)
        while waiting:
            of = groups.get(waiting.pop())
            more = {reference.group for reference in of.groups} - reached if of else set()
            reached |= more
            waiting += more
        if group in reached:
            found.append(service.id)
    return tuple(found)


def _key(register: Register, entry: Entry) -> Key:
    scope = entry.applies_to
    regions = scope.regions or _regions_behind(register, entry)
    if all(region.id in regions for region in register.regions):
        regions = ()
    return regions, scope.groups, scope.services


def _regions_behind(register: Register, entry: Entry) -> tuple[str, ...]:
    """The regions of the one group, or service, that an entry without regions belongs to."""
    scope = entry.applies_to
    behind = {
        of.regions
        for names, records in ((scope.groups, register.groups), (scope.services, register.services))
        for of in records
        if of.id in names
    }
    return behind.pop() if len(behind) == 1 else ()


class _Order:
    """Where keys stand in the order of the register."""

    def __init__(self, register: Register) -> None:
        self.ranks = (
            _ranks(one.id for one in register.regions),
            _ranks(one.id for one in register.groups),
            _ranks(one.id for one in register.services),
        )

    def of(self, key: Key) -> tuple[object, ...]:
        regions, groups, services = (
            tuple(ranks.get(name, len(ranks)) for name in names)
            for ranks, names in zip(self.ranks, key, strict=True)
        )
        every = len(regions) == len(self.ranks[0])
        return not every and bool(regions), regions, bool(services), bool(groups), groups, services


def _ranks(ids: Iterable[str]) -> dict[str, int]:
    return {name: at for at, name in enumerate(ids)}

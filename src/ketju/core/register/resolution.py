"""What applies to whom: the entries for a product in a region, for a customer with certain options, and why.

Inheritance runs over groups. A group of all services reaches every service of its regions (D-190); a
service may refer to further groups, and a group to other groups (D-191); an entry may name services itself, or
nothing at all, which is everything. Regions of the entry, of each group on the way, of each reference and of the
service narrow this (D-193). A condition then asks
for an option of the customer (D-189, D-192), a date for the time. Entries of the publisher's own customer
register are kept apart (D-188).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Entry, Group, GroupReference, Register, Service
from ketju.core.problems.register import OptionUnknown, ProductNotInRegion, ProductUnknown, RegionUnknown
from ketju.core.register.nearest import nearest
from ketju.core.register.status import status_of

ReasonKind = Literal[
    "direct",
    "whole-register",
    "all-services-group",
    "group-reference",
    "controller-side",
    "condition-met",
    "condition-not-met",
    "condition-undecided",
    "not-yet",
    "ended",
]

WITHHOLDING: frozenset[ReasonKind] = frozenset({"condition-not-met", "not-yet", "ended"})
"""Reasons for which an entry in scope does not apply after all."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A step on the way to an entry, as values: ids of the register, "" where the step has none.

    ``group`` is the group that the entry is in; ``via`` the groups that lead to it, from the one that the
    service uses. "condition-undecided" stands for a condition that names no option: nobody can say from the register
    whether it is met, so the entry is shown. ``on`` is the date of "not-yet" (the start) and of "ended"
    (the end).
    """

    kind: ReasonKind
    service: str = ""
    group: str = ""
    option: str = ""
    on: PartialDate | None = None
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Applicability:
    """An entry within reach of a product: every way that leads to it, then what holds it back."""

    entry: Entry
    reasons: tuple[Reason, ...]

    @property
    def applies(self) -> bool:
        """Whether nothing holds the entry back."""
        return not any(reason.kind in WITHHOLDING for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer for one product, region and customer, in the order of the register.

    ``applying`` and ``withheld`` are sub-processors of the product; ``controller_side`` are companies that
    the publisher uses, or that act, as controllers: never part of the former two, whatever holds them back.
    """

    applying: tuple[Applicability, ...]
    withheld: tuple[Applicability, ...]
    controller_side: tuple[Applicability, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A row of the whole table: what applies to a product in a region.

    With ``option`` "" it holds what applies to every customer; with an option, what applies only while that
    is on.
    """

    service: str
    region: str
    option: str
    entries: tuple[Applicability, ...]


def resolve(
    register: Register,
    service: str = "",
    region: str = "",
    options: Collection[str] = (),
    on: date | None = None,
) -> Resolution:
    """What applies to ``service`` in ``region`` for a customer with ``options``, on a day or at any time.

    A register without products (regions) is asked with "". Raises ProductUnknown, RegionUnknown,
    OptionUnknown and ProductNotInRegion. Source: D-188 to D-193.
    """
    product = _checked(register, service, region, options)
    within = _groups_within(register, product, region)
    applying: list[Applicability] = []
    withheld: list[Applicability] = []
    controller_side: list[Applicability] = []
    for entry in register.entries:
        ways = tuple(_ways(entry, product, region, within))
        if not ways:
            continue
        limits = (*_condition(entry, options), *_time(entry, on))
        if entry.role != "processor":
            reasons = (*ways, Reason("controller-side"), *limits)
            controller_side.append(Applicability(entry, reasons))
            continue
        found = Applicability(entry, (*ways, *limits))
        (applying if found.applies else withheld).append(found)
    return Resolution(tuple(applying), tuple(withheld), tuple(controller_side))


def matrix(register: Register, on: date | None = None) -> tuple[Cell, ...]:
    """The whole table of products, regions and options, in the order of the register.

    A condition asks for one option, so the entries for a set of options are those of the row without an
    option and of the row of each option in the set; a row is there for every option that makes a
    difference. Companies on the controller's side are not in it.
    """
    return tuple(
        cell
        for service in ([s.id for s in register.services] or [""])
        for region in _regions_of(register, service)
        for cell in _cells(register, service, region, on)
    )


def option_ids(register: Register) -> tuple[str, ...]:
    """The options that the register declares or that a condition asks for."""
    declared = (option.id for option in register.options)
    asked = (
        entry.condition.option for entry in register.entries if entry.condition and entry.condition.option
    )
    return tuple(dict.fromkeys((*declared, *asked)))


def _cells(register: Register, service: str, region: str, on: date | None) -> Iterator[Cell]:
    every = resolve(register, service, region, option_ids(register), on).applying
    yield Cell(service, region, "", tuple(a for a in every if not _asked_option(a.entry)))
    for option in option_ids(register):
        entries = tuple(a for a in every if _asked_option(a.entry) == option)
        if entries:
            yield Cell(service, region, option, entries)


def _asked_option(entry: Entry) -> str:
    return entry.condition.option if entry.condition else ""


def _regions_of(register: Register, service: str) -> list[str]:
    """The regions where a service is sold; [""] in a register without regions."""
    regions = [region.id for region in register.regions]
    sold = next((s.regions for s in register.services if s.id == service), ())
    return [region for region in regions if not sold or region in sold] if regions else [""]


def _checked(register: Register, service: str, region: str, options: Collection[str]) -> Service | None:
    """The service asked about, after everything that was asked about is known to exist."""
    services = {s.id: s for s in register.services}
    regions = [r.id for r in register.regions]
    if service not in (services or {""}):
        raise ProductUnknown(product=service, suggestions=_suggestions(service, services))
    if region not in (regions or {""}):
        raise RegionUnknown(region=region, suggestions=_suggestions(region, regions))
    known = option_ids(register)
    for option in sorted(options):
        if option not in known:
            raise OptionUnknown(option=option, suggestions=_suggestions(option, known))
    if region not in _regions_of(register, service):
        sold = ", ".join(_regions_of(register, service))
        raise ProductNotInRegion(product=service, region=region, suggestions=sold)
    return services.get(service)


def _suggestions(word: str, known: Iterable[str]) -> str:
    """The nearest ids; all of them when nothing was asked for."""
    return ", ".join(nearest(word, known) if word else known)


def _groups_within(register: Register, service: Service | None, region: str) -> dict[str, list[Reason]]:
    """The groups that reach a service in a region, each with a way from every group that the service uses itself.

    The way is the shortest. A circle of references, which no register file may have, ends where it closes.
    """
    if service is None:
        return {}
    groups = {group.id: group for group in register.groups if _covers(group.regions, region)}
    used = {one.group for one in _references(service.groups, region)}
    found: dict[str, list[Reason]] = {}
    for start in groups.values():
        if not (start.all_services or start.id in used):
            continue
        kind: ReasonKind = "all-services-group" if start.all_services else "group-reference"
        for way in _onwards(start, groups, region):
            reason = Reason(kind, service=service.id, group=way[-1], via=way[:-1])
            found.setdefault(way[-1], []).append(reason)
    return found


def _onwards(start: Group, groups: dict[str, Group], region: str) -> Iterator[tuple[str, ...]]:
    """The shortest way from a group to itself and to every group that it uses, directly or by others."""
    seen = {start.id}
    ways: list[tuple[str, ...]] = [(start.id,)]
    for way in ways:
        yield way
        for reference in _references(groups[way[-1]].groups, region):
            if reference.group in groups and reference.group not in seen:
                seen.add(reference.group)
                ways.append((*way, reference.group))


def _references(references: Iterable[GroupReference], region: str) -> Iterator[GroupReference]:
    """The references that hold in a region."""
    return (reference for reference in references if _covers(reference.regions, region))


def _ways(
    entry: Entry, service: Service | None, region: str, within: dict[str, list[Reason]]
) -> Iterator[Reason]:
    """Every way in which an entry reaches a service in a region; an id of nothing reaches nothing."""
    scope = entry.applies_to
    if not _covers(scope.regions, region):
        return
    if not scope.services and not scope.groups:
        yield Reason("whole-register")
        return
    if service is None:
        return
    if service.id in scope.services:
        yield Reason("direct", service=service.id)
    for group in scope.groups:
        yield from within.get(group, ())


def _covers(regions: Collection[str], region: str) -> bool:
    return not regions or region in regions


def _condition(entry: Entry, options: Collection[str]) -> Iterator[Reason]:
    if entry.condition is None:
        return
    option = entry.condition.option
    if not option:
        yield Reason("condition-undecided")
    else:
        yield Reason("condition-met" if option in options else "condition-not-met", option=option)


def _time(entry: Entry, on: date | None) -> Iterator[Reason]:
    """What the day says; an entry without dates is never held back by it."""
    if on is None:
        return
    match status_of(entry, on):
        case "planned":
            yield Reason("not-yet", on=entry.since)
        case "ended":
            yield Reason("ended", on=entry.until)

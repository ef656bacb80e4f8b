"""What applies to whom: the entries for a product in a region, for a customer with certain options, and why.

Inheritance runs over groups. A group of all services reaches every service of its regions (D-190); a
service may refer to further groups (D-191); an entry may name services itself, or nothing at all, which is
everything. Regions of the entry, of the group and of the service narrow this (D-193). A condition then asks
for an option of the customer (D-189, D-192), a date for the time. Entries of the publisher's own customer
register are kept apart (D-188).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Entry, Group, Register, Service
from ketju.core.problems.register import OptionUnknown, ProductNotInRegion, ProductUnknown, RegionUnknown
from ketju.core.register.nearest import nearest

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

    "condition-undecided" stands for a condition that names no option: nobody can say from the register
    whether it is met, so the entry is shown. ``on`` is the date of "not-yet" (the start) and of "ended"
    (the end).
    """

    kind: ReasonKind
    service: str = ""
    group: str = ""
    option: str = ""
    on: PartialDate | None = None


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
    groups = {group.id: group for group in register.groups}
    applying: list[Applicability] = []
    withheld: list[Applicability] = []
    controller_side: list[Applicability] = []
    for entry in register.entries:
        ways = tuple(_ways(entry, product, region, groups))
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


def _ways(entry: Entry, service: Service | None, region: str, groups: dict[str, Group]) -> Iterator[Reason]:
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
    for group in (groups[name] for name in scope.groups if name in groups):
        if not _covers(group.regions, region):
            continue
        if group.all_services:
            yield Reason("all-services-group", service=service.id, group=group.id)
        elif group.id in service.groups:
            yield Reason("group-reference", service=service.id, group=group.id)


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
    """What the day says. A year or month counts from its first day and to its last: in doubt, shown."""
    if on is None:
        return
    day = (on.year, on.month, on.day)
    if entry.since and day < _first_day(entry.since):
        yield Reason("not-yet", on=entry.since)
    if entry.until and day > _last_day(entry.until):
        yield Reason("ended", on=entry.until)


def _first_day(when: PartialDate) -> tuple[int, int, int]:
    return when.year, when.month or 1, when.day or 1


def _last_day(when: PartialDate) -> tuple[int, int, int]:
    """A day not before the last of the period; no calendar is needed to compare with it."""
    return when.year, when.month or 12, when.day or 31

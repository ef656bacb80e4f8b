"""What a customer sees of registers: which companies touch its data on a day, why, where, since when, how safeguarded.

Services, consents and values of this customer are read; the answers for a class of usage come from ``touching``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db.models import OuterRef, Q, Subquery

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Entry
from ketju.core.model.register import Register as Content
from ketju.core.register.status import Status
from ketju.core.vocabulary.fold import folded
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.content import register_by_id
from ketju.web.apps.registers.models import Register, Version
from ketju.web.apps.registers.touching import Asked, Found, Touch, asked_of, found_for
from ketju.web.apps.registers.usages import Doubt, Usage, usage_of
from ketju.web.apps.services.models import Consent, EntryValue, Service

WITHHELD_LABELS = frozenset({"TLP:AMBER+STRICT", "TLP:RED"})
"""Lists under these labels are not for customers."""
PLACES, APPLIES = "places", "applies"
"""Values of a customer that say where an entry is for it, and whether it is used for it at all."""
_CODE = re.compile(r"\b[A-Z]{2,6}\b")
NO = frozenset({"no", "false", "off", "0"})
"""Values that say so."""


class Beginning(NamedTuple):
    """That an entry is not in use for a customer: the day from which it is, None where nobody knows, or never."""

    on: date | None
    is_never: bool


Later = Mapping[tuple[str, str], Beginning]
"""What is not in use for a customer, by register and entry."""
waiting: list[Callable[[Customer, date], Later]] = []
"""Asked on a day which entries are not in use for a customer yet, by register and entry, whatever the list says."""


@dataclass(frozen=True, slots=True)
class Held:
    """The version of a register that held on a day."""

    register: Register
    version: Version

    @property
    def content(self) -> Content:
        """The register of the version, contact persons included."""
        return register_by_id(self.version.public_id)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of its entries."""
        return _ids(self.version.public_id)


@lru_cache(maxsize=32)
def _varies(version: str) -> bool:
    """Whether something in a version is not the same for all customers."""
    return any(one.varies_by_customer for one in register_by_id(version).entries)


@lru_cache(maxsize=32)
def _ids(version: str) -> frozenset[str]:
    return frozenset(one.id for one in register_by_id(version).entries)


@dataclass(frozen=True, slots=True)
class Way:
    """That an entry touches a service of the customer, in ``region`` where that is known."""

    service: Service
    touch: Touch
    region: str


@dataclass(frozen=True, slots=True)
class Using:
    """The services of a customer that are of one class, and the region that they are in where that is known."""

    asked: Asked
    services: tuple[Service, ...]

    @property
    def region(self) -> str:
        """The only region that is possible, else ""."""
        regions = self.asked[1]
        return regions[0] if len(regions) == 1 else ""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry that touches the customer's data. ``values`` are what was recorded for this customer where the entry
    varies by customer; ``doubts`` what it depends on.
    """

    held: Held
    found: Found
    uses: tuple[Using, ...]
    codes: tuple[str, ...]
    doubts: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()

    @property
    def entry(self) -> Entry:
        """The entry, with its contact person."""
        return self.found.entry

    @property
    def status(self) -> Status:
        """Whether it is planned, current or ended."""
        return self.found.status

    @property
    def key(self) -> tuple[str, str]:
        """The register and the entry, by which lines are told apart."""
        return self.held.register.slug, self.found.entry.id

    @property
    def shelf(self) -> str:
        """Where it is shown: "current", "planned", "ended" or "controllers"."""
        return self.found.shelf

    @property
    def ways(self) -> tuple[Way, ...]:
        """Every service that it touches."""
        return tuple(
            Way(service, touch, self.uses[at].region)
            for at, touch in self.found.touches
            for service in self.uses[at].services
        )

    def is_of(self, service: str) -> bool:
        """Whether it touches a service."""
        found = (one for at, _ in self.found.touches for one in self.uses[at].services)
        return any(one.public_id == service for one in found)


@dataclass(frozen=True, slots=True)
class Placed:
    """A service with its usage, and for a register what of its place is in doubt."""

    service: Service
    usage: Usage
    held: Held
    asked: Asked
    doubt: Doubt


@dataclass
class View:
    """What touches a customer on a day. ``services`` are those that ran then."""

    customer: Customer
    on: date
    held: tuple[Held, ...]
    services: tuple[Service, ...]
    placings: tuple[Placed, ...]
    lines: tuple[Line, ...]

    @cached_property
    def _shelves(self) -> dict[str, list[Line]]:
        found: dict[str, list[Line]] = {}
        for one in self.lines:
            found.setdefault(one.found.shelf, []).append(one)
        return found

    def on_shelf(self, shelf: str, service: str = "") -> tuple[Line, ...]:
        """The lines of a shelf, for one service or for all."""
        held = self._shelves.get(shelf, ())
        return tuple(one for one in held if not service or one.is_of(service))

    @cached_property
    def doubts(self) -> tuple[Placed, ...]:
        """Services of which a register does not decide where they are."""
        return tuple(one for one in self.placings if one.doubt)

    def line(self, register: str, entry: str) -> Line | None:
        """The line of an entry."""
        return next((one for one in self.lines if one.key == (register, entry)), None)


def view_of(customer: Customer, on: date, at: datetime, later: Later | None = None) -> View:
    """What touches a customer on a day, with consents as they held at the instant. ``later`` is what is not in use for
    it by then, where the caller knows; else it is asked for.
    """
    services = services_on(customer, on)
    held = versions_on(customer.processor_id, on)
    subjects = consents_at(customer, at)
    usages = [(one, usage_of(one, subjects.for_service(one.pk))) for one in services]
    values = values_on(customer, on) if any(_varies(one.version.public_id) for one in held) else {}
    placings: list[Placed] = []
    lines: list[Line] = []
    for one in held:
        found, placing = _of_register(one, usages, values, on)
        lines += found
        placings += placing
    if len(held) > 1:
        lines.sort(key=lambda one: (folded(one.entry.name), one.entry.id))
    return View(
        customer,
        on,
        held,
        services,
        tuple(placings),
        tuple(_begun(lines, _later(customer, on) if later is None else later)),
    )


def _later(customer: Customer, on: date) -> Later:
    return {key: one for ask in waiting for key, one in ask(customer, on).items()}


def _begun(lines: Iterable[Line], later: Later) -> Iterator[Line]:
    """The lines of a customer: what is not in use for it yet is planned, what never will be is left out."""
    for line in lines:
        begins = later.get(line.key)
        if begins is None or line.status == "ended":
            yield line
        elif not begins.is_never:
            yield replace(line, found=_planned(line.found, begins.on))


def _planned(found: Found, on: date | None) -> Found:
    since = PartialDate(on.year, on.month, on.day) if on else None
    shelf = found.shelf if found.shelf == "controllers" else "planned"
    return replace(found, entry=replace(found.entry, since=since), status="planned", shelf=shelf)


def versions_on(processor: int, on: date, *, has_audience: bool = True) -> tuple[Held, ...]:
    """The version of each register of a processor that held on a day, but for lists that are not for customers."""
    newest = Version.objects.filter(register=OuterRef("pk"), on__lte=on).order_by("-on", "-number")
    chosen = Register.objects.filter(processor=processor).annotate(newest=Subquery(newest.values("pk")[:1]))
    rows = Version.objects.filter(pk__in=chosen.values("newest")).select_related("register")
    rows = rows.defer("content", "changes", "register__old_paths").order_by("register__slug")
    found = (Held(one.register, one) for one in rows)
    return tuple(one for one in found if not has_audience or one.content.tlp not in WITHHELD_LABELS)


def services_on(customer: Customer, on: date) -> tuple[Service, ...]:
    """The services of a customer that ran on a day."""
    ran = (Q(started_on=None) | Q(started_on__lte=on)) & (Q(ended_on=None) | Q(ended_on__gt=on))
    return tuple(Service.objects.filter(ran, customer=customer).select_related("product", "server"))


@dataclass(frozen=True, slots=True)
class Consents:
    """Subjects of consents that hold: for every service, and for one."""

    everywhere: frozenset[str]
    single: dict[int, frozenset[str]]

    def for_service(self, service: int) -> frozenset[str]:
        """The subjects that hold for a service."""
        return self.everywhere | self.single.get(service, frozenset())


def consents_at(customer: Customer, at: datetime) -> Consents:
    """What a customer had agreed to at an instant and not taken back."""
    rows = Consent.objects.filter(customer=customer, given_at__lte=at)
    held = rows.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=at)).values_list("service_id", "subject")
    return consents_from(held)


def consents_from(rows: Iterable[tuple[int | None, str]]) -> Consents:
    """Consents by the service that each is for."""
    everywhere: set[str] = set()
    single: dict[int, set[str]] = {}
    for service, subject in rows:
        (everywhere if service is None else single.setdefault(service, set())).add(subject)
    return Consents(frozenset(everywhere), {one: frozenset(held) for one, held in single.items()})


def values_on(customer: Customer, on: date) -> dict[str, dict[str, str]]:
    """What varies by customer, for this one on a day: entry → field → value."""
    rows = EntryValue.objects.filter(customer=customer, since__lte=on).order_by("since", "pk")
    found: dict[str, dict[str, str]] = {}
    for entry, name, value in rows.values_list("entry", "field", "value"):
        found.setdefault(entry, {})[name] = value
    return found


def _of_register(
    held: Held, usages: Sequence[tuple[Service, Usage]], values: dict[str, dict[str, str]], on: date
) -> tuple[list[Line], list[Placed]]:
    version = held.version.public_id
    placings = [Placed(service, usage, held, *asked_of(version, usage, on)) for service, usage in usages]
    groups: dict[Asked, list[Service]] = {}
    for one in placings:
        groups.setdefault(one.asked, []).append(one.service)
    # in one order, so that customers who use the same share the answer
    uses = tuple(Using(asked, tuple(groups[asked])) for asked in sorted(groups))
    found = found_for(version, tuple(one.asked for one in uses), on)
    lines = (_line(held, one, uses, values.get(one.entry.id, {})) for one in found)
    return [one for one in lines if one is not None], placings


def _line(held: Held, found: Found, uses: tuple[Using, ...], values: dict[str, str]) -> Line | None:
    """The line of an entry; None where it was recorded that it is not used for this customer."""
    if not found.entry.varies_by_customer:
        return Line(held, found, uses, found.codes, found.doubts)
    if values.get(APPLIES, "").casefold() in NO:
        return None
    own = tuple(_CODE.findall(values.get(PLACES, "")))
    doubts = found.doubts if values else ("varies", *found.doubts)
    return Line(held, found, uses, own or found.codes, doubts, tuple(sorted(values.items())))

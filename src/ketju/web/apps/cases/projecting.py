"""Where each customer of a case stands, made from facts: deliveries, objections, acts, waivers, evidence, the clock.

Everything can be made anew but one thing: that a change took effect for a customer is an event. It stays when a mail
comes back afterwards or an objection arrives; what follows is work for people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from ketju.core.cases.effect import Effect, together
from ketju.core.cases.gates import Gate
from ketju.core.cases.objections import Objection as Said
from ketju.core.cases.objections import apart
from ketju.core.periods.instants import Instant
from ketju.web.apps.cases.apart import Apart, effective_from, keep_apart, not_before
from ketju.web.apps.cases.copying import change_touched
from ketju.web.apps.cases.facts import facts_of
from ketju.web.apps.cases.gating import Gating
from ketju.web.apps.cases.locking import locked
from ketju.web.apps.cases.models import CaseChange, Engagement, GateWaiver, Objection, Touched
from ketju.web.apps.cases.standing import NOTHING, Acts, Raw, Standings, shown_gates, waits_of
from ketju.web.apps.cases.together import AT_MOST, Alone, Together
from ketju.web.apps.notices.models import Delivery
from ketju.web.base.access.zones import day_of

CHUNK = 20_000
_FIELDS = (
    "pk", "group_id", "customer_id", "reach", "delivered_at", "window_ends", "free_at", "waits", "is_excluded",
    "effective_at", "alone_at", "joined_at", "consented_at", "condition_at", "customer__ended_on",
)  # fmt: skip


_OBJECTION = ("customer_id", "public_id", "received_at", "state", "services", "is_late")


def project(change: CaseChange, at: datetime, customers: Iterable[int] | None = None) -> int:
    """Bring the rows of a case up to date at an instant; how many were changed.

    ``customers`` limits it to some. Where the latest date holds for all, the others follow when these move it, and
    all are counted where what they share has changed since they were.
    """
    some = None if customers is None else list(customers)
    with transaction.atomic():
        held = locked(change)
        return _Projection(held, at, some).write()


class _Projection:
    """The rows of a case, or of some of its customers, as they come to be at an instant."""

    def __init__(self, change: CaseChange, at: datetime, some: list[int] | None) -> None:
        self.change, self.at, self.on = change, at, day_of(at, change.processor.zone)
        self.rows, groups = _rows(change, some), change.groups.all()
        waits_for_all = change.rollout != "per customer"
        if some is not None and not waits_for_all:
            groups = groups.filter(pk__in={row[1] for row in self.rows})
        self.standings = Standings(Gating(change, at), groups)
        self.together = Together(change, self.standings, at) if waits_for_all else None
        is_whole = self.together is not None and not (
            some is not None and len(some) <= AT_MOST and self.together.is_counted
        )
        if is_whole and some is not None:
            self.rows = _rows(change, None)
        self.some = None if is_whole else some
        self.facts, self.acts = facts_of(change, self.some), acts_of(change, self.some)

    def write(self) -> int:
        """Bring them up to date; how many were changed."""
        keys = [self._key(row) for row in self.rows]
        parted = [
            (row, service, self._key(row, service))
            for row in self.rows if row[2] in self.acts
            for service in apart(self.standings.groups[row[1]].services, self.acts[row[2]].objections)
        ]  # fmt: skip
        self.standings.settle()
        if self.together:
            ones = [*zip(self.rows, keys, strict=True), *((row, key) for row, _, key in parted)]
            self.together.settle((self._alone(row, key) for row, key in ones), self.some)
            if self.some is not None and self.together.has_moved and not self.together.are_open:
                return _Projection(self.change, self.at, None).write()
        now = Instant(self.at, self.standings.gating.zone)
        keep_apart(self.change, (self._apart(*one) for one in parted), now)
        is_running = self.change.announced_at is not None and self.change.withdrawn_at is None
        found: list[tuple[int, tuple[Any, ...]]] = []
        for row, key in zip(self.rows, keys, strict=True):
            values = self._values(row, key, now, is_running)
            if values != row[3:11]:
                found.append((row[0], values))
        for start in range(0, len(found), CHUNK):
            change_touched(found[start : start + CHUNK], self.at)
        if self.together:
            self.together.keep(self.some)
        if self.some is None:
            CaseChange.objects.filter(pk=self.change.pk).update(counted_at=self.at)
        return len(found)

    def _key(self, row: tuple[Any, ...], service: str | None = None) -> Any:
        acted = _acts(row[11:15], self.acts.get(row[2]), self.on)
        return self.standings.key_of(row[1], self.facts.get(row[2], ()), acted, service)

    def _alone(self, row: tuple[Any, ...], key: Any) -> Alone:
        """From when it might be for a customer alone."""
        effect = self.standings.effect(key)
        return Alone(self.standings.real(key, self.facts.get(row[2], ()), effect.at), effect.is_excluded)

    def _effect(self, row: tuple[Any, ...], key: Any) -> tuple[Effect, datetime | None, datetime | None]:
        """The effect for a customer, from when it is free, and from when it might be alone where that differs."""
        own, alone = self.standings.effect(key), self._alone(row, key)
        if not self.together:
            return own, alone.at, None
        effect = together(own, self.together.last)
        return effect, effect.at.utc if effect.at else None, alone.at

    def _values(self, row: tuple[Any, ...], key: Any, now: Instant, is_running: bool) -> tuple[Any, ...]:
        """The values of ``copying.CHANGING`` for a row."""
        told, known = self.standings.told(key), self.facts.get(row[2], [])
        delivered = self.standings.real(key, known, told.delivery.delivered)
        window = told.earliest.window.safe("right").utc if told.earliest.window else None
        effect, free, alone = self._effect(row, key)
        effective = row[9]
        if effective is None:
            effect, free = not_before(effect, free, row[6], now)
            effective = effective_from(effect, free, row[6], now) if is_running else None
        reach = _reach(row[3], told, known)
        return reach, delivered, window, free, waits_of(effect), effect.is_excluded, effective, alone

    def _apart(self, row: tuple[Any, ...], service: str, key: Any) -> Apart:
        effect, free, alone = self._effect(row, key)
        return Apart(row[0], service, row[9], free, alone, effect)


def _rows(change: CaseChange, some: list[int] | None) -> list[tuple[Any, ...]]:
    rows = Touched.objects.filter(change=change)
    if some is not None:
        rows = rows.filter(customer__in=some)
    return list(rows.order_by("pk").values_list(*_FIELDS).iterator(CHUNK))


def _acts(own: tuple[Any, ...], known: Acts | None, on: date) -> Acts:
    """What a customer did by a day; ``own`` is when it joined, consented, gave what the entry asks for, and left."""
    base = known or NOTHING
    if own == (None, None, None, None):
        return base
    joined, consented, condition, ended = own
    return base._replace(
        joined=joined, consented=consented, condition=condition, is_gone=ended is not None and ended <= on
    )


def _reach(before: str, told: Any, facts: list[Raw]) -> str:
    if told.delivery.delivered is not None:
        return "reached"
    messages = {one[2] for one in facts}
    if messages and len(told.delivery.failed) == len(messages):
        return "unreachable"
    return "unknown" if before == "reached" else before


def acts_of(change: CaseChange, some: list[int] | None = None) -> dict[int, Acts]:
    """The objections of customers, and those for whom alone a gate was opened."""
    said: dict[int, list[Said]] = defaultdict(list)
    rows = Objection.objects.filter(change=change).order_by("pk")
    if some is not None:
        rows = rows.filter(customer__in=some)
    for one in rows.only(*_OBJECTION):
        said[one.customer_id].append(said_in(one))
    found = {customer: Acts(objections=tuple(held)) for customer, held in said.items()}
    alone = GateWaiver.objects.filter(change=change.public_id).exclude(customer="")
    names = set(alone.values_list("customer", flat=True))
    for pk, name in Touched.objects.filter(change=change, customer__public_id__in=names).values_list(
        "customer_id", "customer__public_id"
    ):
        found[pk] = found.get(pk, NOTHING)._replace(customer=name)
    return found


def said_in(one: Objection) -> Said:
    """An objection as the core takes it."""
    at = Instant(one.received_at, one.received_at.tzinfo)  # type: ignore[arg-type]
    return Said(one.public_id, at, one.state, tuple(one.services), one.is_late)  # type: ignore[arg-type]


def gates_of_customer(
    change: CaseChange, customer: int, at: datetime, service: str | None = None
) -> tuple[Gate, ...]:
    """The gates of a customer of a case: those of the companies that touch it, then its own. () where none touches.

    ``service`` asks for one that stands for itself.
    """
    touched = (
        Touched.objects.filter(change=change, customer=customer).select_related("group", "customer").first()
    )
    if touched is None:
        return ()
    facts = facts_of(change, [customer]).get(customer, [])
    acts = acts_of(change, [customer]).get(customer)
    return gates_in_place(Gating(change, at), touched, facts, acts, service)


def gates_in_place(
    gating: Gating, touched: Touched, facts: Sequence[Raw], acts: Acts | None, service: str | None = None
) -> tuple[Gate, ...]:
    """The same where all is known: the row of the customer with its group, the facts, what the customer did."""
    standings = Standings(gating, [touched.group])
    own = (touched.joined_at, touched.consented_at, touched.condition_at, touched.customer.ended_on)
    on = day_of(gating.at, gating.change.processor.zone)
    key = standings.key_of(touched.group_id, facts, _acts(own, acts, on), service)
    delivered = standings.told(key).delivery.delivered
    true = {}
    if delivered is not None and (real := standings.real(key, facts, delivered)):
        true[delivered.utc] = real
    return shown_gates(standings.gates(key), true)


def project_delivery(delivery: Delivery, at: datetime) -> None:
    """Bring the customer of a message up to date, as soon as something is learnt of it."""
    for change in running().filter(public_id=delivery.notice.about):
        project(change, at, [delivery.customer_id])


def project_of(engagement: Engagement, at: datetime) -> None:
    """Bring the cases that are not over and rest on a company up to date."""
    rows = CaseChange.objects.filter(register=engagement.register_id, withdrawn_at=None, closed_at=None)
    for change in rows.exclude(digest="").select_related("processor", "draft__base", "version"):
        project(change, at)


def running() -> QuerySet[CaseChange]:
    """The cases that customers were told of and that are not over."""
    rows = CaseChange.objects.filter(announced_at__isnull=False, closed_at=None, withdrawn_at=None)
    return rows.select_related("processor", "draft__base", "version").order_by("pk")

"""What the pages of cases show. One function for each page; none of them writes.

- *Running changes* (staff): ``reads_cards.cards_of(changes)``, a ``Card`` for each case with counts, curve, dates.
- *One change* (staff): the same, ``gates_of(change, at)`` by entry, ``groups_of(change)`` with what each
  class of customers is owed, ``forecast_of(change, at)`` for "if sent today …", ``slack_of(change)``,
  ``texts_of(change)``, ``next_steps.next_steps(change, at)``.
- *One change by customer* (staff): ``customers_in(change, state, after)``, with the states of ``STATES``.
- *One customer in one change* (staff): ``place_of(touched_named(processor, change, customer), at)``.
- *Objections* (staff): ``objections_of(processor, state)``; one with its steps: ``objection_with_steps``.
- *Companies* (staff): ``engagements_of(register, at)`` with evidence, what runs out, what is missing.
- *Calendar* (staff): ``reads_events.events_between``, the events of running cases by day; ``reads_board.board_of``.
- *Whom a notice would not reach today* (staff): ``health.health_in(processor, state, after)``.
- *Changes of a customer* (portal): ``changes_for(customer)``.
- *Four dates of an entry* (staff, portal, public): ``entry_dates``.
- *Who were my sub-processors* (portal, staff): ``recipients_then.who_were(customer, instant)``.
- *Evidence* (staff): ``evidence_pack.evidence_pack``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from ketju.core.cases.gates import Gate
from ketju.core.cases.objections import UNSETTLED
from ketju.core.notices.forecast import Slack, Step
from ketju.core.notices.owed import Owed
from ketju.web.apps.cases.facts import counted_notices, facts_in
from ketju.web.apps.cases.forecasting import forecast_of as forecast_of
from ketju.web.apps.cases.forecasting import groups_of as groups_of
from ketju.web.apps.cases.forecasting import slack_of as slack_of
from ketju.web.apps.cases.gating import Gating
from ketju.web.apps.cases.gating import gates_of as gates_of
from ketju.web.apps.cases.models import CaseChange, Engagement, Evidence, Objection, Touched
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.projecting import gates_in_place, said_in
from ketju.web.apps.cases.proving import proof_of
from ketju.web.apps.cases.reads_originals import FILES
from ketju.web.apps.cases.standing import Acts
from ketju.web.apps.notices.models import Delivery, NoticeText
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.models import Register
from ketju.web.base.access.models import Processor

PAGE = 50
STATES = ("not-reached", "objected", "late", "waiting", "free", "in-effect", "excluded", "open-terms", "all")
"""What customers of a case can be filtered by: not reached; with an open objection; with a late one that nobody has
decided on; with shut gates; free on a day; in effect; never; with terms that settle no period; all.
"""
SOON = timedelta(days=60)
"""Evidence that ends within so many days is told of."""


@dataclass(frozen=True, slots=True)
class Card:
    """A case with its figures.

    ``steps`` is the curve of customers free by day; ``waiting`` are those without a date. ``earliest`` is when the
    first customer is free, ``latest`` when the last one is whose date is known. ``slack`` is that of the supplier.
    ``held`` are customers of whom a service is kept back while their others go on.
    """

    change: CaseChange
    customers: int
    delivered: int
    bounced: int
    unreachable: int
    objections: int
    late: int
    waiting: int
    in_effect: int
    excluded: int
    steps: tuple[Step, ...]
    earliest: datetime | None
    latest: datetime | None
    slack: Slack | None
    held: int = 0


def changes_of(processor: Processor) -> QuerySet[CaseChange]:
    """Every case of a processor, the newest first."""
    rows = CaseChange.objects.filter(processor=processor)
    return rows.select_related("processor", "register", "draft__base", "version", "owner")


def case_named(processor: Processor, public_id: str) -> CaseChange | None:
    """The case of a processor with a public id."""
    return changes_of(processor).filter(public_id=public_id).first()


def texts_of(change: CaseChange) -> tuple[NoticeText, ...]:
    """The texts of the notices of a case, the newest notice first."""
    rows = NoticeText.objects.filter(notice__about=change.public_id).select_related("notice")
    return tuple(rows.order_by("-notice__number", "language", "key"))


def customers_in(
    change: CaseChange, state: str = "all", after: int = 0, day: date | None = None, most: int = PAGE
) -> tuple[tuple[Touched, ...], int]:
    """Customers of a case in a state, and what to ask with for more, 0 at the end. ``day`` is for "free"."""
    rows = in_state(change, state, day).filter(pk__gt=after).order_by("pk")
    found = list(rows.select_related("customer", "group__agreement")[: most + 1])
    return tuple(found[:most]), found[most - 1].pk if len(found) > most else 0


def in_state(change: CaseChange, state: str, day: date | None = None) -> QuerySet[Touched]:
    """The rows of a case in one of ``STATES``."""
    rows = Touched.objects.filter(change=change)
    said = Objection.objects.filter(change=change, customer=OuterRef("customer"), state__in=UNSETTLED)
    if state == "free" and day is not None:
        zone = ZoneInfo(change.processor.zone)
        start = datetime(day.year, day.month, day.day, tzinfo=zone)
        return rows.filter(free_at__gte=start, free_at__lt=start + timedelta(days=1))
    filters = {
        "not-reached": Q(delivered_at=None, joined_at=None),
        "objected": Q(Exists(said)),
        "late": Q(Exists(said.filter(is_late=True))),
        "waiting": Q(free_at=None, is_excluded=False),
        "free": Q(free_at__isnull=False),
        "in-effect": Q(effective_at__isnull=False),
        "excluded": Q(is_excluded=True),
        "open-terms": Q(waits__contains="terms"),
    }
    return rows.filter(filters.get(state, Q()))


@dataclass(frozen=True, slots=True)
class Place:
    """A customer in a case: where it stands, its gates, the messages to it, its objections, what shows that it was told
    (``proving.proof_of``).
    """

    touched: Touched
    owed: Owed
    gates: tuple[Gate, ...]
    deliveries: tuple[Delivery, ...]
    objections: tuple[Objection, ...]
    proof: dict[str, Any]


def touched_named(processor: Processor, change: str, customer: str) -> Touched | None:
    """A customer in a case of a processor by their public ids, with all that the page shows of both; as ``begun`` the
    services for which the change had taken effect when it began to use more, and since when.
    """
    rows = Touched.objects.filter(change__processor=processor, change__public_id=change)
    case = (
        "change__processor",
        "change__register",
        "change__draft__base",
        "change__version",
        "change__owner",
    )
    found = rows.filter(customer__public_id=customer).order_by("before__pk")
    found = found.select_related(*case, "customer__processor", "group__agreement")
    places = list(found.annotate(services=F("before__services"), since=F("before__since")))
    if not places:
        return None
    places[0].begun = [(one.services, one.since) for one in places if one.since is not None]  # type: ignore[attr-defined]
    return places[0]


def place_of(touched: Touched, at: datetime) -> Place:
    """Where a customer stands in a case: its gates at an instant, what was sent to it, what it said."""
    change, customer = touched.change, touched.customer
    counts = ExpressionWrapper(
        Q(notice__in=counted_notices(touched), text__key=touched.group.key), output_field=BooleanField()
    )
    rows = Delivery.objects.filter(notice__about=change.public_id, customer=customer).annotate(counts=counts)
    sent = tuple(rows.select_related("notice", "contact"))
    may_object = change.announced_at is not None
    said = tuple(Objection.objects.filter(change=change, customer=customer)) if may_object else ()
    gating = Gating(change, at)
    is_alone = any(whom == customer.public_id for whom, _ in gating.waivers)
    acts = Acts(
        objections=tuple(said_in(one) for one in sorted(said, key=lambda one: one.pk)),
        customer=customer.public_id if is_alone else "",
    )
    facts = facts_in(one for one in sent if one.counts)
    gates, owed = gates_in_place(gating, touched, facts, acts), owed_in(touched.group.owed)
    return Place(touched, owed, gates, sent, said, proof_of(facts, owed, sent, touched))


def objections_of(processor: Processor, states: Sequence[str] = UNSETTLED) -> QuerySet[Objection]:
    """Objections of a processor's customers in some states, those that came first first."""
    rows = Objection.objects.filter(processor=processor, state__in=states)
    return rows.select_related("change", "customer").order_by("received_at")


def objection_with_steps(processor: Processor, public_id: str) -> Objection | None:
    """An objection with every step of the talk."""
    rows = Objection.objects.filter(processor=processor, public_id=public_id)
    return rows.select_related("change__processor", "customer").prefetch_related("steps__by", FILES).first()


@dataclass(frozen=True, slots=True)
class Company:
    """An engagement with its evidence. ``ending`` is what runs out soon, ``over`` what ran out with nothing newer."""

    engagement: Engagement
    name: str
    evidence: tuple[Evidence, ...]
    ending: tuple[Evidence, ...]
    over: tuple[Evidence, ...]


def engagements_of(register: Register, on: date, names: dict[str, str]) -> tuple[Company, ...]:
    """The companies of a register with what shows that they may be used; ``names`` by the id of the entry."""
    rows = Engagement.objects.filter(register=register).prefetch_related("evidence")
    return tuple(_company(one, on, names) for one in rows)


def _company(engagement: Engagement, on: date, names: dict[str, str]) -> Company:
    held = [one for one in engagement.evidence.all() if one.ended_at is None]
    newest: dict[tuple[str, str], Evidence] = {}
    for one in held:
        key = one.kind, one.country
        if key not in newest or (one.last or date.max) > (newest[key].last or date.max):
            newest[key] = one
    last = [one for one in newest.values() if one.last is not None]
    ending = tuple(one for one in last if on <= (one.last or on) <= on + SOON)
    over = tuple(one for one in last if (one.last or on) < on)
    return Company(engagement, names.get(engagement.entry, engagement.entry), tuple(held), ending, over)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens on a day in a case. ``kind`` is "announced", "window", "free", "planned" or "supplier";
    ``count`` is how many customers it is about, 0 for all.
    """

    day: date
    kind: str
    change: CaseChange
    count: int = 0


def changes_for(customer: Customer) -> tuple[Touched, ...]:
    """The cases that a customer was told of, the newest first."""
    rows = Touched.objects.filter(customer=customer, change__announced_at__isnull=False)
    return tuple(rows.select_related("change__register", "group").order_by("-change__announced_at"))

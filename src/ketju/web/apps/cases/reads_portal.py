"""What the pages of changes in the portal read: a customer's own place in a case, and nothing of other customers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery

from ketju.core.cases.objections import UNSETTLED
from ketju.core.notices.owed import Owed
from ketju.web.apps.cases.models import Authorisation, Objection, TookEffect, Touched, TouchedService
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.reads_originals import FILES
from ketju.web.apps.cases.writes.telling import Shown
from ketju.web.apps.notices.filling import filled, parts_of
from ketju.web.apps.notices.letters import link_for, reply_address, sender_address
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.notices.reads import shown_form
from ketju.web.apps.parties.models import Customer


@dataclass(frozen=True, slots=True)
class Own:
    """A customer's own place in a case. ``acknowledged_at``: when somebody said first that the notice was read.
    ``message``: the customer's message of the newest notice, by its public id; None where it got none. ``before``: what
    had taken effect when it began to use more.
    """

    touched: Touched
    owed: Owed
    objections: tuple[Objection, ...]
    acknowledged_at: datetime | None = None
    apart: tuple[TouchedService, ...] = ()
    before: tuple[TookEffect, ...] = ()
    message: str | None = None

    @property
    def open(self) -> Objection | None:
        """The objection that is talked about."""
        return next((one for one in self.objections if one.state in UNSETTLED), None)

    def may_object(self) -> bool:
        """Whether an objection can be made: at any time while the change is not over, also late (X-7); for what no open
        one is about already.
        """
        change = self.touched.change
        return (
            change.withdrawn_at is None
            and change.closed_at is None
            and (self.open is None or bool(self.left))
        )

    @property
    def left(self) -> tuple[str, ...]:
        """The services that no open objection is about."""
        held = [one for one in self.objections if one.state in UNSETTLED]
        if any(not one.services for one in held):
            return ()
        named = {service for one in held for service in one.services}
        return tuple(one for one in self.touched.group.services if one not in named)

    def needs_consent(self) -> bool:
        """Whether the customer is asked to consent, and has not."""
        is_over = self.touched.change.withdrawn_at is not None or self.touched.change.closed_at is not None
        return self.owed.mode == "specific" and self.touched.consented_at is None and not is_over

    def is_late(self, at: datetime) -> bool:
        """Whether an objection would come after the window."""
        return self.touched.window_ends is not None and at >= self.touched.window_ends


def own_place(customer: Customer, change: str) -> Own | None:
    """The place of a customer in a case that it was told of."""
    rows = Touched.objects.filter(
        customer=customer, change__public_id=change, change__announced_at__isnull=False
    )
    read = Delivery.objects.filter(
        customer=customer, notice__about=change, acknowledged_at__isnull=False
    ).order_by("acknowledged_at")
    sent = Delivery.objects.filter(customer=customer, notice__about=change, notice__released_at__isnull=False)
    newest = sent.order_by("-notice__number", "-is_main_user", "pk").values("public_id")
    case = ("change__processor", "change__register", "change__draft__base", "change__version")
    shown = rows.select_related(*case, "group").annotate(
        read=Subquery(read.values("acknowledged_at")[:1]), message=Subquery(newest[:1])
    )
    touched = shown.first()
    if touched is None:
        return None
    touched.customer = customer
    said = Objection.objects.filter(customer=customer, change=touched.change).prefetch_related("steps", FILES)
    owed, talks = owed_in(touched.group.owed), tuple(said.order_by("-pk"))
    is_parted = any(one.services for one in talks)
    apart = tuple(TouchedService.objects.filter(touched=touched)) if is_parted else ()
    return Own(touched, owed, talks, touched.read, apart, before_of(touched), touched.message)


def before_of(touched: Touched) -> tuple[TookEffect, ...]:
    """What had taken effect for a customer when it began to use more."""
    return tuple(touched.before.all()) if touched.widened_at is not None else ()


def open_to_objections(customer: Customer, at: datetime) -> tuple[Touched, ...]:
    """The customer's places in cases to which it can object in time, and has not, the nearest end first."""
    rows = Touched.objects.filter(customer=customer, window_ends__gt=at, change__announced_at__isnull=False)
    rows = rows.filter(change__withdrawn_at=None, change__closed_at=None, joined_at=None, is_excluded=False)
    said = Objection.objects.filter(customer=customer, change=OuterRef("change"))
    found = rows.exclude(Exists(said)).select_related("change")
    return tuple(found.order_by("window_ends"))


def authorisation_of(own: Own) -> Authorisation | None:
    """What the customer said last, where its authorisation is a specific one."""
    return Authorisation.objects.filter(change=own.touched.change, customer=own.touched.customer_id).first()


def next_for(own: Own, at: datetime) -> tuple[str, dict[str, datetime]]:
    """What happens next for the customer: the key of the words, and the instants that fill them in."""
    stand, change = own.touched, own.touched.change
    if change.withdrawn_at is not None or change.closed_at is not None:
        return "web.objections.yours.over", {}
    if (said := own.open) is not None:
        return f"web.objections.yours.{'confirm' if said.state == 'to-confirm' else 'talk'}", {}
    if stand.is_excluded:
        return "web.objections.yours.excluded", {}
    if stand.effective_at is not None:
        return "web.objections.yours.effective", {"since": stand.effective_at}
    if own.owed.mode == "specific":
        given = stand.consented_at is not None
        return (f"web.objections.yours.{'authorised' if given else 'silence-specific'}", {})
    if stand.window_ends is not None and at < stand.window_ends:
        return "web.objections.yours.window", {"until": stand.window_ends}
    if stand.free_at is not None:
        return "web.objections.yours.comes", {"from": max(stand.free_at, at)}
    return "web.objections.yours.waits", {}


def own_objection(customer: Customer, public_id: str) -> Objection | None:
    """An objection of a customer."""
    rows = Objection.objects.filter(customer=customer, public_id=public_id)
    return rows.select_related("change__processor", "customer").first()


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice as the customer reads it."""

    subject: str
    text: str
    language: str
    sent_at: datetime | None


def letter_of(own: Own, shown: Shown) -> Letter | None:
    """The newest notice of a case as a customer reads it; None where it got none, as one has who accepted the change
    with its agreement.
    """
    notice, found = shown.notice, shown.text
    if found is None or notice is None or own.touched.joined_at is not None:
        return None
    whose = own.touched.customer
    values = {
        "customer": str(whose.name) or whose.public_id,
        "link": link_for(own.touched.change.public_id, whose.public_id),
        "reply": reply_address(own.message) if own.message else sender_address(),
    }
    subject, body = (filled(parts_of(one), values) for one in (found.subject, shown_form(found)))
    return Letter(subject, body, found.language, notice.released_at)

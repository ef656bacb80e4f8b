"""What the staff's pages of changes read beside ``reads``: drafts to propose, letters, customers by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from ketju.core.model.register import Register
from ketju.web.apps.cases.models import (
    Authorisation,
    CaseChange,
    Engagement,
    GateWaiver,
    Objection,
    ObjectionStep,
    Touched,
)
from ketju.web.apps.notices.models import Delivery, Notice
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.models import Draft
from ketju.web.apps.registers.writes.drafting import OPEN
from ketju.web.apps.services.reads import product_name, products_of
from ketju.web.base.access.models import Processor

PAGE = 50


def drafts_to_propose(processor: Processor) -> QuerySet[Draft]:
    """Open drafts of the next version that have no case yet, the newest first."""
    rows = Draft.objects.filter(
        processor=processor, state__in=OPEN, kind="next", case=None, base__isnull=False
    )
    return rows.select_related("register").order_by("-changed_at")


def case_of_draft(draft: Draft) -> CaseChange | None:
    """The case that a draft is proposed as, with its register."""
    return CaseChange.objects.filter(draft=draft, withdrawn_at=None).select_related("register").first()


def past_changes(
    processor: Processor, before: int = 0, most: int = PAGE
) -> tuple[tuple[CaseChange, ...], int]:
    """Cases that are over, the newest first, and what to ask with for older ones, 0 at the end."""
    rows = CaseChange.objects.filter(processor=processor).exclude(withdrawn_at=None, closed_at=None)
    rows = rows.filter(pk__lt=before) if before else rows
    found = list(rows.select_related("processor", "register", "closed_by")[: most + 1])
    return tuple(found[:most]), found[most - 1].pk if len(found) > most else 0


def engagement_named(processor: Processor, public_id: str) -> Engagement | None:
    """An engagement of a processor."""
    rows = Engagement.objects.filter(processor=processor, public_id=public_id)
    return rows.select_related("processor", "register").first()


def first_notice(change: CaseChange) -> Notice | None:
    """The notice that is prepared for a case, or was sent first."""
    return Notice.objects.filter(about=change.public_id, number=1).select_related("approved_by").first()


def notices_of(change: CaseChange) -> tuple[Notice, ...]:
    """The notices of a case, the first first."""
    rows = Notice.objects.filter(about=change.public_id).select_related("approved_by")
    return tuple(rows.order_by("number"))


def notice_named(change: CaseChange, public_id: str) -> Notice | None:
    """A notice of a case."""
    rows = Notice.objects.filter(about=change.public_id, public_id=public_id)
    return rows.select_related("processor", "approved_by", "created_by").first()


def authorisations_of(change: CaseChange, customer: Customer) -> tuple[Authorisation, ...]:
    """What a customer said to a case, the newest first."""
    return tuple(Authorisation.objects.filter(change=change, customer=customer).select_related("by"))


def waivers_of(change: CaseChange, customer: Customer) -> tuple[GateWaiver, ...]:
    """What was opened in an emergency for a customer alone or for everybody, the first first."""
    rows = GateWaiver.objects.filter(change=change.public_id, customer__in=("", customer.public_id))
    return tuple(rows.select_related("by").order_by("pk"))


def names_of(processor: Processor, customers: Iterable[str]) -> dict[str, str]:
    """The names of customers by their public ids."""
    wanted = set(customers)
    rows = Customer.objects.filter(processor=processor, public_id__in=wanted) if wanted else ()
    return {one.public_id: str(one.name) or one.public_id for one in rows}


def letters_to_post(
    processor: Processor, state: str, after: int = 0, most: int = PAGE
) -> tuple[tuple[Delivery, ...], int]:
    """Letters that wait ("to-post"), or were posted; and what to ask with for more."""
    rows = Delivery.objects.filter(processor=processor, channel="letter", notice__released_at__isnull=False)
    rows = rows.filter(posted_at=None, failed_at=None) if state == "to-post" else rows.exclude(posted_at=None)
    held = rows.filter(pk__gt=after).select_related("customer", "notice").order_by("pk")
    found = list(held[: most + 1])
    return tuple(found[:most]), found[most - 1].pk if len(found) > most else 0


def letter_named(processor: Processor, public_id: str) -> Delivery | None:
    """A letter of a processor."""
    rows = Delivery.objects.filter(processor=processor, public_id=public_id, channel="letter")
    return rows.select_related("customer", "notice__processor", "text", "processor").first()


def titles_of(about: Sequence[str]) -> dict[str, str]:
    """The titles of cases by their public ids."""
    rows = CaseChange.objects.filter(public_id__in=set(about))
    return dict(rows.values_list("public_id", "title"))


def cases_of_customer(customer: Customer) -> tuple[Touched, ...]:
    """Every case that touches a customer, the newest first, for staff."""
    rows = Touched.objects.filter(customer=customer).select_related("change__register")
    return tuple(rows.order_by("-change__created_at"))


def customer_named(processor: Processor, public_id: str) -> Customer | None:
    """A customer of a processor."""
    rows = Customer.objects.filter(processor=processor, public_id=public_id)
    return rows.select_related("processor").first()


def objections_in(
    processor: Processor, states: Sequence[str], change: CaseChange | None = None, most: int = 200
) -> tuple[Objection, ...]:
    """Objections in some states, of one case or of all, those that came first first; with when and by which side the
    last word was said (``last_at``, ``last_side``, None for no word).
    """
    said = ObjectionStep.objects.filter(objection=OuterRef("pk")).order_by("-pk")
    rows = Objection.objects.filter(processor=processor, state__in=states).annotate(
        last_at=Subquery(said.values("at")[:1]), last_side=Subquery(said.values("side")[:1])
    )
    if change is not None:
        rows = rows.filter(change=change)
    return tuple(rows.select_related("change", "customer").order_by("received_at")[:most])


def begun_in(
    begun: Iterable[tuple[Sequence[str], datetime]], names: Mapping[str, str]
) -> list[tuple[str, datetime]]:
    """The names of the products for which a change had taken effect when their customer began to use more, with since
    when.
    """
    return [(", ".join(names.get(one, one) for one in services), since) for services, since in begun]


def service_names(register: Register, processor: Processor, language: str) -> dict[str, str]:
    """The names of products in a register, by their ids; where it names none, as the processor calls its products."""
    if not register.services:
        return {one.slug: product_name(one, language) for one in products_of(processor)}
    found = {}
    for one in register.services:
        said = one.name.in_language(language)
        found[one.id] = said[1] if said else one.id
    return found

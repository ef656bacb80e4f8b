"""What a customer says where its authorisation is a specific one: it gives it in writing, or refuses.

Under a general authorisation silence lets a change take effect; under a specific one it never does (GDPR Art. 28(2),
SCC 2021/915 Clause 7.7(a)).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from ketju.web.apps.cases.locking import locked
from ketju.web.apps.cases.models import Authorisation, CaseChange, Touched
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.problems import (
    CaseClosed,
    NotAnnounced,
    NotSpecific,
    NotTouched,
    StepWrong,
    WritingMissing,
)
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import Actor, audited

WRITTEN = ("letter", "e-mail")
"""How an authorisation comes that staff record; one in the portal is given there."""


def record_authorisation(
    *,
    by: Actor,
    at: datetime,
    change: CaseChange,
    customer: Customer,
    said_at: datetime,
    is_given: bool = True,
    channel: str = "portal",
    document: str = "",
    by_name: str = "",
) -> Authorisation:
    """Note that a customer gave its authorisation to a change, or refused it; what it said last stands. What it said
    before the day on which it was found to use more is no authorisation of the whole.

    ``document`` says which writing it is, where it did not come by the portal. Raises NotAnnounced, CaseClosed,
    NotTouched, NotSpecific, WritingMissing, StepWrong for an unknown channel.
    """
    if channel not in ("portal", *WRITTEN):
        raise StepWrong(found=channel, known=", ".join(("portal", *WRITTEN)))
    if channel in WRITTEN and not document.strip():
        raise WritingMissing
    with transaction.atomic():
        held = _running(change)
        place = Touched.objects.filter(change=held, customer=customer).select_related("group").first()
        if place is None:
            raise NotTouched
        if owed_in(place.group.owed).mode != "specific":
            raise NotSpecific
        zone = held.processor.zone
        made = Authorisation.objects.create(
            processor=held.processor, change=held, customer=customer, is_given=is_given, channel=channel,
            document=document.strip()[:400], by_name=by_name.strip()[:200], said_at=min(said_at, at), recorded_at=at,
            by=by.user,
        )  # fmt: skip
        is_of_it = place.widened_at is None or day_of(made.said_at, zone) >= day_of(place.widened_at, zone)
        of_it = Touched.objects.filter(pk=place.pk, group=place.group_id)
        of_it.update(consented_at=made.said_at if is_given and is_of_it else None)
        if is_given:
            audited(by, "changes.accept", "change", at=at, **_whose(held, customer))
        else:
            audited(by, "changes.refuse", "change", at=at, **_whose(held, customer))
        project(held, at, [customer.pk])
    return made


def _running(change: CaseChange) -> CaseChange:
    held = locked(change)
    if held.announced_at is None:
        raise NotAnnounced
    if held.withdrawn_at or held.closed_at:
        raise CaseClosed
    return held


def _whose(change: CaseChange, customer: Customer) -> dict[str, Any]:
    return {"processor": change.processor, "customer": customer.public_id, "subject": change.public_id}

"""Agreements as the customer sees them: those it accepted, and those that wait for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from ketju.web.apps.agreements.models import Acceptance, AgreementText, AgreementVersion
from ketju.web.apps.agreements.reads import version_of
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.selfservice.organisation import customer_of
from ketju.web.apps.selfservice.problems import NotThere
from ketju.web.apps.selfservice.recording import recorded
from ketju.web.base.audit.writing import Actor


def waiting_versions(customer: Customer, on: date) -> list[AgreementVersion]:
    """Versions in force on a day that the customer has not accepted, one of each agreement."""
    held = AgreementVersion.objects.filter(processor=customer.processor, valid_from__lte=on)
    held = held.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    accepted = Exists(Acceptance.objects.filter(customer=customer, agreement=OuterRef("pk")))
    newest: dict[str, tuple[AgreementVersion, bool]] = {}
    held = held.annotate(is_accepted=accepted).prefetch_related("texts")
    for one in held.order_by("slug", "-valid_from", "-id"):
        newest.setdefault(one.slug, (one, one.is_accepted))
    return [one for one, is_accepted in newest.values() if not is_accepted]


def readable_versions(customer: Customer, on: date) -> list[AgreementVersion]:
    """The versions that the customer may read, the newest first, with their texts."""
    accepted = Exists(Acceptance.objects.filter(customer=customer, agreement=OuterRef("pk")))
    rows = AgreementVersion.objects.filter(processor=customer.processor).select_related("processor")
    return list(rows.filter(Q(valid_from__lte=on) | accepted).prefetch_related("texts"))


def readable(customer: Customer, version: str, on: date) -> AgreementVersion:
    """A version that the customer may read: one that has begun by a day, or that it accepted. Raises NotThere."""
    found = version_of(customer.processor, version)
    if found is None:
        raise NotThere
    has_begun = found.valid_from <= on
    if not has_begun and not Acceptance.objects.filter(customer=customer, agreement=found).exists():
        raise NotThere
    return found


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the name, in which position, and the text that was before them; "" and None where it is not known."""

    name: str = ""
    capacity: str = ""
    text: AgreementText | None = None


def accept_agreement(
    *, by: Actor, at: datetime, on: date, customer: str, version: str, signature: Signature | None = None
) -> Acceptance:
    """Accept a version that is in force; accepting it twice keeps the first. Raises NotThere."""
    signed = signature or Signature()
    with transaction.atomic():
        whose = Customer.objects.select_for_update().get(pk=customer_of(customer).pk)
        done = Acceptance.objects.filter(customer=whose, agreement__public_id=version).first()
        if done is not None:
            return done
        waiting = [one for one in waiting_versions(whose, on) if one.public_id == version]
        if not waiting:
            raise NotThere
        made = Acceptance.objects.create(
            processor=whose.processor,
            customer=whose,
            agreement=waiting[0],
            text=signed.text,
            by=signed.name or (by.user.get_full_name() if by.user else ""),
            capacity=signed.capacity,
            how="portal",
            accepted_at=at,
        )
        after = {"agreement": f"{waiting[0].name} {waiting[0].version}"}
        recorded(by, whose, "acceptance", made.public_id, {}, after, at=at)
        return made

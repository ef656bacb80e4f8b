"""Services as the customer sees them: what runs where, what the customer says is in it, what it agreed to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from ketju.web.apps.parties.models import Customer
from ketju.web.apps.selfservice.models import Correction
from ketju.web.apps.selfservice.organisation import customer_of
from ketju.web.apps.selfservice.problems import NotThere
from ketju.web.apps.selfservice.recording import recorded
from ketju.web.apps.services.models import Consent, Service
from ketju.web.base.audit.writing import Actor

CATEGORIES: Final = (
    "Name", "Contact", "EmailAddress", "TelephoneNumber", "PhysicalAddress", "BirthDate", "Age", "Gender",
    "OfficialID", "UID", "Username", "Password", "IPAddress", "Location", "BrowsingBehaviour", "Tracking",
    "Communication", "EmailContent", "CommunicationsMetadata", "VoiceCommunicationRecording", "Picture",
    "Purchase", "PaymentCard", "Financial", "Professional", "EmploymentHistory", "Education", "Opinion",
    "SocialMedia", "HealthData",
)  # fmt: skip
"""What data it can be, by terms of the Data Privacy Vocabulary, which have words in every language."""
CONSENTS: Final = ("support-access", "analytics")
"""What a customer can agree to by itself (D-84); others are recorded by staff."""
SUBJECTS: Final = (
    "customers", "prospects", "members", "staff", "applicants", "students", "patients", "children", "visitors",
    "suppliers", "recipients", "others",
)  # fmt: skip
"""Whose data it can be (D-26)."""


def services_of(customer: Customer, on: date) -> list[Service]:
    """The services that have not ended."""
    held = customer.services.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
    return list(held.select_related("product"))


def service_of(customer: Customer, public_id: str) -> Service:
    """One service of the customer. Raises NotThere."""
    found = customer.services.select_related("product", "server").filter(public_id=public_id).first()
    if found is None:
        raise NotThere
    return found


def declare_data(
    *, by: Actor, at: datetime, customer: str, service: str, categories: Sequence[str],
    subjects: Sequence[str], is_sensitive: bool,
) -> Correction | None:  # fmt: skip
    """Say what data of whom is in a service (D-26, D-82). Raises NotThere."""
    with transaction.atomic():
        whose = customer_of(customer)
        one = service_of(whose, service)
        before = shown(one)
        one.data_categories, one.data_subjects = list(categories), list(subjects)
        one.is_sensitive, one.declared_at = is_sensitive, at
        one.save(update_fields=["data_categories", "data_subjects", "is_sensitive", "declared_at"])
        return recorded(by, whose, "service", one.public_id, before, shown(one), at=at)


def shown(one: Service) -> dict[str, str]:
    """What was declared, as texts."""
    return {
        "data_categories": ", ".join(one.data_categories),
        "data_subjects": ", ".join(one.data_subjects),
        "is_sensitive": "yes" if one.is_sensitive else "no",
    }


def consents_of(customer: Customer) -> list[Consent]:
    """What the customer agreed to, the newest first."""
    return list(customer.consents.select_related("service__product"))


def give_consent(*, by: Actor, at: datetime, on: date, customer: str, service: str, subject: str) -> Consent:
    """Agree to something for a service that runs; what holds already stays as it is. Raises NotThere."""
    with transaction.atomic():
        whose = customer_of(customer)
        one = next((one for one in services_of(whose, on) if one.public_id == service), None)
        if one is None or subject not in CONSENTS:
            raise NotThere
        held = one.consents.filter(customer=whose, subject=subject, withdrawn_at__isnull=True).first()
        if held is not None:
            return held
        who = by.user.public_id if by.user else ""
        made = Consent.objects.create(
            customer=whose, service=one, subject=subject, given_at=at, recorded_by=who
        )
        recorded(by, whose, "consent", one.public_id, {}, {"subject": subject}, at=at)
        return made


def withdraw_consent(*, by: Actor, at: datetime, customer: str, consent: int) -> None:
    """Take a consent back. Taking it back twice changes nothing. Raises NotThere."""
    with transaction.atomic():
        whose = customer_of(customer)
        one = whose.consents.filter(pk=consent).first()
        if one is None:
            raise NotThere
        if one.withdrawn_at is not None:
            return
        one.withdrawn_at = at
        one.save(update_fields=["withdrawn_at"])
        after = {"withdrawn_at": at.isoformat(timespec="seconds"), "subject": one.subject}
        recorded(by, whose, "consent", whose.public_id, {"subject": one.subject}, after, at=at)

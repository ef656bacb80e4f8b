"""What the customer register itself holds of a customer or a contact."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ketju.web.apps.parties.models import (
    ChangePayload,
    Contact,
    Customer,
    Disclosure,
    MarketingObjection,
    SearchToken,
)
from ketju.web.base.subjects.concerning import Concern, Subject


def _customers(subject: Subject) -> QuerySet[Customer] | None:
    return Customer.objects.filter(public_id=subject.id) if subject.kind == "customer" else None


def _contacts(subject: Subject) -> QuerySet[Contact] | None:
    if subject.kind == "customer":
        return Contact.objects.filter(customer__public_id=subject.id)
    return Contact.objects.filter(public_id=subject.id) if subject.kind == "contact" else None


def _tokens(subject: Subject) -> QuerySet[SearchToken] | None:
    if subject.kind == "customer":
        return SearchToken.objects.filter(customer__public_id=subject.id)
    return SearchToken.objects.filter(contact__public_id=subject.id) if subject.kind == "contact" else None


def _changes(subject: Subject) -> QuerySet[ChangePayload] | None:
    if subject.kind == "person":
        return None
    return ChangePayload.objects.filter(Q(customer__public_id=subject.id) | Q(entry__subject=subject.id))


def _disclosures(subject: Subject) -> QuerySet[Disclosure] | None:
    return Disclosure.objects.filter(customer__public_id=subject.id) if subject.kind == "customer" else None


def _objections(subject: Subject) -> QuerySet[MarketingObjection] | None:
    if subject.kind == "customer":
        return MarketingObjection.objects.filter(contact__customer__public_id=subject.id)
    found = MarketingObjection.objects.filter(contact__public_id=subject.id)
    return found if subject.kind == "contact" else None


CONCERNS = (
    Concern("parties_searchtoken", _tokens),
    Concern("parties_changepayload", _changes),
    Concern("parties_disclosure", _disclosures),
    Concern("parties_marketingobjection", _objections),
    Concern("parties_contact", _contacts),
    Concern("parties_customer", _customers),
)

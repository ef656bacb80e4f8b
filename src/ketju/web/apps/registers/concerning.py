"""Subscribers of lists; links made for a customer, visits of its people, its class."""

from __future__ import annotations

from django.db.models import QuerySet

from ketju.web.apps.registers.models import SignedLink, SortedCustomer, Subscriber, Visit
from ketju.web.base.subjects.concerning import Concern, Subject


def _subscribers(subject: Subject) -> QuerySet[Subscriber] | None:
    """Those with an address of a person: whoever is erased gets no mail of lists either."""
    if subject.kind != "person":
        return None
    told = {one.casefold() for one in subject.addresses}
    found = Subscriber.objects.exclude(email="").only("email").iterator(500)
    return Subscriber.objects.filter(pk__in=[one.pk for one in found if one.email.casefold() in told])


def _links(subject: Subject) -> QuerySet[SignedLink] | None:
    return SignedLink.objects.filter(customer__public_id=subject.id) if subject.kind == "customer" else None


def _visits(subject: Subject) -> QuerySet[Visit] | None:
    return Visit.objects.filter(customer__public_id=subject.id) if subject.kind == "customer" else None


def _sorted(subject: Subject) -> QuerySet[SortedCustomer] | None:
    found = SortedCustomer.objects.filter(customer__public_id=subject.id)
    return found if subject.kind == "customer" else None


CONCERNS = (
    Concern("registers_subscriber", _subscribers),
    Concern("registers_signedlink", _links),
    Concern("registers_visit", _visits),
    Concern("registers_sortedcustomer", _sorted),
)

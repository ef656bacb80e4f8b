"""Deliveries of notices: that a customer was told stays, where it went does not."""

from __future__ import annotations

from django.db.models import QuerySet

from ketju.web.apps.notices.models import Delivery, Endpoint
from ketju.web.base.subjects.concerning import Concern, Subject


def _deliveries(subject: Subject) -> QuerySet[Delivery] | None:
    if subject.kind == "customer":
        return Delivery.objects.filter(customer__public_id=subject.id)
    return Delivery.objects.filter(contact__public_id=subject.id) if subject.kind == "contact" else None


def _endpoints(subject: Subject) -> QuerySet[Endpoint] | None:
    rows = Endpoint.objects.filter(customer__public_id=subject.id)
    return rows if subject.kind == "customer" else None


CONCERNS = (Concern("notices_delivery", _deliveries), Concern("notices_endpoint", _endpoints))

"""Corrections that a customer's people made, with the values before and after."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ketju.web.apps.selfservice.models import Confirmation, Correction
from ketju.web.base.subjects.concerning import Concern, Subject


def _corrections(subject: Subject) -> QuerySet[Correction] | None:
    if subject.kind == "person":
        return None
    return Correction.objects.filter(Q(customer__public_id=subject.id) | Q(subject=subject.id))


def _confirmations(subject: Subject) -> QuerySet[Confirmation] | None:
    return Confirmation.objects.filter(customer__public_id=subject.id) if subject.kind == "customer" else None


CONCERNS = (
    Concern("selfservice_correction", _corrections),
    Concern("selfservice_confirmation", _confirmations),
)

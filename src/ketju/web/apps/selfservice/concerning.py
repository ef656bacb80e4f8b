"""Corrections that a customer's people made, with the values before and after."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ketju.web.apps.selfservice.models import Correction
from ketju.web.base.subjects.concerning import Concern, Subject


def _corrections(subject: Subject) -> QuerySet[Correction] | None:
    if subject.kind == "person":
        return None
    return Correction.objects.filter(Q(customer__public_id=subject.id) | Q(subject=subject.id))


CONCERNS = (Concern("selfservice_correction", _corrections),)

"""Grants and promises that concern a subject.

Grants name a customer by its public id, as tables of customers lie above. A promise of confidentiality stays.
"""

from __future__ import annotations

from django.db.models import QuerySet

from ketju.web.base.access.models import Membership, Undertaking
from ketju.web.base.subjects.concerning import Concern, Subject


def _memberships(subject: Subject) -> QuerySet[Membership] | None:
    if subject.kind == "customer":
        return Membership.objects.filter(customer=subject.id)
    if subject.kind == "contact":
        is_known = bool(subject.user)
        return (
            Membership.objects.filter(customer=subject.customer, user__public_id=subject.user)
            if is_known
            else None
        )
    return Membership.objects.filter(user__public_id=subject.id)


def _undertakings(subject: Subject) -> QuerySet[Undertaking] | None:
    return Undertaking.objects.filter(user__public_id=subject.id) if subject.kind == "person" else None


CONCERNS = (Concern("access_membership", _memberships), Concern("access_undertaking", _undertakings))

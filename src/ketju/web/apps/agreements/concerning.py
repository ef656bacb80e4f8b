"""Who accepted an agreement: all of a customer's, and those that a contact signed; what was agreed besides."""

from __future__ import annotations

from django.db.models import QuerySet

from ketju.web.apps.agreements.models import Acceptance, Deviation, SideLetter
from ketju.web.base.subjects.concerning import Concern, Subject


def _acceptances(subject: Subject) -> QuerySet[Acceptance] | None:
    if subject.kind == "person":
        return None
    rows = Acceptance.objects.filter(customer__public_id=subject.customer)
    if subject.kind == "customer":
        return rows
    called = {one.casefold() for one in (*subject.addresses, *subject.names)}
    return rows.filter(pk__in=[one.pk for one in rows if one.by.casefold() in called])


def _deviations(subject: Subject) -> QuerySet[Deviation] | None:
    if subject.kind != "customer":
        return None
    return Deviation.objects.filter(customer__public_id=subject.customer)


def _letters(subject: Subject) -> QuerySet[SideLetter] | None:
    if subject.kind != "customer":
        return None
    return SideLetter.objects.filter(customer__public_id=subject.customer)


CONCERNS = (
    Concern("agreements_acceptance", _acceptances),
    Concern("agreements_deviation", _deviations),
    Concern("agreements_sideletter", _letters),
)
"""Deviations come before the letters that they name."""

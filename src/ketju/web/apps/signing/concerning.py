"""Signed copies that concern somebody: all of a customer's, and those that a contact signed."""

from __future__ import annotations

from django.db.models import QuerySet

from ketju.web.apps.signing.models import SignedCopy
from ketju.web.base.subjects.concerning import Concern, Subject


def _copies(subject: Subject) -> QuerySet[SignedCopy] | None:
    if subject.kind == "person":
        return None
    rows = SignedCopy.objects.filter(customer__public_id=subject.customer)
    if subject.kind == "customer":
        return rows
    called = {one.casefold() for one in (*subject.addresses, *subject.names)}
    signed = rows.select_related("acceptance").defer("evidence", "pdf")
    return rows.filter(pk__in=[one.pk for one in signed if one.acceptance.by.casefold() in called])


CONCERNS = (Concern("signing_signedcopy", _copies),)

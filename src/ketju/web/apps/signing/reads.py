"""Signed copies, who signs for a processor, and acceptances whose copy is missing."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from ketju.web.apps.agreements.models import Acceptance
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.parties.reads import is_id
from ketju.web.apps.retention.holders import holders_on
from ketju.web.apps.retention.models import RoleHolder
from ketju.web.apps.signing.models import SignedCopy
from ketju.web.base.access.models import Processor

SIGNATORY = "signatory"
"""The role of who signs agreements for a processor."""


def signatory_on(processor: Processor, on: date) -> RoleHolder | None:
    """Who signs for a processor on a day; None where nobody is named."""
    return next((one for one in holders_on(processor, on) if one.role == SIGNATORY), None)


def acceptances_with_copies(customer: Customer) -> list[tuple[Acceptance, SignedCopy | None]]:
    """What a customer accepted, the newest first, each with its copy without what is in it."""
    rows = Acceptance.objects.filter(customer=customer).select_related("agreement", "copy")
    return [(one, getattr(one, "copy", None)) for one in rows.defer("copy__evidence", "copy__pdf")]


def copy_of(customer: Customer, public_id: str) -> SignedCopy | None:
    """A copy of a customer."""
    if not is_id(public_id):
        return None
    rows = SignedCopy.objects.filter(customer=customer, public_id=public_id)
    return rows.select_related("processor", "customer").first()


def acceptances_without_copy(processor: Processor) -> QuerySet[Acceptance]:
    """Acceptances in the portal that have no countersigned copy, the oldest first."""
    rows = Acceptance.objects.filter(processor=processor, how="portal", copy=None)
    return rows.select_related("customer", "agreement").order_by("pk")

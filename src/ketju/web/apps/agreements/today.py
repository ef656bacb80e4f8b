"""Work of agreements for the staff's first page."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet

from ketju.web.apps.agreements.models import Acceptance
from ketju.web.apps.parties.models import Customer
from ketju.web.base.pages.work import Day, Work


def customers_without_agreement(day: Day) -> QuerySet[Any]:
    """Customers of whom no acceptance is held (D-9, D-16)."""
    accepted = Acceptance.objects.filter(customer=OuterRef("pk"))
    return Customer.objects.filter(~Exists(accepted), processor=day.processor, ended_on__isnull=True)


WORK: Final = (
    Work(
        "agreements",
        "privacy-officer",
        "agreements.read",
        "customers-without-agreement",
        customers_without_agreement,
    ),
)

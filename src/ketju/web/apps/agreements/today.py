"""Work of agreements for the staff's first page."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet

from ketju.web.apps.agreements.reads import without_agreement
from ketju.web.base.pages.work import Day, Work


def customers_without_agreement(day: Day) -> QuerySet[Any]:
    """Customers for whom no agreement is found (D-9, D-16)."""
    return without_agreement(day.processor, day.on)


WORK: Final = (
    Work(
        "agreements",
        "privacy-officer",
        "agreements.read",
        "customers-without-agreement",
        customers_without_agreement,
    ),
)

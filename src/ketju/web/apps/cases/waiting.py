"""Customers who wait for a change."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from ketju.web.apps.cases.models import CaseChange, Touched
from ketju.web.base.access.zones import day_of


def waiting_places(change: CaseChange, at: datetime) -> QuerySet[Touched]:
    """Customers for whom a change has neither taken effect nor been ruled out, and who are still customers."""
    on = day_of(at, change.processor.zone)
    rows = Touched.objects.filter(
        change=change, effective_at=None, is_excluded=False, customer__erased_at=None
    )
    return rows.filter(Q(customer__ended_on=None) | Q(customer__ended_on__gt=on))

"""Work of campaigns for the staff's first page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet

from ketju.web.apps.campaigns.models import Ask
from ketju.web.apps.campaigns.reads import condition
from ketju.web.base.pages.work import Day, Work

PATIENCE = timedelta(days=14)
"""Whoever has not answered so long after the last letter is asked in another way."""


def unreachable(day: Day) -> QuerySet[Any]:
    """Customers where nobody can be asked, or who say that we have the wrong people."""
    return _running(day).filter(condition("unreachable") | condition("refused"))


def unanswered(day: Day) -> QuerySet[Any]:
    """Customers who have not answered for two weeks."""
    limit = day.at - PATIENCE
    late = Q(reminded_at__lte=limit) | Q(reminded_at=None, mailed_at__lte=limit)
    return _running(day).filter(condition("asked"), late)


def _running(day: Day) -> QuerySet[Ask]:
    rows = Ask.objects.filter(campaign__processor=day.processor, campaign__ended_at=None)
    return rows.exclude(campaign__begun_at=None)


WORK: Final = (
    Work("campaign-unreachable", "case-handler", "customers.read", "campaigns", unreachable),
    Work("campaign-unanswered", "case-handler", "customers.read", "campaigns", unanswered),
)

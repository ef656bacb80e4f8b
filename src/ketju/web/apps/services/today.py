"""Work of services for the staff's first page."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet

from ketju.web.apps.services.models import Service
from ketju.web.base.pages.work import Day, Work


def undeclared_services(day: Day) -> QuerySet[Any]:
    """Services whose customers have not said what data is in them (D-26)."""
    return Service.objects.filter(processor=day.processor, ended_on__isnull=True, declared_at__isnull=True)


WORK: Final = (
    Work("declarations", "case-handler", "customers.read", "services-undeclared", undeclared_services),
)

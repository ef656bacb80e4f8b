"""Work of self-service for the staff's first page."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet

from ketju.web.apps.selfservice.corrections import unseen
from ketju.web.base.pages.work import Day, Work


def corrections(day: Day) -> QuerySet[Any]:
    """What customers changed by themselves and nobody has looked at."""
    return unseen(day.processor)


WORK: Final = (Work("corrections", "case-handler", "customers.read", "corrections", corrections),)

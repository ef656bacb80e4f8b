"""Corrections as staff see them: what customers changed by themselves, until somebody has looked at it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from ketju.web.apps.selfservice.models import Correction
from ketju.web.apps.selfservice.problems import NotThere
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import Actor, audited

PAGE = 25


def unseen(processor: Processor) -> QuerySet[Correction]:
    """Those that nobody has looked at."""
    return Correction.objects.filter(processor=processor, seen_at__isnull=True)


def read_corrections(
    *, by: Actor, at: datetime, processor: Processor, page: int
) -> tuple[list[Correction], bool]:
    """A page of unseen corrections, the newest first, and whether there are more; the reading is noted."""
    start = (page - 1) * PAGE
    with transaction.atomic():
        found = list(unseen(processor).select_related("customer", "made_by")[start : start + PAGE + 1])
        shown = found[:PAGE]
        if shown:
            audited(by, "customers.read", "correction", at=at, processor=processor, count=len(shown))
    return shown, len(found) > PAGE


def mark_seen(*, by: Actor, at: datetime, processor: Processor, correction: str) -> None:
    """Somebody looked at a correction; the first one counts. Raises NotThere."""
    with transaction.atomic():
        one = (
            Correction.objects.select_related("customer")
            .filter(processor=processor, public_id=correction)
            .first()
        )
        if one is None:
            raise NotThere
        if one.seen_at is None:
            Correction.objects.filter(pk=one.pk, seen_at__isnull=True).update(seen_at=at, seen_by=by.user)
            audited(
                by, "customers.write", "correction", at=at, processor=processor,
                customer=one.customer.public_id, subject=correction, fields=["seen_at"],
            )  # fmt: skip

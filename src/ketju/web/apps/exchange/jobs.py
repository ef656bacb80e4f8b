"""Work of imports in the background."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from ketju.web.apps.exchange.importing import run
from ketju.web.apps.exchange.models import Import
from ketju.web.base.audit.writing import Actor
from ketju.web.base.jobs.declaring import job

AT_ONCE = 2000
"""So many customers are written while the person waits; more in the background."""


@job("exchange.import", queue="slow", timeout=timedelta(hours=1), atomic=False)
def run_import(public_id: str, role: str, ends_missing: bool) -> int:
    """Write an import that was checked; it goes on where it was stopped. The number of customers."""
    made = Import.objects.select_related("processor", "by").get(public_id=public_id)
    if made.finished_at is None:
        run(by=Actor(user=made.by, role=role), at=timezone.now(), made=made, ends_missing=ends_missing)
    return made.done

"""Work of registers in the background."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from ketju.core.problems import Problem
from ketju.web.apps.registers.models import Draft, Snapshot
from ketju.web.apps.registers.sorting import mark_due, sort_customers
from ketju.web.apps.registers.writes.publishing import publish
from ketju.web.apps.registers.writes.receiving import read_snapshot
from ketju.web.base.access.policy import day_at
from ketju.web.base.audit.writing import MACHINE
from ketju.web.base.jobs.declaring import job
from ketju.web.base.jobs.schedules import schedule

AT_ONCE = 300_000
"""So many bytes are read while the person waits; more in the background."""


@job("registers.read", queue="slow", timeout=timedelta(minutes=10))
def read_document_of(public_id: str) -> int:
    """Read a document that was received; the number of entries."""
    snapshot = Snapshot.objects.get(public_id=public_id)
    if snapshot.read_at is None:
        read_snapshot(snapshot, timezone.now())
    return snapshot.entries


@job("registers.publish-due", queue="default", timeout=timedelta(minutes=10), atomic=False)
def publish_due() -> int:
    """Publish the drafts whose time has come; one that cannot be published goes back to its people. How many were."""
    now, done = timezone.now(), 0
    for draft in Draft.objects.filter(state="scheduled", publish_at__lte=now).select_related("processor"):
        try:
            on, to = day_at(draft.processor), draft.audience
            publish(by=MACHINE, at=now, draft=draft, on=on, why=draft.why, audience=to)
            done += 1
        except Problem:
            Draft.objects.filter(pk=draft.pk, state="scheduled").update(state="checked", publish_at=None)
    return done


schedule("registers.publish-due", publish_due, every=timedelta(minutes=1))


@job("registers.sort-customers", queue="slow", timeout=timedelta(minutes=10), atomic=False)
def sort_all() -> int:
    """Sort the customers of whom something changed into classes; how many changes there were."""
    on = timezone.localdate()
    mark_due(on)
    total = 0
    while done := sort_customers(on):
        total += done
    return total


schedule("registers.sort-customers", sort_all, every=timedelta(minutes=1))

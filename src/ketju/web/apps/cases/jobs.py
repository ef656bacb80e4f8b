"""Work of cases in the background."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from ketju.web.apps.cases.catching_up import follow_one as follow_one
from ketju.web.apps.cases.health import count_health
from ketju.web.apps.cases.owing import count_owed_by, processors_engaging
from ketju.web.apps.cases.places import look_at_places
from ketju.web.apps.cases.projecting import project, running
from ketju.web.apps.cases.writes.asking import remind_to_confirm
from ketju.web.apps.cases.writes.ending import remind_of_proofs
from ketju.web.apps.cases.writes.joining import join_new
from ketju.web.apps.cases.writes.unseen import go_on_unseen
from ketju.web.base.access.models import Processor
from ketju.web.base.jobs.declaring import job
from ketju.web.base.jobs.schedules import schedule


@job("cases.project", queue="slow", timeout=timedelta(minutes=10), atomic=False)
def project_all() -> int:
    """Bring the running cases up to date, with customers who came meanwhile; how many customers changed."""
    now, changed = timezone.now(), 0
    for change in running():
        join_new(change, now)
        changed += project(change, now)
    return changed


schedule("cases.project", project_all, every=timedelta(minutes=5))


@job("cases.unseen", queue="slow", timeout=timedelta(minutes=30), atomic=False)
def go_on() -> int:
    """Try the next channel where nobody looked at a message in an application in time; how many messages."""
    return go_on_unseen(timezone.now())


schedule("cases.unseen", go_on, every=timedelta(hours=1))


@job("cases.places", queue="slow", timeout=timedelta(minutes=30), atomic=False)
def look_at_all() -> int:
    """Look whether the places of companies in use are still covered, and remind those that owe proof of erasure; how
    many companies have a place that is not covered.
    """
    now = timezone.now()
    found = look_at_places(now)
    remind_of_proofs(now)
    for processor in processors_engaging():
        count_owed_by(processor, now)
    return found


schedule("cases.places", look_at_all, every=timedelta(days=1))


@job("cases.health", queue="slow", timeout=timedelta(minutes=30), atomic=False)
def count_all_health() -> int:
    """Count how well customers can be reached, and ask those whose contacts were confirmed a year ago; how many."""
    now, asked = timezone.now(), 0
    for processor in Processor.objects.order_by("pk"):
        count_health(processor, now)
        while portion := remind_to_confirm(processor, now):
            asked += portion
    return asked


schedule("cases.health", count_all_health, every=timedelta(days=1))

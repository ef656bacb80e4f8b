"""Work of cases in the background."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.cases.places import look_at_places
from ketju.web.apps.cases.projecting import project, running
from ketju.web.apps.cases.writes.joining import join_new
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


@job("cases.follow", queue="slow", timeout=timedelta(minutes=10), atomic=False)
def follow_one(change: str) -> int:
    """Bring one case up to date; how many customers changed."""
    held = CaseChange.objects.select_related("processor", "draft__base", "version").get(public_id=change)
    return project(held, timezone.now())


def follow_soon(change: CaseChange, at: datetime | None = None) -> None:
    """Bring a case up to date in the background, at once or at an instant."""
    follow_one.using(run_after=at).enqueue(change=change.public_id)


schedule("cases.project", project_all, every=timedelta(minutes=5))


@job("cases.places", queue="slow", timeout=timedelta(minutes=10))
def look_at_all() -> int:
    """Look whether the places of companies in use are still covered; how many companies have one that is not."""
    return look_at_places(timezone.now())


schedule("cases.places", look_at_all, every=timedelta(days=1))

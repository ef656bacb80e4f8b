"""One case is brought up to date in the background, after something that moves its gates."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.cases.projecting import project
from ketju.web.base.jobs.declaring import job


@job("cases.follow", queue="slow", timeout=timedelta(minutes=10), atomic=False)
def follow_one(change: str) -> int:
    """Bring one case up to date; how many customers changed."""
    held = CaseChange.objects.select_related("processor", "draft__base", "version").get(public_id=change)
    return project(held, timezone.now())


def follow_soon(change: CaseChange, at: datetime | None = None) -> None:
    """Bring a case up to date in the background, at once or at an instant."""
    follow_one.using(run_after=at).enqueue(change=change.public_id)

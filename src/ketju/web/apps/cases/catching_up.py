"""Cases are brought up to date after something that moves their gates: at once, or in the background."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from ketju.web.apps.cases.models import CaseChange, Touched
from ketju.web.apps.cases.projecting import project, running
from ketju.web.apps.notices.models import Delivery
from ketju.web.base.jobs.declaring import job
from ketju.web.base.jobs.reads import is_waiting

AT_ONCE = 500
"""A case that takes effect for all at once is counted whole for each fact while it has so many customers at most."""
SOON = timedelta(seconds=10)
"""With more customers so much later, once for all facts that come meanwhile."""


@job("cases.follow", queue="slow", timeout=timedelta(minutes=10), atomic=False)
def follow_one(change: str) -> int:
    """Bring one case up to date; how many customers changed."""
    held = CaseChange.objects.select_related("processor", "draft__base", "version").get(public_id=change)
    return project(held, timezone.now())


def follow_soon(change: CaseChange, at: datetime | None = None) -> None:
    """Bring a case up to date in the background, at once or at an instant."""
    follow_one.using(run_after=at).enqueue(change=change.public_id)


def catch_up(change: CaseChange, at: datetime, customers: Iterable[int]) -> None:
    """Bring some customers of a case up to date.

    Where a change takes effect for all at once, each fact can move the date of all: with many customers they are
    counted in the background, once for many facts. Nothing takes effect meanwhile.
    """
    if change.rollout == "per customer" or not _is_large(change):
        project(change, at, customers)
    elif not is_waiting(follow_one, change=change.public_id):
        follow_soon(change, at + SOON)


def catch_up_with(delivery: Delivery, at: datetime) -> None:
    """Bring the customer of a message up to date, as soon as something is learnt of it."""
    for change in running().filter(public_id=delivery.notice.about):
        catch_up(change, at, [delivery.customer_id])


def _is_large(change: CaseChange) -> bool:
    return Touched.objects.filter(change=change).order_by()[AT_ONCE : AT_ONCE + 1].exists()

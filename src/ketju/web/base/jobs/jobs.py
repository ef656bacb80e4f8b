"""Work of background work itself: forget what is long done."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from ketju.web.base.jobs.declaring import job
from ketju.web.base.jobs.models import Applied, Job
from ketju.web.base.jobs.schedules import schedule

KEPT = timedelta(days=14)
"""How long a job stays that is done, or was dismissed after it failed."""
KEYS_KEPT = timedelta(days=400)
"""How long a key stays, so that the same thing is not done again."""


@job("jobs.forget", queue="slow")
def forget() -> None:
    """Delete jobs that are long done, with the instants at which they were due."""
    now = timezone.now()
    ended = Q(done_at__lt=now - KEPT) | Q(dismissed_at__lt=now - KEPT)
    keyless = Q(key__isnull=True) | Q(enqueued_at__lt=now - KEYS_KEPT)
    Job.objects.filter(ended, keyless).delete()
    Applied.objects.filter(at__lt=now - KEYS_KEPT).delete()


schedule("jobs.forget", forget, every=timedelta(hours=6))

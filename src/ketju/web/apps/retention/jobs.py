"""Work of retention in the background."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from ketju.web.apps.retention.sweeping import sweep
from ketju.web.base.jobs.declaring import job
from ketju.web.base.jobs.schedules import schedule


@job("retention.sweep", queue="slow")
def sweep_over() -> None:
    """Delete what goes by itself after days."""
    sweep(timezone.now())


schedule("retention.sweep", sweep_over, every=timedelta(hours=6))

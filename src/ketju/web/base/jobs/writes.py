"""What people do about jobs that failed. The page that offers it notes who did."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ketju.web.base.jobs.models import Job


def retry_job(job_id: UUID, *, at: datetime) -> bool:
    """Try a job again that was given up, with all its attempts; whether there was such a job."""
    rows = Job.objects.filter(pk=job_id, failed_at__isnull=False)
    return rows.update(failed_at=None, dismissed_at=None, attempts=0, not_before=at, handed_at=None) == 1


def dismiss_job(job_id: UUID, *, at: datetime) -> bool:
    """Take a job that was given up off the list; whether there was such a job."""
    rows = Job.objects.filter(pk=job_id, failed_at__isnull=False, dismissed_at__isnull=True)
    return rows.update(dismissed_at=at) == 1

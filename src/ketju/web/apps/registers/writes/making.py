"""Files of a version that could not be made are asked for again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ketju.web.apps.registers.models import Publishing, Version
from ketju.web.apps.registers.reads.making import jobs_of
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.jobs.writes import retry_job


def make_again(*, by: Actor, at: datetime, version: Version) -> bool:
    """Try again to make the files of a version; what is made already stays. Whether there was anything to try."""
    made = Publishing.objects.filter(version=version).order_by("-pk").first()
    with transaction.atomic():
        failed = jobs_of(version, made).filter(failed_at__isnull=False).values_list("pk", flat=True)
        count = sum(retry_job(one, at=at) for one in list(failed))
        if count:
            audited(
                by, "versions.retry", "version", at=at, processor=version.processor, subject=version.public_id
            )
    return count > 0

"""The same jobs, done by workers of Celery on many machines: the broker is told the id of a job, nothing else.

The row in the database stays the truth. A message that is lost is sent again by the sweep; one that comes twice finds
the job claimed or done.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from importlib.util import find_spec
from typing import Any
from uuid import UUID

from django.core.checks import CheckMessage, Error
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks.base import Task

from ketju.web.base.jobs.backend import DatabaseJobs

log = logging.getLogger("ketju.jobs")

GRACE = timedelta(seconds=3)
"""How long the process that enqueued has to tell the broker itself."""
FORGOTTEN = timedelta(minutes=10)
"""After this time a message that nobody took up is sent again."""
MOST = 2000


class BrokeredJobs(DatabaseJobs):
    """Writes the job in the transaction, and tells the broker of it when that is committed.

    Of jobs that are written in bulk, and of those that are due later, the sweep tells it.
    """

    def check(self, **kwargs: Any) -> Iterable[CheckMessage]:
        """Whether Celery is installed."""
        if find_spec("celery") is None:
            yield Error(
                "KETJU_BROKER_URL is set and Celery is not installed.",
                hint="Install the extra: pip install 'ketju[celery]'. Or unset the variable.",
                id="jobs.E001",
            )

    def sweep(self, *, at: datetime) -> int:
        """Tell the broker of jobs that are due and that it was not told of, or long ago; the number of them."""
        from ketju.web.base.jobs.models import WAITING, Job

        untold = Q(handed_at__isnull=True) & (Q(enqueued_at__lte=at - GRACE) | Q(attempts__gt=0))
        forgotten = Q(handed_at__lte=at - FORGOTTEN)
        due = Job.objects.filter(WAITING, untold | forgotten, not_before__lte=at)
        found = due.order_by("-priority", "not_before").values_list("pk", "queue")[:MOST]
        return hand(list(found))

    def _written(self, task: Task[..., Any], args: list[Any], kwargs: dict[str, Any]) -> Any:
        job = super()._written(task, args, kwargs)
        if job.handed_at is None and job.not_before <= timezone.now():
            transaction.on_commit(lambda: hand([(job.pk, job.queue)]), robust=True)
        return job


def hand(jobs: Sequence[tuple[UUID, str]]) -> int:
    """Tell the broker of jobs; how many it took. A broker that does not answer stops nothing: the sweep comes back."""
    from ketju.web.base.jobs.broker import do_job
    from ketju.web.base.jobs.models import Job

    told: list[UUID] = []
    try:
        for job_id, queue in jobs:
            do_job.apply_async(args=[str(job_id)], queue=queue, retry=False, ignore_result=True)
            told.append(job_id)
    except Exception as wrong:
        log.warning(
            "the broker does not answer (%s): %d jobs wait for the sweep",
            type(wrong).__name__,
            len(jobs) - len(told),
        )
    Job.objects.filter(pk__in=told).update(handed_at=timezone.now())
    return len(told)

"""How background work is doing: for the page of today and for metrics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from ketju.web.base.jobs.declaring import JobTask
from ketju.web.base.jobs.models import CLAIMED, WAITING, Due, Job
from ketju.web.base.jobs.schedules import Schedule, schedules


@dataclass(frozen=True, slots=True)
class Queue:
    """Jobs that are open: due now, due later, running; since when the oldest of those that are due waits."""

    due: int
    later: int
    running: int
    oldest_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Failing:
    """A job that was given up (``failed_at``) or whose last attempt failed and that will be tried again."""

    id: UUID
    name: str
    failure: str
    attempts: int
    enqueued_at: datetime
    failed_at: datetime | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Periodic:
    """A schedule: when it was last due, when the job for it was done or given up, when it was last done, and when next.

    ``is_late``: it was not done since the time before the last one, or never.
    """

    name: str
    due_at: datetime | None
    done_at: datetime | None
    failed_at: datetime | None
    last_done_at: datetime | None
    next_at: datetime
    is_late: bool


def is_waiting(task: JobTask, **arguments: Any) -> bool:
    """Whether a job with these keyword arguments waits that no worker has begun."""
    asked = {"args": [], "kwargs": arguments}
    return Job.objects.filter(WAITING, name=task.label, arguments=asked).exists()


def queue_at(at: datetime) -> Queue:
    """How many jobs are open."""
    waiting = Job.objects.filter(WAITING).aggregate(
        due=Count("pk", filter=Q(not_before__lte=at)),
        later=Count("pk", filter=Q(not_before__gt=at)),
        oldest=Min("not_before", filter=Q(not_before__lte=at)),
    )
    running = Job.objects.filter(CLAIMED).count()
    return Queue(waiting["due"], waiting["later"], running, waiting["oldest"])


def count_given_up() -> int:
    """How many jobs were given up and not dismissed."""
    return Job.objects.filter(failed_at__isnull=False, dismissed_at__isnull=True).count()


def failing(most: int = 100) -> list[Failing]:
    """Jobs that were given up and not dismissed, then those whose last attempt failed; the newest first."""
    given_up = Job.objects.filter(failed_at__isnull=False, dismissed_at__isnull=True).order_by("-failed_at")
    again = Job.objects.filter(WAITING, attempts__gt=0).exclude(failure="").order_by("-not_before")
    return [_failing(job) for job in (*given_up[:most], *again[:most])][:most]


def _failing(job: Job) -> Failing:
    next_at = None if job.failed_at else job.not_before
    return Failing(job.pk, job.name, job.failure, job.attempts, job.enqueued_at, job.failed_at, next_at)


def periodic(at: datetime) -> list[Periodic]:
    """Every declared schedule."""
    ends = Due.objects.order_by().values("schedule").annotate(due=Max("due_at"), done=Max("job__done_at"))
    last = {row["schedule"]: (row["due"], row["done"]) for row in ends}
    wanted = Q(pk__in=[])
    for name, (due_at, _) in last.items():
        wanted |= Q(schedule=name, due_at=due_at)
    jobs = {due.schedule: due.job for due in Due.objects.filter(wanted).select_related("job")}
    return [_periodic(one, jobs.get(one.name), last.get(one.name), at) for one in schedules()]


def _periodic(
    one: Schedule, job: Job | None, last: tuple[datetime, datetime | None] | None, at: datetime
) -> Periodic:
    due_at, last_done_at = last or (None, None)
    one_before = one.last_due(one.last_due(at) - timedelta(microseconds=1))
    return Periodic(
        one.name,
        due_at,
        job.done_at if job else None,
        job.failed_at if job else None,
        last_done_at,
        one.next_due(at),
        is_late=last_done_at is None or last_done_at < one_before,
    )


STATES = ("given-up", "again", "waiting", "running", "done")
"""Where a job can be, in the order in which somebody has to do something about it."""
_STATES = {
    "given-up": Q(failed_at__isnull=False, dismissed_at__isnull=True),
    "again": WAITING & Q(attempts__gt=0) & ~Q(failure=""),
    "waiting": WAITING & (Q(attempts=0) | Q(failure="")),
    "running": CLAIMED,
    "done": Q(done_at__isnull=False),
}
_NEWEST = {"given-up": "-failed_at", "done": "-done_at"}


def jobs_in(state: str, most: int = 50) -> list[Job]:
    """Jobs in a state of ``STATES``: the newest of what is over, the next of what is open."""
    rows = Job.objects.filter(_STATES[state]).defer("arguments", "trace", "returned")
    return list(rows.order_by(_NEWEST.get(state, "not_before"))[:most])

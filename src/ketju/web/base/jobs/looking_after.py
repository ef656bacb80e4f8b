"""What keeps jobs going: schedules that are due, jobs of dead workers, jobs that no broker was told of.

Any number of processes may do this at once.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django_tasks import default_task_backend

from ketju.web.base.jobs.claiming import release_dead
from ketju.web.base.jobs.models import Due
from ketju.web.base.jobs.schedules import Schedule, schedules


def look_after(*, at: datetime) -> None:
    """One round."""
    tick(at=at)
    release_dead(at=at)
    if hasattr(default_task_backend, "sweep"):
        default_task_backend.sweep(at=at)


def tick(*, at: datetime) -> int:
    """Enqueue a job for each schedule that became due; the number of them.

    After a pause, what was missed is made up for once, not once for each time.
    """
    latest = {one: one.last_due(at) for one in schedules()}
    known = set(Due.objects.filter(due_at__in=set(latest.values())).values_list("schedule", "due_at"))
    return sum(_made(one, due_at) for one, due_at in latest.items() if (one.name, due_at) not in known)


def _made(one: Schedule, due_at: datetime) -> bool:
    """Whether this process made the job: the row is unique, and both are written together."""
    try:
        with transaction.atomic():
            result = one.task.enqueue()
            Due.objects.create(schedule=one.name, due_at=due_at, job_id=result.id)
    except IntegrityError:
        return False
    return True

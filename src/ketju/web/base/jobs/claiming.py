"""Who has a job. Every change is conditional: it is made only if the job is still in the state that was seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import random
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from ketju.web.base.jobs.declaring import JobTask, JobUnknown, named
from ketju.web.base.jobs.models import CLAIMED, Job

LEASE = timedelta(seconds=60)
"""How long a job is its worker's without a sign of life."""
DIED = "worker-died"
"""The failure of a job whose workers died each time."""

_IS_WAITING = "done_at IS NULL AND failed_at IS NULL AND claimed_until IS NULL"
_CLAIM = f"""
UPDATE jobs_job SET holder = %s, claimed_until = %s, started_at = %s, attempts = attempts + 1
WHERE id = ({{which}}) AND {_IS_WAITING} RETURNING *
"""

_FINISH = """
UPDATE jobs_job SET done_at = %s, claimed_until = NULL, returned = %s, failure = '', trace = ''
WHERE id = %s AND holder = %s AND attempts = %s
AND done_at IS NULL AND failed_at IS NULL AND claimed_until IS NOT NULL
"""
"""As ``held`` says; written out, as these two statements are most of what a job costs."""


def claim(queues: Sequence[str], holder: str, *, at: datetime, lease: timedelta = LEASE) -> Job | None:
    """The next job that is due in one of the queues, now the holder's; None where there is none."""
    marks = ", ".join(["%s"] * len(queues))
    skip = " FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    which = (
        f"SELECT id FROM jobs_job WHERE {_IS_WAITING} AND not_before <= %s AND queue IN ({marks})"
        f" ORDER BY priority DESC, not_before LIMIT 1{skip}"
    )
    return _claimed(which, [_instant(at), *queues], holder, at, lease)


def claim_one(job_id: UUID, holder: str, *, at: datetime, lease: timedelta = LEASE) -> Job | None:
    """The job of this id, now the holder's; None if it is done, not due or somebody else's."""
    which = "SELECT id FROM jobs_job WHERE id = %s AND not_before <= %s"
    return _claimed(which, [_stored(job_id), _instant(at)], holder, at, lease)


def _claimed(which: str, asked: list[object], holder: str, at: datetime, lease: timedelta) -> Job | None:
    given = [holder, _instant(at + lease), _instant(at), *asked]
    found = list(Job.objects.raw(_CLAIM.format(which=which), given))
    return found[0] if found else None


def _instant(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


def _stored(job_id: UUID) -> Any:
    return job_id if connection.features.has_native_uuid_field else job_id.hex


def held(job: Job) -> dict[str, object]:
    """The condition under which a job is still the holder's, in this attempt."""
    return {
        "pk": job.pk,
        "holder": job.holder,
        "attempts": job.attempts,
        "done_at": None,
        "failed_at": None,
        "claimed_until__isnull": False,
    }


def extend(job: Job, *, at: datetime, lease: timedelta = LEASE) -> bool:
    """Say that the holder lives; whether it is still the holder's."""
    return Job.objects.filter(**held(job)).update(claimed_until=at + lease) == 1


def finish(job: Job, returned: object, *, at: datetime) -> bool:
    """Note that it is done; whether it was still the holder's, else nothing is changed."""
    kept = None if returned is None else connection.ops.adapt_json_value(returned, None)
    with connection.cursor() as cursor:
        cursor.execute(_FINISH, [_instant(at), kept, _stored(job.pk), job.holder, job.attempts])
        return bool(cursor.rowcount == 1)


def give_back(job: Job, *, at: datetime) -> bool:
    """Let a job go that was begun and not done, without counting the attempt."""
    free = Job.objects.filter(**held(job)).update(
        claimed_until=None, not_before=at, handed_at=None, attempts=max(0, job.attempts - 1)
    )
    return free == 1


def fail(
    job: Job, failure: str, trace: str, *, at: datetime, again: bool = True, chance: float | None = None
) -> bool:
    """Note that an attempt failed: the job waits for the next one, or is given up after the last.

    ``again`` False gives it up at once. The answer says whether it was still the holder's.
    """
    return _failed(Job.objects.filter(**held(job)), job, failure, trace, at, again, chance)


def _failed(
    rows: QuerySet[Job], job: Job, failure: str, trace: str, at: datetime, again: bool, chance: float | None
) -> bool:
    task = _task(job.name)
    told = {"failure": failure[:200], "trace": trace, "claimed_until": None}
    if not again or job.attempts >= task.attempts:
        return rows.update(failed_at=at, **told) == 1
    wait = task.backoff.wait(job.attempts, random() if chance is None else chance)
    return rows.update(not_before=at + wait, handed_at=None, **told) == 1


def release_dead(*, at: datetime, most: int = 500, chance: float | None = None) -> int:
    """Let go the jobs whose holders gave no sign of life until their lease ended; the number of them.

    Each counts as an attempt, so that a job that kills its workers is given up in the end.
    """
    dead = Job.objects.filter(CLAIMED, claimed_until__lt=at).order_by("claimed_until")[:most]
    released = 0
    for job in dead:
        unchanged = Job.objects.filter(**held(job), claimed_until=job.claimed_until)
        released += _failed(unchanged, job, DIED, "", at, True, chance)
    return released


def _task(name: str) -> JobTask:
    try:
        return named(name)
    except JobUnknown:
        return JobTask(func=_task, label=name)

"""The backend of Django's Tasks API that writes jobs into the database, in the transaction of whoever enqueues."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.utils import normalize_json

from ketju.web.base.jobs.declaring import label_of, named

BATCH = 500


class DatabaseJobs(BaseTaskBackend):
    """A job is a row: it is there when the transaction is committed, and never was when it is rolled back."""

    supports_defer = True
    supports_async_task = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[..., Any], args: Sequence[Any], kwargs: dict[str, Any]) -> TaskResult[Any]:
        """Write the job. With a key that is there already, the job of that key is the answer."""
        self.validate_task(task)
        return result_of(self._written(task, list(args), kwargs), task)

    def enqueue_many(self, task: Task[..., Any], arguments: Iterable[dict[str, Any]]) -> int:
        """Write one job for each dictionary of keyword arguments; the number of them."""
        from ketju.web.base.jobs.models import Job

        self.validate_task(task)
        rows = [Job(**_columns(task, [], kwargs)) for kwargs in arguments]
        Job.objects.bulk_create(rows, batch_size=BATCH)
        return len(rows)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """What became of a job. Raises TaskResultDoesNotExist."""
        from ketju.web.base.jobs.models import Job

        try:
            return result_of(Job.objects.get(pk=UUID(result_id)))
        except (Job.DoesNotExist, ValueError):
            raise TaskResultDoesNotExist(result_id) from None

    def _written(self, task: Task[..., Any], args: list[Any], kwargs: dict[str, Any]) -> Any:
        from ketju.web.base.jobs.models import Job

        columns = _columns(task, args, kwargs)
        key = getattr(task, "key", None)
        if key is None:
            return Job.objects.create(**columns)
        job, _ = Job.objects.get_or_create(name=columns.pop("name"), key=key, defaults=columns)
        return job


def _columns(task: Task[..., Any], args: list[Any], kwargs: dict[str, Any]) -> dict[str, Any]:
    now = timezone.now()
    return {
        "name": label_of(task),
        "queue": task.queue_name,
        "priority": task.priority,
        "arguments": normalize_json({"args": args, "kwargs": kwargs}),
        "enqueued_at": now,
        "not_before": task.run_after or now,
    }


def result_of(job: Any, task: Task[..., Any] | None = None) -> TaskResult[Any]:
    """A job in the words of the Tasks API."""
    result: TaskResult[Any] = TaskResult(
        task=task or named(job.name),
        id=str(job.pk),
        status=_status(job),
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        finished_at=job.done_at or job.failed_at,
        last_attempted_at=job.started_at,
        args=job.arguments["args"],
        kwargs=job.arguments["kwargs"],
        backend="default",
        errors=[TaskError(exception_class_path=job.failure, traceback=job.trace)] if job.failure else [],
        worker_ids=[job.holder] * job.attempts,
    )
    object.__setattr__(result, "_return_value", job.returned)
    return result


def _status(job: Any) -> TaskResultStatus:
    if job.done_at:
        return TaskResultStatus.SUCCESSFUL
    if job.failed_at:
        return TaskResultStatus.FAILED
    return TaskResultStatus.RUNNING if job.claimed_until else TaskResultStatus.READY

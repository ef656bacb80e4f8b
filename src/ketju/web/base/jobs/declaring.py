"""Declare jobs: ``@job("outbox.send", queue="mail")`` above a function makes it a task of Django's Tasks API."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, ParamSpec, Self, TypeVar

from django.utils.module_loading import import_string
from django_tasks.base import Task

from ketju.web.base.jobs.backoff import Backoff

P = ParamSpec("P")
T = TypeVar("T")

ATTEMPTS = 8
TIMEOUT = timedelta(minutes=5)
BACKOFF = Backoff()


class JobUnknown(Exception):
    """No job of this name is declared here: the worker is older or newer than who enqueued it."""


class GiveUp(Exception):
    """Raised by a job: trying again is of no use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTask(Task[..., Any]):
    """A task with a name that stays when its code moves, and with what happens when it fails.

    ``atomic``: the work, and that it is done, are one transaction, so that its effects in the database are applied
    once. A job without it makes its own transactions (see ``applying.once``).
    """

    label: str = ""
    key: str | None = None
    attempts: int = ATTEMPTS
    backoff: Backoff = BACKOFF
    timeout: timedelta = TIMEOUT
    atomic: bool = True

    def keyed(self, key: str) -> Self:
        """The same task, enqueued at most once with this key."""
        return replace(self, key=key)

    def enqueue_many(self, arguments: Iterable[dict[str, Any]]) -> int:
        """Enqueue one job for each dictionary of keyword arguments, in bulk; the number of them."""
        backend = self.get_backend()
        if hasattr(backend, "enqueue_many"):
            return int(backend.enqueue_many(self, arguments))
        return len([self.enqueue(**one) for one in arguments])


_DECLARED: dict[str, JobTask] = {}


def job(
    name: str,
    *,
    queue: str = "default",
    priority: int = 0,
    attempts: int = ATTEMPTS,
    backoff: Backoff | None = None,
    timeout: timedelta = TIMEOUT,
    atomic: bool = True,
) -> Callable[[Callable[P, T]], JobTask]:
    """Declare the function below as the job ``name``. Raises ValueError for a name that is taken or too long."""

    def declare(function: Callable[P, T]) -> JobTask:
        task = JobTask(
            func=function,
            label=name,
            queue_name=queue,
            priority=priority,
            attempts=attempts,
            backoff=backoff or BACKOFF,
            timeout=timeout,
            atomic=atomic,
        )
        known = _DECLARED.setdefault(name, task)
        if known.module_path != task.module_path or not 0 < len(name) <= 120:
            raise ValueError(f"the name of a job is taken or too long: {name}")
        return task

    return declare


def label_of(task: Task[..., Any]) -> str:
    """The name that is stored: the declared one, or the path of the function of a plain task."""
    return str(getattr(task, "label", "") or task.module_path)


def named(name: str) -> JobTask:
    """The job of a name. Raises JobUnknown."""
    if name in _DECLARED:
        return _DECLARED[name]
    try:
        task = import_string(name)
    except ImportError:
        raise JobUnknown(name) from None
    if isinstance(task, JobTask):
        return task
    if not isinstance(task, Task):
        raise JobUnknown(name)
    return JobTask(func=task.func, label=name, queue_name=task.queue_name, takes_context=task.takes_context)


def declared() -> tuple[str, ...]:
    """The names of all declared jobs."""
    return tuple(sorted(_DECLARED))

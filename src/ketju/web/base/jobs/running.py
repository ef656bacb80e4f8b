"""Do one claimed job, and note what became of it."""

from __future__ import annotations

import logging
import signal
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from enum import StrEnum
from types import FrameType
from typing import Any, Never

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskContext
from django_tasks.utils import normalize_json

from ketju.core.problems import Problem
from ketju.web.base.jobs import claiming
from ketju.web.base.jobs.backend import result_of
from ketju.web.base.jobs.declaring import GiveUp, JobTask, named
from ketju.web.base.jobs.metrics import FINISHED, SECONDS
from ketju.web.base.jobs.models import Job

log = logging.getLogger("ketju.jobs")


class Outcome(StrEnum):
    """What became of an attempt."""

    DONE = "done"
    AGAIN = "again"
    GIVEN_UP = "given-up"
    LOST = "lost"


class LeaseLost(Exception):
    """Somebody else has the job by now: what this attempt did is rolled back."""


class TimeIsUp(Exception):
    """The job took longer than it may."""


class Stopped(BaseException):
    """The worker is told a second time to stop, in the middle of a job."""


def run(job: Job) -> Outcome:
    """Do the work. With an atomic job the work, and that it is done, are committed together or not at all."""
    began = timezone.now()
    try:
        outcome = _attempt(job)
    except Stopped:
        claiming.give_back(job, at=timezone.now())
        raise
    FINISHED.labels(job.name, outcome.value).inc()
    SECONDS.labels(job.name).observe((timezone.now() - began).total_seconds())
    return outcome


def _attempt(job: Job) -> Outcome:
    try:
        task = named(job.name)
        if task.atomic:
            with transaction.atomic():
                _work(task, job)
        else:
            _work(task, job)
    except LeaseLost:
        log.warning("job %s %s was somebody else's when it was done: rolled back", job.name, job.pk)
        return Outcome.LOST
    except Exception as wrong:
        return _failed(job, wrong)
    return Outcome.DONE


def _work(task: JobTask, job: Job) -> None:
    arguments = job.arguments
    first = [TaskContext(task_result=result_of(job, task))] if task.takes_context else []
    with limited(task.timeout):
        returned = task.call(*first, *arguments["args"], **arguments["kwargs"])
    if not claiming.finish(job, normalize_json(returned), at=timezone.now()):
        raise LeaseLost


def _failed(job: Job, wrong: Exception) -> Outcome:
    kind = f"{type(wrong).__module__}.{type(wrong).__qualname__}"
    again = not isinstance(wrong, GiveUp | Problem)
    if not claiming.fail(job, kind, _places(wrong), at=timezone.now(), again=again):
        return Outcome.LOST
    log.warning("job %s %s failed, attempt %d: %s", job.name, job.pk, job.attempts, kind)
    job.refresh_from_db(fields=["failed_at"])
    return Outcome.GIVEN_UP if job.failed_at else Outcome.AGAIN


def _places(wrong: Exception) -> str:
    """Where it went wrong, without the words of the exception: they may hold personal data."""
    frames = traceback.extract_tb(wrong.__traceback__)[-20:]
    return "\n".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)


@contextmanager
def limited(most: timedelta) -> Iterator[None]:
    """Raises TimeIsUp inside when it takes longer; only in the main thread, where signals arrive."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(number: int, frame: FrameType | None) -> Never:
        raise TimeIsUp

    before: Any = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, most.total_seconds())
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

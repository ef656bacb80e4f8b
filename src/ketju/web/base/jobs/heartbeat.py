"""A sign of life: while a job runs, a thread of its own makes the lease longer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import Error, connection
from django.utils import timezone

from ketju.web.base.jobs.claiming import LEASE, extend
from ketju.web.base.jobs.declaring import TIMEOUT, JobUnknown, named
from ketju.web.base.jobs.models import Job

log = logging.getLogger("ketju.jobs")


class Heartbeat:
    """One thread for a worker. It says nothing for a job that hangs beyond its time: then the lease ends."""

    def __init__(self, lease: timedelta = LEASE) -> None:
        self.lease = lease
        self._job: Job | None = None
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    @contextmanager
    def of(self, job: Job) -> Iterator[None]:
        """Signs of life for this job while the context is open."""
        self._job = job
        if self._thread is None:
            self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
            self._thread.start()
        try:
            yield
        finally:
            self._job = None

    def stop(self) -> None:
        """End the thread."""
        self._over.set()
        if self._thread is not None:
            self._thread.join(self.lease.total_seconds())

    def _beat(self) -> None:
        try:
            while not self._over.wait(self.lease.total_seconds() / 3):
                self._say()
        finally:
            connection.close()

    def _say(self) -> None:
        job, now = self._job, timezone.now()
        if job is None or job.started_at is None:
            return
        age = now - job.started_at
        if age < self.lease / 4 or age > _timeout(job) + self.lease:
            return
        try:
            extend(job, at=now, lease=self.lease)
        except Error:
            log.warning("no sign of life for job %s %s: the database does not answer", job.name, job.pk)
            connection.close()


def _timeout(job: Job) -> timedelta:
    try:
        return named(job.name).timeout
    except JobUnknown:
        return TIMEOUT

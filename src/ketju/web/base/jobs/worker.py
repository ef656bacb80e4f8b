"""The loop of a worker: look after the jobs, claim one, do it."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from types import FrameType

from django.db import Error, close_old_connections, connection
from django.utils import timezone

from ketju.web.base.jobs.claiming import LEASE, claim
from ketju.web.base.jobs.heartbeat import Heartbeat
from ketju.web.base.jobs.looking_after import look_after
from ketju.web.base.jobs.running import Stopped, run

log = logging.getLogger("ketju.jobs")

ROUND = timedelta(seconds=5)
"""How often a worker looks after schedules and after the jobs of dead workers."""


def new_holder() -> str:
    """A name for a worker: its machine, its process and a bit of chance."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


class Worker:
    """One process that does jobs one after the other."""

    def __init__(
        self,
        queues: Sequence[str],
        *,
        interval: float = 1.0,
        lease: timedelta = LEASE,
        every: timedelta = ROUND,
    ) -> None:
        self.queues = list(queues)
        self.interval = interval
        self.lease = lease
        self.every = every
        self.holder = new_holder()
        self.heartbeat = Heartbeat(lease)
        self.stopping = False
        self.is_busy = False
        self._looked_at: datetime | None = None

    def listen(self) -> None:
        """SIGTERM and SIGINT: finish the job at hand and stop; a second time: give it back and stop now."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told)

    def _told(self, number: int, frame: FrameType | None) -> None:
        if self.stopping and self.is_busy:
            raise Stopped
        self.stopping = True

    def work(self, *, until_empty: bool = False, most: int | None = None) -> int:
        """Do jobs until told to stop, until none is due, or until ``most`` are done; the number of attempts."""
        attempts = 0
        try:
            while not self.stopping and (most is None or attempts < most):
                try:
                    did = self._step()
                except Error:
                    log.exception("the database does not answer: waiting")
                    connection.close()
                    time.sleep(max(self.interval, 1.0))
                    continue
                attempts += did
                if not did and until_empty:
                    break
                if not did and not self.stopping:
                    time.sleep(self.interval)
        except Stopped:
            log.warning("told to stop twice: the job at hand was given back")
        finally:
            self.heartbeat.stop()
        return attempts

    def _step(self) -> bool:
        now = timezone.now()
        if self._looked_at is None or now - self._looked_at >= self.every:
            close_old_connections()
            self._looked_at = now
            look_after(at=now)
        job = claim(self.queues, self.holder, at=now, lease=self.lease)
        if job is None:
            return False
        self.is_busy = True
        try:
            with self.heartbeat.of(job):
                run(job)
        finally:
            self.is_busy = False
        return True

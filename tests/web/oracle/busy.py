"""The product at work in processes of its own, on PostgreSQL: workers that are killed at any moment, mail out by SMTP and
in by LMTP, a clock that all of them share.
"""

from __future__ import annotations

import os
import random
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Lock
from zlib import crc32

from django.db import connection
from django.utils import timezone

from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.registers.models import StaleCustomer
from ketju.web.base.audit.writing import MACHINE
from ketju.web.base.inbox.testing import send_test
from tests.web.oracle.acting import Act
from tests.web.oracle.clock import Clock
from tests.web.oracle.posting import OURS, Post

KETJU = "from ketju.cli.main import main; main()"
STEP = timedelta(minutes=6)
"""Longer than a claim on messages lasts, and than the time between two rounds of the job that projects cases."""
STALLED, UNDONE, PATIENCE = 5.0, 20.0, 600.0
"""After so many seconds in which no message leaves the clock is moved on, or in which something else is not done; after
so many it is given up.
"""


PEOPLE = 4
"""So many people do something at the same time."""


class Stuck(Exception):
    """Something that has to happen by itself did not."""


class Busy:
    """Workers, a receiver of mail, and somebody who kills workers while mail leaves."""

    def __init__(self, post: Post, clock: Clock, lmtp: int, kills: int, seed: int, workers: int = 2) -> None:
        self.post, self.clock, self.lmtp = post, clock, lmtp
        self.kills, self.killed, self.chance = kills, 0, random.Random(seed)
        self.workers = [self._started("work") for _ in range(workers)]
        self.receiver = self._started("receive-mail")
        self._line: smtplib.LMTP | None = None
        self._talking = Lock()

    @staticmethod
    def _started(*words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", KETJU, *words], env=os.environ.copy(), stdout=subprocess.DEVNULL
        )

    def close(self) -> None:
        """End all processes."""
        for one in (*self.workers, self.receiver):
            one.terminate()
        for one in (*self.workers, self.receiver):
            one.wait(60)

    def move_to(self, at: datetime) -> None:
        """It is this instant, for everybody."""
        self.clock.move_to(at)

    def send(self) -> None:
        """Everything that waits leaves, while workers are killed."""
        waiting = Delivery.objects.filter(channel="e-mail", sent_at=None, failed_at=None)
        last, changed, moved = -1, time.monotonic(), time.monotonic()
        while left := waiting.count():
            time.sleep(self.chance.uniform(0.2, 1.5))
            if self.killed < self.kills and left != last and self.chance.random() < 0.6:
                self._kill()
            if left != last:
                last, changed, moved = left, time.monotonic(), time.monotonic()
            elif time.monotonic() - moved > STALLED:
                moved = time.monotonic()
                self.move_to(timezone.now() + STEP)  # claims of the dead run out
                waiting.filter(claimed_until=None).update(
                    not_before=timezone.now()
                )  # no hours of waiting here
            if time.monotonic() - changed > PATIENCE:
                raise Stuck(f"{left} messages")

    def _kill(self) -> None:
        """Kill the worker that has worked longest, so that it is one that sends; another takes its place."""
        dead = self.workers.pop(0)
        os.kill(dead.pid, signal.SIGKILL)
        dead.wait(10)
        self.workers.append(self._started("work"))
        self.killed += 1

    def each(self, acts: list[Act], do: Callable[[Act], None]) -> None:
        """Several at once, each customer in its order."""
        parts: list[list[Act]] = [[] for _ in range(PEOPLE)]
        for one in acts:
            parts[crc32(one["customer"].encode()) % PEOPLE].append(one)

        def work(part: list[Act]) -> None:
            try:
                for one in part:
                    do(one)
            finally:
                connection.close()

        with ThreadPoolExecutor(PEOPLE) as pool:
            list(pool.map(work, parts))

    def receive(self, content: bytes, to: str) -> None:
        """A mail system hands a message over."""
        with self._talking:
            self._receive(content, to)

    def _receive(self, content: bytes, to: str) -> None:
        for _ in range(200):
            try:
                if self._line is None:
                    self._line = smtplib.LMTP("127.0.0.1", self.lmtp, timeout=60)
                self._line.sendmail("someone@example.org", [to], content)
                return
            except (OSError, smtplib.SMTPServerDisconnected):
                self._line = None
                time.sleep(0.2)
        raise Stuck("the inbox")

    def test_inbox(self) -> None:
        """A test message leaves by a worker, and what the mail server got comes in."""
        before = len(self.post.tests)
        send_test(by=MACHINE, at=timezone.now())
        self._until(lambda: len(self.post.tests) > before, "the test message")
        for one in self.post.tests[before:]:
            self.receive(one, OURS)

    def project(self) -> None:
        """Workers sort new customers and bring running cases up to date by themselves as time passes."""
        self._until(lambda: not StaleCustomer.objects.exists(), "customers to be sorted")
        self.move_to(timezone.now() + STEP)
        since = timezone.now()
        running = CaseChange.objects.filter(announced_at__isnull=False, withdrawn_at=None)
        self._until(lambda: not running.exclude(counted_at__gte=since).exists(), "cases to be projected")

    def _until(self, is_so: Callable[[], bool], what: str) -> None:
        began, moved = time.monotonic(), time.monotonic()
        while not is_so():
            time.sleep(0.1)
            if time.monotonic() - moved > UNDONE:
                moved = time.monotonic()
                self.move_to(timezone.now() + STEP)
            if time.monotonic() - began > PATIENCE:
                raise Stuck(what)

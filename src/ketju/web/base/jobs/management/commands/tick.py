"""``python -m django tick``: keeps jobs going where workers of Celery do them."""

from __future__ import annotations

import logging
import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections, connection
from django.utils import timezone

from ketju.web.base.jobs.looking_after import look_after

log = logging.getLogger("ketju.jobs")


class Command(BaseCommand):
    """Look after schedules, jobs of dead workers, and jobs that the broker was not told of."""

    help = (
        "Enqueue periodic work that is due, let go the jobs of dead workers, tell the broker of what it was not told."
        " Workers started by `work` do this themselves."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options."""
        parser.add_argument(
            "--every", type=float, default=None, help="seconds between rounds; without it: one round"
        )

    def handle(self, *args: Any, **given: Any) -> None:
        """One round, or rounds until told to stop."""
        self.stopping = False
        if given["every"] is None:
            look_after(at=timezone.now())
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told)
        while not self.stopping:
            try:
                close_old_connections()
                look_after(at=timezone.now())
            except Error:
                log.exception("the database does not answer: waiting")
                connection.close()
            time.sleep(given["every"])

    def _told(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

"""``python -m django work``: a worker that does jobs from the database."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from prometheus_client import start_http_server

from ketju.web.base.jobs.claiming import LEASE
from ketju.web.base.jobs.worker import ROUND, Worker


class Command(BaseCommand):
    """Do jobs until told to stop."""

    help = "Do background work: claim jobs that are due, one after the other, and enqueue periodic work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options."""
        parser.add_argument("--queues", default=",".join(settings.QUEUES), help="whose jobs, between commas")
        parser.add_argument(
            "--interval", type=float, default=1.0, help="seconds between looks at empty queues"
        )
        parser.add_argument(
            "--lease",
            type=float,
            default=LEASE.total_seconds(),
            help="seconds until a silent worker counts as dead",
        )
        parser.add_argument(
            "--round",
            type=float,
            default=ROUND.total_seconds(),
            help="seconds between looks at schedules and the dead",
        )
        parser.add_argument("--until-empty", action="store_true", help="stop when no job is due")
        parser.add_argument("--most", type=int, default=None, help="stop after so many attempts")
        parser.add_argument(
            "--metrics-port", type=int, default=None, help="serve this worker's figures to Prometheus"
        )

    def handle(self, *args: Any, **given: Any) -> None:
        """Work."""
        if given["metrics_port"]:
            start_http_server(given["metrics_port"], addr="127.0.0.1")
        worker = Worker(
            given["queues"].split(","),
            interval=given["interval"],
            lease=timedelta(seconds=given["lease"]),
            every=timedelta(seconds=given["round"]),
        )
        worker.listen()
        attempts = worker.work(until_empty=given["until_empty"], most=given["most"])
        self.stdout.write(f"{attempts} attempts")

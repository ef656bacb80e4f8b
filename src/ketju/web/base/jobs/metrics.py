"""Figures for Prometheus: what a worker has done, counted in its process, and what is open, asked of the database."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from prometheus_client import REGISTRY, Counter, Histogram, Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

FINISHED = Counter("ketju_jobs_attempts", "Attempts at jobs, by what became of them", ["name", "outcome"])
SECONDS = Histogram("ketju_jobs_seconds", "How long attempts took", ["name"])


class OpenJobs(Collector):
    """Jobs that are due, running and given up, and how long the oldest of those that are due waits."""

    def describe(self) -> list[Metric]:
        """Nothing is asked of the database when it is offered."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The figures of now."""
        from ketju.web.base.jobs.reads import count_given_up, queue_at

        now = timezone.now()
        queue = queue_at(now)
        states = GaugeMetricFamily("ketju_jobs_open", "Jobs that are not done", labels=["state"])
        for state, number in (
            ("due", queue.due),
            ("later", queue.later),
            ("running", queue.running),
            ("failed", count_given_up()),
        ):
            states.add_metric([state], number)
        yield states
        age = (now - queue.oldest_due_at).total_seconds() if queue.oldest_due_at else 0
        yield GaugeMetricFamily("ketju_jobs_oldest_seconds", "How long the oldest due job waits", value=age)


def offer() -> None:
    """Offer the figures to whoever asks the process for its metrics."""
    REGISTRY.register(OpenJobs())

"""The application of background work."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Jobs, when they are due, and what became of them."""

    name = "ketju.web.base.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Load the module ``jobs`` of every application: there its jobs and schedules are declared."""
        from ketju.web.base.jobs import metrics

        autodiscover_modules("jobs")
        metrics.offer()

"""A database of their own for worker processes, on SQLite or on the PostgreSQL that the tests run on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.jobs.declaring import JobTask
from ketju.web.base.jobs.models import Job
from ketju.web.config.environment import database
from tests.web.operate.installation import new_database

ROOT = Path(__file__).parents[3]


def environment_of(address: str) -> dict[str, str]:
    """The environment of a process that works on the database of an address."""
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.web.settings", "KETJU_TEST_DATABASE_URL": address}


@pytest.fixture
def address(given_server: str, migrated_files: Path, migrated_database: str, tmp_path: Path) -> Iterator[str]:
    """The address of a new database for this test, with all tables and no rows."""
    if not given_server:
        yield f"sqlite:///{shutil.copy(migrated_files / 'ketju.sqlite3', tmp_path / 'jobs.sqlite3')}"
        return
    with new_database(given_server, f"ketju_jobs_{os.getpid()}", migrated_database) as new:
        yield new


@pytest.fixture
def own_database(address: str) -> dict[str, str]:
    """The environment of processes that work on a database of their own."""
    return environment_of(address)


class Window:
    """Looks from the test into the database of the processes."""

    alias = "jobs"

    def enqueue(self, task: JobTask, *args: Any) -> None:
        """A job as the backend writes it."""
        now = timezone.now()
        Job(
            name=task.label,
            queue=task.queue_name,
            arguments={"args": args, "kwargs": {}},
            enqueued_at=now,
            not_before=now,
        ).save(using=self.alias)

    def jobs(self) -> Sequence[Job]:
        return list(Job.objects.using(self.alias).filter(name__startswith="tests.").order_by("enqueued_at"))

    def made(self) -> list[str]:
        entries = AuditEntry.objects.using(self.alias).filter(action="made")
        return sorted(entries.values_list("subject", flat=True))


@pytest.fixture
def window(address: str, django_db_blocker: Any) -> Iterator[Window]:
    connections.databases[Window.alias] = connections.databases["default"] | database(address)
    try:
        with django_db_blocker.unblock():
            yield Window()
    finally:
        connections[Window.alias].close()
        del connections[Window.alias]
        del connections.databases[Window.alias]

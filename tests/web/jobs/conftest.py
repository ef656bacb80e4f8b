"""A database of their own for worker processes, on SQLite or on the PostgreSQL that the tests run on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.utils import timezone

from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.jobs.declaring import JobTask
from ketju.web.base.jobs.models import Job
from ketju.web.config.environment import database

ROOT = Path(__file__).parents[3]
GIVEN = os.environ.get("KETJU_TEST_DATABASE_URL", "")
EMPTY = f"ketju_jobs_empty_{os.getpid()}"
OWN = f"ketju_jobs_{os.getpid()}"


def environment_of(address: str) -> dict[str, str]:
    """The environment of a process that works on the database of an address."""
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.web.settings", "KETJU_TEST_DATABASE_URL": address}


def _migrate(address: str) -> None:
    command = [sys.executable, "-m", "django", "migrate", "-v", "0"]
    subprocess.run(command, env=environment_of(address), cwd=ROOT, check=True)


def _at(name: str) -> str:
    return urlsplit(GIVEN)._replace(path=f"/{name}").geturl()


def _on_the_server(*orders: str) -> None:
    import psycopg

    with psycopg.connect(GIVEN, autocommit=True) as server:
        for order in orders:
            server.execute(order)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with all tables and no rows: a file's path, or a name on the server."""
    if not GIVEN.startswith("postgres"):
        path = tmp_path_factory.mktemp("jobs") / "empty.sqlite3"
        _migrate(f"sqlite:///{path}")
        yield str(path)
        return
    _on_the_server(f"DROP DATABASE IF EXISTS {EMPTY} WITH (FORCE)", f"CREATE DATABASE {EMPTY}")
    _migrate(_at(EMPTY))
    yield EMPTY
    _on_the_server(
        f"DROP DATABASE IF EXISTS {EMPTY} WITH (FORCE)"
    )  # another folder of tests may have had it, too


@pytest.fixture
def address(empty_database: str, tmp_path: Path) -> Iterator[str]:
    """The address of a new database for this test."""
    if not GIVEN.startswith("postgres"):
        yield f"sqlite:///{shutil.copy(empty_database, tmp_path / 'jobs.sqlite3')}"
        return
    _on_the_server(
        f"DROP DATABASE IF EXISTS {OWN} WITH (FORCE)", f"CREATE DATABASE {OWN} TEMPLATE {empty_database}"
    )
    yield _at(OWN)
    _on_the_server(f"DROP DATABASE {OWN} WITH (FORCE)")


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

"""A database of their own for worker processes, on SQLite or on the PostgreSQL that the tests run on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest


@pytest.fixture
def own_database(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of processes that work on a database of their own."""
    given = os.environ.get("KETJU_TEST_DATABASE_URL", "")
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.web.settings"}
    if not given.startswith("postgres"):
        yield {**environment, "KETJU_TEST_DATABASE_URL": f"sqlite:///{tmp_path / 'jobs.sqlite3'}"}
        return
    import psycopg

    name = f"ketju_jobs_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        yield {**environment, "KETJU_TEST_DATABASE_URL": urlsplit(given)._replace(path=f"/{name}").geturl()}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")

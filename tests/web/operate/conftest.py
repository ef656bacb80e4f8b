from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.operate.installation import Installation, installation, new_database, sqlite
from tests.web.operate.mailserver import MailServer


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    with server.running():
        yield server


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Installation]:
    """An installation without tables, on the database that the tests run on."""
    server = os.environ.get("KETJU_TEST_DATABASE_URL", "")
    if not server:
        yield sqlite(tmp_path / "here")
        return
    with new_database(server, f"t{os.getpid()}_{abs(hash(tmp_path))}") as address:
        yield installation(tmp_path / "here", address)


@pytest.fixture
def migrated(empty: Installation) -> Installation:
    ran = empty.ketju("migrate")
    assert ran.returncode == 0, ran.stderr
    return empty

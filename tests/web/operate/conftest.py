from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.operate.installation import Installation, copied, installation, new_database, sqlite
from tests.web.operate.mailserver import MailServer


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    with server.running():
        yield server


@pytest.fixture
def empty(given_server: str, tmp_path: Path) -> Iterator[Installation]:
    """An installation without tables, on the database that the tests run on."""
    if not given_server:
        yield sqlite(tmp_path / "here")
        return
    with new_database(given_server, name_for(tmp_path)) as address:
        yield installation(tmp_path / "here", address)


@pytest.fixture
def migrated(
    given_server: str, migrated_files: Path, migrated_database: str, tmp_path: Path
) -> Iterator[Installation]:
    """The same with all tables."""
    here = copied(migrated_files, tmp_path / "here")
    if not given_server:
        yield here
        return
    with new_database(given_server, name_for(tmp_path), migrated_database) as address:
        yield installation(tmp_path / "here", address)


def name_for(folder: Path) -> str:
    """A name for the database of a test that has a folder."""
    return f"t{os.getpid()}_{abs(hash(folder))}"

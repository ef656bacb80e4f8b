"""On which databases the tests of the application run: those that use one run on SQLite and on PostgreSQL, others once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.operate.installation import installation, new_database, sqlite

HERE = Path(__file__).parent
GIVEN = os.environ.get("KETJU_TEST_DATABASE_URL", "")
"""The server of PostgreSQL that the tests run on; "" for SQLite."""
_SLOW = {"migrated_files", "given_server"}


@pytest.fixture(scope="session")
def given_server() -> str:
    """The address of the server that the tests run on, "" for SQLite: for those that make a database of their own."""
    return GIVEN


@pytest.fixture(scope="session")
def migrated_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation on SQLite with all tables and no rows, to be copied: migrating takes seconds."""
    folder = tmp_path_factory.mktemp("migrated")
    ran = sqlite(folder).ketju("migrate")
    assert ran.returncode == 0, ran.stderr
    return folder


@pytest.fixture(scope="session")
def migrated_database(given_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same on the server that the tests run on: the name of a database to make others like it; "" for SQLite."""
    if not given_server:
        yield ""
        return
    name = f"ketju_migrated_{os.getpid()}"
    with new_database(given_server, name) as address:
        ran = installation(tmp_path_factory.mktemp("there"), address).ketju("migrate")
        assert ran.returncode == 0, ran.stderr
        yield name


class Marking:
    """Marks what depends on the database, so that the run on PostgreSQL leaves out the rest (``-m database``)."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            if HERE in item.path.parents and _uses_the_database(item):
                item.add_marker("database")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Marking(), "ketju-databases")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that start programs come first: they are long, and at the end one worker would wait for the other.

    Files that use the database of the tests stay where they are, in the order of pytest-django.
    """
    first = {item.path for item in items if _SLOW & _fixtures(item)}
    first -= {item.path for item in items if _is_inside(item)}
    items.sort(key=lambda item: item.path not in first)


def _uses_the_database(item: pytest.Item) -> bool:
    return _is_inside(item) or "given_server" in _fixtures(item)


def _is_inside(item: pytest.Item) -> bool:
    """Whether a test uses the database of the tests itself."""
    return item.get_closest_marker("django_db") is not None or "django_db_setup" in _fixtures(item)


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))

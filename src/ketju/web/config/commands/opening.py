"""Open the application for a command: its settings, its tables, the language of whoever runs it."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from ketju.core.problems import Problem
from ketju.text.render import Phrasebook

SETTINGS = "ketju.web.config.settings"


class ApplicationMissing(Problem):
    """The libraries of the application are not installed."""

    code = "operate.missing"
    hint = "operate.missing.hint"


class SettingsWrong(Problem):
    """Variables of the environment are missing or wrong. Params: faults."""

    code = "operate.settings"
    hint = "operate.settings.hint"


class DatabaseSilent(Problem):
    """The database does not answer. Params: reason."""

    code = "operate.database"
    hint = "operate.database.hint"


class MigrationsWaiting(Problem):
    """The database lacks changes that this version needs. Params: count."""

    code = "operate.migrations"
    hint = "operate.migrations.hint"


class FileMissing(Problem):
    """A file with a secret cannot be read. Params: file."""

    code = "operate.file"


def open_application(phrases: Phrasebook) -> None:
    """Set Django up with the environment as it is. Raises ApplicationMissing, SettingsWrong."""
    if find_spec("django") is None or find_spec("allauth") is None:
        raise ApplicationMissing
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.utils import translation

    try:
        django.setup()
    except ImproperlyConfigured as wrong:
        raise SettingsWrong(faults="\n  ".join(["", *str(wrong).splitlines()])) from None
    translation.activate(phrases.language)


def waiting_migrations() -> int:
    """How many migrations the database lacks. Raises DatabaseSilent."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        raise DatabaseSilent(reason=_first_line(error)) from None


def check_migrated() -> None:
    """Raises MigrationsWaiting, DatabaseSilent."""
    if count := waiting_migrations():
        raise MigrationsWaiting(count=count)


def secret_of(file: str | None, variable: str) -> bytes:
    """A secret from a file, else from a variable; nothing where there is neither. Raises FileMissing."""
    if file is None:
        return os.environ.get(variable, "").encode()
    try:
        return Path(file).read_bytes().strip()
    except OSError:
        raise FileMissing(file=file) from None


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]

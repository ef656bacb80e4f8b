"""Room for rows that change while they are sent, and fewer indexes to write."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

_LIKE = "SELECT indexname FROM pg_indexes WHERE tablename = 'notices_delivery' AND indexname LIKE '%%\\_like'"


def _arrange(apps: Any, schema_editor: Any) -> None:
    """Room on each page of PostgreSQL for all its rows as they are claimed; no indexes for the beginnings of ids."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_LIKE, [])
        names = [row[0] for row in cursor.fetchall()]
    for name in names:
        schema_editor.execute(f'DROP INDEX IF EXISTS "{name}"')
    schema_editor.execute("ALTER TABLE notices_delivery SET (fillfactor = 45)")


def _leave(apps: Any, schema_editor: Any) -> None:
    """Nothing depends on it."""


class Migration(migrations.Migration):
    """How the table of deliveries is kept."""

    dependencies: ClassVar = [("notices", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(_arrange, _leave)]

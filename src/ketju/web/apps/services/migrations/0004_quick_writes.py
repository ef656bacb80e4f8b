"""An index that nothing looks in: that for the beginnings of ids."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

_PATTERNS = {"services_service_public_id_0dfa5dcd_like": "services_service"}


def _drop(apps: Any, schema_editor: Any) -> None:
    """Only PostgreSQL has them."""
    if schema_editor.connection.vendor == "postgresql":
        for name in _PATTERNS:
            schema_editor.execute(f'DROP INDEX IF EXISTS "{name}"')


def _make(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name, table in _PATTERNS.items():
            schema_editor.execute(f'CREATE INDEX "{name}" ON "{table}" (public_id varchar_pattern_ops)')


class Migration(migrations.Migration):
    """Writing is quicker with fewer indexes."""

    dependencies: ClassVar = [("services", "0001_initial")]
    operations: ClassVar = [
        migrations.RunPython(_drop, _make),
    ]

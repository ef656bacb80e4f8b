"""Indexes that nothing looks in: that for the beginnings of ids, and that of a column with which another begins."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models

_PATTERNS = {"audit_auditentry_public_id_60b72827_like": "audit_auditentry"}
_PROCESSOR = "audit_auditentry_processor_id_a5db4227"


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

    dependencies: ClassVar = [("audit", "0002_append_only")]
    operations: ClassVar = [
        migrations.RunPython(_drop, _make),
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    f'DROP INDEX IF EXISTS "{_PROCESSOR}"',
                    f'CREATE INDEX "{_PROCESSOR}" ON "audit_auditentry" ("processor_id")',
                )
            ],
            [
                migrations.AlterField(
                    "auditentry",
                    "processor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audit",
                        to="access.processor",
                    ),
                )
            ],
        ),
    ]

"""The database refuses to change or delete entries of the audit trail, whoever asks."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

TABLE = "audit_auditentry"
_SQLITE = tuple(
    f"CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb.upper()} ON {TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
    for verb in ("update", "delete")
)
_POSTGRES = (
    f"""CREATE FUNCTION {TABLE}_append_only() RETURNS trigger AS
    $$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$ LANGUAGE plpgsql""",
    f"""CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION {TABLE}_append_only()""",
)


def _guard(apps: Any, schema_editor: Any) -> None:
    for statement in _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRES:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Guard the table."""

    dependencies: ClassVar = [("audit", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(_guard, migrations.RunPython.noop)]

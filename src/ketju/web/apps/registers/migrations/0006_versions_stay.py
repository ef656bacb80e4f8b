"""The database refuses to change or delete published versions, whoever asks."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

TABLE = "registers_version"
_SQLITE = tuple(
    f"CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb.upper()} ON {TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'published versions stay as they are'); END"
    for verb in ("update", "delete")
)
_POSTGRES = (
    f"""CREATE FUNCTION {TABLE}_stay() RETURNS trigger AS
    $$ BEGIN RAISE EXCEPTION 'published versions stay as they are'; END $$ LANGUAGE plpgsql""",
    f"""CREATE TRIGGER {TABLE}_stay BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION {TABLE}_stay()""",
)


def _guard(apps: Any, schema_editor: Any) -> None:
    for statement in _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRES:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Guard the table."""

    dependencies: ClassVar = [("registers", "0005_classes")]
    operations: ClassVar = [migrations.RunPython(_guard, migrations.RunPython.noop)]

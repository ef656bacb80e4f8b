"""The policy of migrations: the version before must go on running while they are made (docs/operate/upgrade.md)."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

MARK = "second_step_of"
IS_RELEASED = False
"""Once there is a version before, new columns have to be open as well: set this with the first release, and mark the
migrations that were part of it as ``initial``."""


def faults(migration: migrations.Migration) -> list[str]:
    """What a migration does that the version before does not survive, unless it says which one made that possible."""
    if migration.initial or getattr(migration, MARK, ""):
        return []
    made = {one.name_lower for one in migration.operations if isinstance(one, migrations.CreateModel)}
    return [text for one in migration.operations if (text := fault(one, made))]


def fault(one: Operation, made: set[str]) -> str:
    if isinstance(one, migrations.RenameField | migrations.RenameModel | migrations.AlterModelTable):
        return f"{type(one).__name__}: add the new one, copy, remove the old one in a later version"
    if isinstance(one, migrations.RemoveField | migrations.DeleteModel):
        return f"{type(one).__name__}: stop using it first, remove it in a later version"
    if isinstance(one, migrations.AddField) and one.model_name_lower not in made:
        is_open = one.field.null or one.field.many_to_many or one.field.db_default is not models.NOT_PROVIDED
        return (
            "" if is_open else "AddField: the version before cannot insert a row without null or db_default"
        )
    if isinstance(one, migrations.RunSQL) and not one.reverse_sql:
        return "RunSQL: cannot be undone"
    if isinstance(one, migrations.RunPython) and one.reverse_code is None:
        return "RunPython: cannot be undone"
    return ""


def ours() -> list[migrations.Migration]:
    labels = {one.label for one in apps.get_app_configs() if one.name.startswith("ketju.")}
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    return [migration for (label, _), migration in loader.disk_migrations.items() if label in labels]


@pytest.mark.django_db
def test_no_migration_breaks_the_version_before() -> None:
    found = {f"{one.app_label}.{one.name}": faults(one) for one in ours()}
    if not IS_RELEASED:
        found = {name: [one for one in told if "AddField" not in one] for name, told in found.items()}
    assert len(found) > 8
    assert {name: told for name, told in found.items() if told} == {}


def migration(*operations: Operation, mark: str = "") -> migrations.Migration:
    made = migrations.Migration("0002_x", "a")
    made.operations = list(operations)
    if mark:
        setattr(made, MARK, mark)
    return made


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RenameField("customer", "name", "title"),
        migrations.RenameModel("Customer", "Client"),
        migrations.RemoveField("customer", "name"),
        migrations.DeleteModel("Customer"),
        migrations.AddField("customer", "x", models.CharField(max_length=5, default="")),
        migrations.RunSQL("DELETE FROM a"),
    ],
)
def test_what_the_version_before_does_not_survive_is_found(operation: Operation) -> None:
    assert faults(migration(operation))
    assert faults(migration(operation, mark="0.1.0: nothing uses it any more")) == []


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("customer", "x", models.CharField(max_length=5, null=True)),
        migrations.AddField("customer", "x", models.CharField(max_length=5, db_default="")),
        migrations.AddIndex("customer", models.Index(fields=("name",), name="n")),
        migrations.CreateModel("Note", [("id", models.BigAutoField(primary_key=True))]),
        migrations.RunPython(lambda apps, editor: None, migrations.RunPython.noop),
    ],
)
def test_what_it_survives_is_not(operation: Operation) -> None:
    assert faults(migration(operation)) == []

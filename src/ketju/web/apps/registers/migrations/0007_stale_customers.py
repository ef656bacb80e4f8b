"""The database notes of which customers services or consents changed, whoever changes them and however many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import migrations

STALE = "registers_stalecustomer"
TABLES = ("services_service", "services_consent")
_OWN = "SELECT DISTINCT customer_id FROM changed"
_OF_SERVER = "SELECT DISTINCT s.customer_id FROM services_service s JOIN changed c ON s.server_id = c.id"


def _sqlite() -> Iterator[str]:
    for table in TABLES:
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            yield (
                f"CREATE TRIGGER {table}_stale_{verb.lower()} AFTER {verb} ON {table} "
                f"BEGIN INSERT INTO {STALE} (customer_id) VALUES ({row}.customer_id); END"
            )
    yield (
        "CREATE TRIGGER services_server_stale AFTER UPDATE OF country ON services_server "
        f"BEGIN INSERT INTO {STALE} (customer_id) SELECT DISTINCT customer_id FROM services_service "
        "WHERE server_id = NEW.id; END"
    )


def _postgres() -> Iterator[str]:
    for name, found in ((f"{STALE}_own", _OWN), (f"{STALE}_server", _OF_SERVER)):
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN "
            f"INSERT INTO {STALE} (customer_id) {found}; RETURN NULL; END $$ LANGUAGE plpgsql"
        )
    for table in TABLES:
        for verb, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            yield (
                f"CREATE TRIGGER {table}_stale_{verb.lower()} AFTER {verb} ON {table} "
                f"REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {STALE}_own()"
            )
    yield (
        "CREATE TRIGGER services_server_stale AFTER UPDATE ON services_server "
        f"REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION {STALE}_server()"
    )


def _watch(apps: Any, schema_editor: Any) -> None:
    statements = _sqlite() if schema_editor.connection.vendor == "sqlite" else _postgres()
    for statement in statements:
        schema_editor.execute(statement)
    schema_editor.execute(
        f"INSERT INTO {STALE} (customer_id) SELECT DISTINCT customer_id FROM services_service"
    )


class Migration(migrations.Migration):
    """Watch the tables; every customer that has services is sorted once."""

    dependencies: ClassVar = [
        ("registers", "0006_versions_stay"),
        ("services", "0001_initial"),
    ]
    operations: ClassVar = [migrations.RunPython(_watch, migrations.RunPython.noop)]

"""Rows of tables as lines of JSON that every supported database can take in, and back.

Encrypted columns stay as they are stored: a backup can be read by nobody who lacks the keys of the environment.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models
from django.db.models.expressions import Col

LEFT_OUT = frozenset(
    {
        "django_session", "usersessions_usersession", "backup_backupmade", "registers_stalecustomer",
        "registers_sortedcustomer", "registers_customerclass",
    }
)  # fmt: skip
"""Tables that are not part of a backup: whoever was signed in signs in again, customers are sorted anew."""
MADE_BY_MIGRATIONS = frozenset({"django_content_type", "auth_permission"})
"""Tables that every new database has rows in; those of the backup take their place."""
_FETCHED = 2000


def tables() -> list[type[models.Model]]:
    """The models of every table of a backup, in the order of the tables' names."""
    found = {
        one._meta.db_table: one
        for one in apps.get_models(include_auto_created=True)
        if one._meta.managed and not one._meta.proxy and one._meta.db_table not in LEFT_OUT
    }
    return [found[name] for name in sorted(found)]


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns of a table."""
    return list(model._meta.concrete_fields)


def row_count(model: type[models.Model]) -> int:
    """How many rows a table has."""
    return model._base_manager.count()


def lines_of(model: type[models.Model]) -> Iterator[bytes]:
    """Each row as a line."""
    fields = columns(model)
    name = connection.ops.quote_name
    listed = ", ".join(name(field.column or "") for field in fields)
    key = name(model._meta.pk.column or "")
    readers = [_reader(model, field) for field in fields]
    cursor = connection.chunked_cursor()
    try:
        cursor.execute(f"SELECT {listed} FROM {name(model._meta.db_table)} ORDER BY {key}")
        while rows := cursor.fetchmany(_FETCHED):
            for row in rows:
                yield line_from([read(value) for read, value in zip(readers, row, strict=True)])
    finally:
        cursor.close()


def line_from(values: Sequence[object]) -> bytes:
    """Values as a line of JSON."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def _reader(model: type[models.Model], field: models.Field[Any, Any]) -> Any:
    """What turns a value of the database into one for JSON. The field's own converter, which decrypts, stays out."""
    column = Col(model._meta.db_table, field)
    converters = connection.ops.get_db_converters(column)
    is_json = isinstance(field, models.JSONField)

    def read(value: Any) -> Any:
        for converter in converters:
            value = converter(value, column, connection)
        if is_json and isinstance(value, str):
            value = json.loads(value)
        return value if is_json else _plain(value)

    return read


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    return value


def insert(model: type[models.Model], lines: Sequence[bytes]) -> None:
    """Put lines into a table."""
    fields = columns(model)
    name = connection.ops.quote_name
    listed = ", ".join(name(field.column or "") for field in fields)
    places = ", ".join(["%s"] * len(fields))
    rows = [
        [_stored(field, value) for field, value in zip(fields, json.loads(line), strict=True)]
        for line in lines
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {name(model._meta.db_table)} ({listed}) VALUES ({places})", rows)


def _stored(field: models.Field[Any, Any], value: Any) -> Any:
    target: models.Field[Any, Any] = field
    while isinstance(target, models.ForeignKey):
        target = target.target_field
    if value is None:
        return None
    if isinstance(target, models.BinaryField):  # as it was stored: what is encrypted is not encrypted again
        return models.BinaryField.get_db_prep_value(target, base64.b64decode(value), connection)
    if not isinstance(target, models.JSONField):
        value = target.to_python(value)
    return target.get_db_prep_save(value, connection)


def reset_sequences() -> None:
    """Let numbers of new rows go on after those that were put in."""
    statements = connection.ops.sequence_reset_sql(no_style(), tables())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Digest:
    """A hash of a table that does not depend on the order of its rows: the sum of the hashes of its lines."""

    def __init__(self) -> None:
        self.rows = 0
        self._sum = 0

    def add(self, line: bytes) -> None:
        """Take in one line."""
        self.rows += 1
        self._sum = (self._sum + int.from_bytes(hashlib.sha256(line).digest())) % 2**256

    def __str__(self) -> str:
        return f"{self._sum:064x}"

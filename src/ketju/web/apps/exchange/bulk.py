"""Write many rows quickly: COPY on PostgreSQL, one prepared statement on SQLite. Values are those of Python.

Rows go in as the model's own fields would write them; nothing of a model is asked row by row, so the caller has
checked them.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection, models

from ketju.web.base.encryption.fields import EncryptedText

Row = dict[str, Any]


def reserve(model: type[models.Model], count: int) -> list[int]:
    """Numbers for new rows. On SQLite nobody else may write meanwhile, which a transaction there sees to."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [number for (number,) in cursor.fetchall()]
        cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()[0]
    return list(range(last + 1, last + 1 + count))


def insert(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Write rows with the same names of attributes ("customer_id"); what they leave out is as the model has it."""
    if rows:
        insert_columns(model, {name: [row[name] for row in rows] for name in rows[0]})


def insert_columns(model: type[models.Model], columns: Mapping[str, Sequence[Any]]) -> None:
    """Write rows that are given by column."""
    fields = {one.attname: one for one in model._meta.concrete_fields}
    rest = {name: _value(one) for name, one in fields.items() if name not in columns and not one.primary_key}
    parts: list[Iterable[Any]] = [_converted(fields[name], values) for name, values in columns.items()]
    parts += [itertools.repeat(*_converted(fields[name], [value])) for name, value in rest.items()]
    names = ", ".join(f'"{fields[name].column}"' for name in (*columns, *rest))
    _send(model._meta.db_table, names, list(zip(*parts, strict=False)))


def _send(table: str, names: str, rows: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        elif rows:
            marks = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)


def _converted(field: models.Field[Any, Any], values: Sequence[Any]) -> Sequence[Any]:
    convert = _converter(field)
    return values if convert is _same else list(map(convert, values))


def _value(field: models.Field[Any, Any]) -> Any:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return datetime.now(UTC)
    return field.get_default()


def _converter(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """How a value of a field is given to the driver."""
    if isinstance(field, EncryptedText):
        return field.sealer()
    if isinstance(field, models.JSONField):
        return json.dumps
    if connection.vendor == "sqlite" and isinstance(field, models.DateTimeField):
        return _utc
    if connection.vendor == "sqlite" and isinstance(field, models.DateField):
        return _day
    return _same


def _same(value: Any) -> Any:
    return value


@lru_cache(maxsize=4096)
def _utc(value: datetime | None) -> str | None:
    return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))


@lru_cache(maxsize=4096)
def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()

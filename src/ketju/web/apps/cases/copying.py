"""Write and change many rows of ``Touched`` at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection

from ketju.web.apps.cases.models import Touched

COLUMNS = (
    "change_id", "group_id", "customer_id", "language", "reach", "free_at", "waits", "is_excluded", "joined_at",
    "counted_at",
)  # fmt: skip
CHANGING = (
    "reach",
    "delivered_at",
    "window_ends",
    "free_at",
    "waits",
    "is_excluded",
    "effective_at",
    "alone_at",
)
_TYPES = {
    "reach": "varchar", "waits": "varchar", "is_excluded": "boolean", "delivered_at": "timestamptz",
    "window_ends": "timestamptz", "free_at": "timestamptz", "effective_at": "timestamptz", "alone_at": "timestamptz",
}  # fmt: skip
_AT_ONCE = 80


def write_touched(rows: Iterable[Sequence[Any]]) -> int:
    """Write new rows with the values of ``COLUMNS``; how many there were. ``rows`` must not ask the database."""
    table, names = Touched._meta.db_table, ", ".join(f'"{one}"' for one in COLUMNS)
    if connection.vendor == "postgresql":
        count = 0
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
                count += 1
        return count
    return _inserted(iter(rows), table, names)


def _inserted(rows: Iterator[Sequence[Any]], table: str, names: str) -> int:
    marks, count = f"({', '.join(['%s'] * len(COLUMNS))})", 0
    with connection.cursor() as cursor:
        while some := list(islice(rows, _AT_ONCE)):
            values = [_adapted(value) for row in some for value in row]
            cursor.execute(f"INSERT INTO {table} ({names}) VALUES {', '.join([marks] * len(some))}", values)
            count += len(some)
    return count


def change_touched(rows: Sequence[tuple[int, tuple[Any, ...]]], at: datetime) -> None:
    """Change rows: the number of each, and the values of ``CHANGING``."""
    if not rows:
        return
    table = Touched._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sets = ", ".join(f"{one} = v.{one}" for one in CHANGING)
            arrays = ", ".join(f"%s::{_TYPES[one]}[]" for one in CHANGING)
            columns = [[values[place] for _, values in rows] for place in range(len(CHANGING))]
            cursor.execute(
                f"UPDATE {table} t SET {sets}, counted_at = %s"
                f" FROM unnest(%s::bigint[], {arrays}) AS v (id, {', '.join(CHANGING)}) WHERE t.id = v.id",
                [at, [pk for pk, _ in rows], *columns],
            )
            return
        sets = ", ".join(f"{one} = %s" for one in CHANGING)
        cursor.executemany(
            f"UPDATE {table} SET {sets}, counted_at = %s WHERE id = %s",
            [(*map(_adapted, values), _adapted(at), pk) for pk, values in rows],
        )


def _adapted(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value

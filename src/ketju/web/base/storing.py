"""Save new things with a statement that is made once: ``save`` of a model makes its statement anew each time.

What is written is what ``save`` would write. Signals are not sent: no table that is filled this way has listeners.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, models

Fields = tuple[models.Field[Any, Any], ...]


def save_new(thing: models.Model) -> None:
    """Save a new thing."""
    save_all_new([thing])


def save_all_new(things: Sequence[models.Model]) -> None:
    """Save new things of one model in one statement; each gets its number."""
    if not things:
        return
    model = type(things[0])
    values = [
        one.get_db_prep_save(one.pre_save(thing, add=True), connection)
        for thing in things
        for one in _fields(model)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, len(things), connection.vendor), values)
        numbers = cursor.fetchall()
    for thing, (number,) in zip(things, numbers, strict=True):
        thing.pk = number
        thing._state.adding, thing._state.db = False, DEFAULT_DB_ALIAS


@lru_cache(maxsize=64)
def _fields(model: type[models.Model]) -> Fields:
    """The columns that are given; the database numbers rows itself."""
    return tuple(one for one in model._meta.concrete_fields if not one.primary_key)


@lru_cache(maxsize=256)
def _statement(model: type[models.Model], count: int, vendor: str) -> str:
    quote = connection.ops.quote_name
    names = [quote(str(one.column)) for one in _fields(model)]
    marks = f"({', '.join(['%s'] * len(names))})"
    number = quote(str(model._meta.pk.column))
    return (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(names)})"
        f" VALUES {', '.join([marks] * count)} RETURNING {number}"
    )

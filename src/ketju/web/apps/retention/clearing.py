"""Erase one subject from every table that any application says concerns it, and tell what was kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models

from ketju.web.apps.retention.declaration import Column, Table, declaration
from ketju.web.base.subjects.concerning import Concern, Subject, concerns


@dataclass(frozen=True, slots=True)
class Cleared:
    """How many rows of which table were emptied or went; what is kept: table, column, class, last day ("" for none)."""

    counts: dict[str, int] = field(default_factory=dict)
    left: list[list[str]] = field(default_factory=list)


def clear(subject: Subject, classes: Collection[str], untils: Mapping[str, date]) -> Cleared:
    """Erase of a subject what is of some classes. ``untils`` tells to when other classes are kept."""
    cleared = Cleared()
    reached: list[tuple[Column, str, models.QuerySet[Any]]] = []
    for concern in concerns():
        rows = concern.rows(subject)
        if rows is not None:
            table = declaration().tables[concern.table]
            instead = concern.instead(subject)
            reached += [(one, table.name, rows) for one in table.personal if one.name not in instead]
            if count := _clear(rows, table, classes, concern, subject):
                cleared.counts[table.name] = cleared.counts.get(table.name, 0) + count
    for column, name, rows in reached:
        if _is_filled(rows, column):
            until = untils.get(column.kept)
            told = [name, column.name, column.kept, until.isoformat() if until else ""]
            cleared.left.extend([told] if told not in cleared.left else [])
    return cleared


def _clear(
    rows: models.QuerySet[Any], table: Table, classes: Collection[str], concern: Concern, subject: Subject
) -> int:
    if table.goes in classes:
        count = rows.count()
        rows.all().delete()
        return count
    columns = [one for one in table.personal if one.kept in classes]
    if not columns:
        return 0
    values = {one.name: _nothing(rows.model, one) for one in columns}
    return rows.all().update(**{**values, **concern.instead(subject)})


def _nothing(model: type[models.Model], column: Column) -> Any:
    found = model._meta.get_field(column.name)
    assert isinstance(found, models.Field)
    return None if found.null else found.get_default()


def _is_filled(rows: models.QuerySet[Any], column: Column) -> bool:
    nothing = _nothing(rows.model, column)
    left = rows.all().exclude(**{f"{column.name}__isnull": True})
    return (left if nothing is None else left.exclude(**{column.name: nothing})).exists()


def model_of(table: str) -> type[models.Model]:
    """The model of a table."""
    return next(one for one in apps.get_models() if one._meta.db_table == table)

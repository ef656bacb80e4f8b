"""The declaration of columns (``fields.toml``): what is personal, what for, how long."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ketju.core.retention.periods import Class


@dataclass(frozen=True, slots=True)
class Column:
    """A personal column."""

    name: str
    category: str
    kept: Class
    purposes: tuple[str, ...]
    necessary: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the way to its customer ("" for none), its plain columns, its personal ones."""

    name: str
    customer: str
    is_deleted: bool
    plain: frozenset[str]
    personal: tuple[Column, ...]

    def of(self, kept: Class) -> tuple[Column, ...]:
        """The personal columns of a class."""
        return tuple(one for one in self.personal if one.kept == kept)


@dataclass(frozen=True, slots=True)
class Declaration:
    """The whole: applications that it covers, purposes with their legal bases, tables by name."""

    apps: tuple[str, ...]
    purposes: Mapping[str, str]
    tables: Mapping[str, Table]


@cache
def declaration() -> Declaration:
    """The declaration, read once."""
    given = tomllib.loads((files(__package__) / "fields.toml").read_text(encoding="utf-8"))
    tables = {name: _table(name, one) for name, one in given["table"].items()}
    return Declaration(tuple(given["apps"]), given["purpose"], tables)


def _table(name: str, given: Mapping[str, Any]) -> Table:
    columns = tuple(
        Column(column, one["category"], one["kept"], tuple(one["purposes"]), one["necessary"])
        for column, one in given.get("personal", {}).items()
    )
    is_deleted = given.get("erase") == "delete"
    return Table(name, given.get("customer", ""), is_deleted, frozenset(given["plain"]), columns)

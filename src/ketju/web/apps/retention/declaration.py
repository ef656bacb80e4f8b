"""The declaration of columns (``fields.toml``): what is personal, what for, how long; and why others are not."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from ketju.core.retention.periods import Class as OfCustomer

Class = OfCustomer | Literal["account", "days", "trail"]
"""How long something is kept. Those of a customer's contract are counted by ``core.retention``."""
CLASSES: tuple[str, ...] = (*get_args(OfCustomer), "account", "days", "trail")


@dataclass(frozen=True, slots=True)
class Column:
    """A personal column; ``called`` is by which word."""

    name: str
    category: str
    kept: Class
    purposes: tuple[str, ...]
    necessary: str
    called: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its plain columns, those that hold nothing personal by their reasons, its personal ones.

    ``goes`` is the class with which whole rows go, "" where only columns are emptied.
    """

    name: str
    goes: str
    plain: frozenset[str]
    none: Mapping[str, frozenset[str]]
    personal: tuple[Column, ...]

    @property
    def unpersonal(self) -> frozenset[str]:
        """Columns with a reason why they hold nothing personal."""
        return frozenset().union(*self.none.values())


@dataclass(frozen=True, slots=True)
class Declaration:
    """The whole: purposes with their legal bases, reasons why columns hold nothing personal, tables by name."""

    reasons: Mapping[str, str]
    purposes: Mapping[str, str]
    tables: Mapping[str, Table]


@cache
def declaration() -> Declaration:
    """The declaration, read once."""
    given = tomllib.loads((files(__package__) / "fields.toml").read_text(encoding="utf-8"))
    tables = {name: _table(name, one) for name, one in given["table"].items()}
    return Declaration(given["reason"], given["purpose"], tables)


def _table(name: str, given: Mapping[str, Any]) -> Table:
    columns = tuple(_column(column, one) for column, one in given.get("personal", {}).items())
    none = {reason: frozenset(names) for reason, names in given.get("none", {}).items()}
    return Table(name, given.get("goes", ""), frozenset(given["plain"]), none, columns)


def _column(name: str, one: Mapping[str, Any]) -> Column:
    called = one.get("called", name).replace("_", "-")
    return Column(name, one["category"], one["kept"], tuple(one["purposes"]), one["necessary"], called)

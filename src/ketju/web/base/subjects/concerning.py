"""What an application tells of its tables, so that an erasure reaches every row that concerns somebody.

Each declares in ``<app>/concerning.py`` as ``CONCERNS`` which rows concern a subject: by a foreign key where layers
allow one, else by a column of public ids or a blind index. Nothing here knows a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Literal

from django.apps import apps
from django.db.models import QuerySet
from django.utils.module_loading import module_has_submodule

Kind = Literal["customer", "contact", "person"]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom an erasure is about, and by what rows of others name it.

    ``id`` is its public id, ``processor`` the key of whose register it is in, None for a person. ``customer`` is the
    public id of the customer, "" for a person; ``user`` that of who signs in, "" for nobody. ``addresses`` are the mail
    addresses, ``names`` what texts call it, ``external`` what another system calls it.
    """

    kind: Kind
    id: str
    processor: int | None = None
    customer: str = ""
    user: str = ""
    addresses: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    external: str = ""


@dataclass(frozen=True, slots=True)
class Concern:
    """Rows of a table that concern a subject; None where the table has none for a subject of its kind.

    ``instead`` are values that take the place of columns which cannot be empty.
    """

    table: str
    rows: Callable[[Subject], QuerySet[Any] | None]
    instead: Callable[[Subject], Mapping[str, object]] = field(default=lambda subject: {})


def concerns() -> Iterator[Concern]:
    """What all applications tell, the uppermost first: rows that lean on others go before them."""
    for app in reversed(list(apps.get_app_configs())):
        if (
            app.name.startswith("ketju.web.")
            and app.module
            and module_has_submodule(app.module, "concerning")
        ):
            yield from import_module(f"{app.name}.concerning").CONCERNS

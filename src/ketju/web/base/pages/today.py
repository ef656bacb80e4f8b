"""Work for the staff's first page. Each area declares its own in ``<app>/today.py`` as ``WORK``.

Counting is capped and done in one query for all, so that the page stays quick whatever is declared.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.utils.module_loading import module_has_submodule

from ketju.web.base.access.models import Membership
from ketju.web.base.pages import housekeeping
from ketju.web.base.pages.work import Check, Day, State, Work

MOST = 1000
"""More than so many are not counted: "more than 1,000" says enough."""
CHECKS = ("mail-out", "mail-in", "mail-test", "backup", "jobs")
"""What the page always tells about the machine, in this order; a check that nobody declares is shown as unknown."""

_log = logging.getLogger(__name__)


def declared() -> Iterator[Work | Check]:
    """What every area declares, that of the base first. A module without ``WORK`` is a fault and raises."""
    yield from housekeeping.WORK
    for app in apps.get_app_configs():
        is_ours = app.name.startswith("ketju.web.") and app.name != "ketju.web.base.pages"
        if is_ours and app.module and module_has_submodule(app.module, "today"):
            yield from import_module(f"{app.name}.today").WORK


def counted(queries: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each query finds, ``MOST`` + 1 for more, all in one query."""
    columns: list[str] = []
    params: list[Any] = []
    for rows in queries.values():
        sql, given = rows.order_by().values("pk")[: MOST + 1].query.sql_with_params()
        columns.append(f"(SELECT COUNT(*) FROM ({sql}) AS rows_of_one)")
        params += given
    if not columns:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", params)
        found = cursor.fetchone()
    return dict(zip(queries, map(int, found), strict=True))


def looked(day: Day, check: Check | None, count: int | None) -> State:
    """How a part of the machine is, from what was counted or by looking.

    Unknown where looking fails, so that the page is there when it is needed most.
    """
    if count is not None:
        return State(count == 0, count=count)
    if check is None or check.look is None:
        return State(None)
    try:
        return check.look(day)
    except (OSError, DatabaseError):
        _log.exception("check %s failed", check.id)
        return State(None)


def owners(day: Day) -> dict[str, tuple[str, ...]]:
    """The people who hold each role on the day, by name."""
    held = Membership.objects.holding(day.on).filter(processor=day.processor, customer="")
    found: dict[str, list[str]] = {}
    for one in held.select_related("user"):
        found.setdefault(one.role, []).append(one.user.get_full_name())
    return {role: tuple(sorted(set(names), key=str.casefold)) for role, names in found.items()}

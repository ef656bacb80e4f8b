"""What the benches of the application share: a PostgreSQL of their own, the tables in it, and how figures are told."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.measuring import Table
from benchmarks.report import replaced, section
from benchmarks.web_clock import Took, took

CUSTOMERS, TIMES = 100_000, 60
SETTINGS = "tests.web.settings"

STAFF_MS = 150
"""So long a page of the staff may take, p95."""
COLUMNS = ("what", "p50", "p95", "p95 without waits", "queries", "limit of p95")


def parser(about: str | None, *, customers: bool = True, times: bool = False) -> argparse.ArgumentParser:
    """The arguments that benches share; ``about`` is the text of the module, ``times`` where pages are asked for."""
    made = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    if customers:
        made.add_argument("--customers", type=int, default=CUSTOMERS)
    made.add_argument("--page", type=Path, metavar="FILE", help="put the tables into this page, too")
    if times:
        made.add_argument("--times", type=int, default=TIMES, help="how often each page is asked for")
    return made


def told(
    given: argparse.Namespace, measure: Callable[[Took], Iterable[Table]], settings: str = SETTINGS
) -> int:
    """Measure on a new PostgreSQL with all tables, print what was found, and put it into the page that was named.

    ``measure`` is told what the first migration took.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    from tests.web.postgres import running

    with running() as address:
        os.environ["KETJU_TEST_DATABASE_URL"] = address
        from django.db import connections

        try:
            found = list(measure(_migrated()))
        finally:
            connections.close_all()  # the server waits for them when it ends
    for table in found:
        print(section(table))
    if given.page:
        given.page.write_text(replaced(given.page.read_text("utf-8"), found), encoding="utf-8")
    return 0


def _migrated() -> Took:
    import django

    django.setup()
    from django.core.management import call_command

    found = took(lambda: call_command("migrate", verbosity=0))
    call_command("createcachetable", verbosity=0)
    return found

"""The customer register on a real PostgreSQL: how fast it fills, and how fast its pages and its API answer.

    make bench-web                             100,000 customers, 300,000 contacts, 1,000,000 services
    make bench-web ARGS="--customers 10000"    fewer, for a look
    make bench-web ARGS="--page docs/reference/performance.md"

Requests go through the whole application in one process, without a network between.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.measuring import Table
from benchmarks.report import machine, replaced, section
from benchmarks.web_data import CONTACTS, SERVICES, csv_of, customer_rows, fill, imported, processor_named
from benchmarks.web_idle import idle
from benchmarks.web_pages import CREATED, created, of_api, of_list, of_pages

MIGRATION_S, IMPORTED, IDLE_MIB = 5, 3000, 200
Figure = tuple[str, str, str]


def figure(what: str, value: float, unit: str, limit: float, *, is_most: bool) -> Figure:
    """A figure and what it has to be."""
    is_kept = value <= limit if is_most else value >= limit
    sign = "≤" if is_most else "≥"
    text = f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
    return what, f"{text} {unit}", f"{sign} {limit:,} {unit}{'' if is_kept else ': missed'}"


def migrated() -> Figure:
    """The first migration, in this process."""
    from django.core.management import call_command

    start = time.perf_counter()
    call_command("migrate", verbosity=0)
    took = time.perf_counter() - start
    call_command("createcachetable", verbosity=0)
    return figure("first migration of an empty database", took, "s", MIGRATION_S, is_most=True)


def importing(processor: Any, count: int) -> Iterator[Figure]:
    """Customers with one contact and one service each, from a file."""
    data = csv_of(customer_rows(range(count), 1, 1, random.Random(1)))
    checking, writing = imported(processor, data, count)
    yield figure(
        "import: validated, written and audited", count / writing, "customers/s", IMPORTED, is_most=False
    )
    yield "import: with the dry run before", f"{count / (checking + writing):,.0f} customers/s", "–"


def measure(customers: int, times: int) -> list[Table]:
    """Everything, on the database that the settings name."""
    import django

    django.setup()
    from django.db import connection

    figures = [migrated()]
    small, large = processor_named("small"), processor_named("large")
    figures += importing(small, 10_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    pages = [of_list(small, times * 5)]
    rate = created(small, 1000)
    figures.append(figure("API: create a customer", rate, "customers/s", CREATED, is_most=False))
    fill(large, customers)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    pages += [*of_api(large, times * 3), *of_pages(large, times)]
    figures += [
        figure(f"idle memory: {name}", size, "MiB", IDLE_MIB, is_most=True) for name, size in idle().items()
    ]
    return tables(customers, figures, pages)


def tables(customers: int, figures: list[Figure], pages: list[Any]) -> list[Table]:
    """What was measured, with what has to be said of it."""
    on = "{python} on {system}, {cores} cores".format(**machine())
    note = (
        f"Measured on {time.strftime('%Y-%m-%d')} with {on}, on PostgreSQL on the same machine, with its settings as"
        " they come, but without waiting for the disk (fsync off). Idle memory is resident memory; what processes"
        " share is counted for each."
    )
    parts = f"{customers * CONTACTS:,} contacts and {customers * SERVICES:,} services"
    size = (
        f"{customers:,} customers, {parts}. 10,000 customers are imported and then copied in the database, so that"
        " every word leads to as many more customers. p50 and p95 in milliseconds, of requests through the whole"
        " application, without a network. Without waits: less the time that a request waited for a processor which"
        f" other programs had; {os.getloadavg()[1]:.0f} wanted one on average. The limit of queries is 12."
    )
    return [
        Table("The customer register: figures", ("what", "figure", "limit"), tuple(figures), (note,)),
        Table(
            "The customer register: pages and API",
            ("what", "p50", "p95", "p95 without waits", "queries", "limit of p95"),
            tuple(pages),
            (size,),
        ),
    ]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=60, help="how often each page is asked for")
    parser.add_argument("--page", type=Path, metavar="FILE", help="put the tables into this page, too")
    given = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.settings"
    from tests.web.postgres import running

    with running() as address:
        os.environ["KETJU_TEST_DATABASE_URL"] = address
        found = measure(given.customers, given.times)
        from django.db import connections

        connections.close_all()
    for table in found:
        print(section(table))
    if given.page:
        given.page.write_text(replaced(given.page.read_text("utf-8"), found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

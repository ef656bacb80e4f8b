"""The customer register on a real PostgreSQL: how fast it fills, and how fast its pages and its API answer.

    make bench-web                             100,000 customers, 300,000 contacts, 1,000,000 services
    make bench-web ARGS="--customers 10000"    fewer, for a look
    make bench-web ARGS="--page docs/reference/performance.md"

Requests go through the whole application in one process, without a network between.
"""

from __future__ import annotations

import os
import random
import sys
import time
from typing import Any

from benchmarks.measuring import Table
from benchmarks.report import machine
from benchmarks.web_clock import Took
from benchmarks.web_data import CONTACTS, SERVICES, csv_of, customer_rows, fill, imported, processor_named
from benchmarks.web_frame import parser, told
from benchmarks.web_idle import idle
from benchmarks.web_pages import CREATED, creating, of_api, of_list, of_pages
from benchmarks.web_portal import measured_on
from benchmarks.web_registers import of_registers

MIGRATION_S, IMPORTED, IDLE_MIB = 5, 3000, 200
Figure = tuple[str, str, str, str]


def seconds(what: str, took: Took, limit: float) -> Figure:
    """What should not take longer."""
    return (
        what,
        f"{took.seconds:.1f} s",
        f"{took.processor:.1f} s",
        _limit("≤", limit, took.processor <= limit),
    )


def rate(what: str, count: int, took: Took, limit: int) -> Figure:
    """What should not be slower."""
    clock, processor = count / took.seconds, count / took.processor
    return what, f"{clock:,.0f}/s", f"{processor:,.0f}/s", _limit("≥", limit, processor >= limit)


def _limit(sign: str, limit: float, is_kept: bool) -> str:
    return f"{sign} {limit:,}" + ("" if is_kept else ": missed")


def importing(processor: Any, count: int) -> Figure:
    """Customers with one contact and one service each, from a file."""
    data = csv_of(customer_rows(range(count), 1, 1, random.Random(1)))
    _, writing = imported(processor, data, count)
    return rate("import: customers validated, written and audited", count, writing, IMPORTED)


def idling() -> list[Figure]:
    """Memory of each process."""
    return [
        (f"idle memory: {name}", f"{size:.0f} MiB", "–", _limit("≤", IDLE_MIB, size <= IDLE_MIB))
        for name, size in idle().items()
    ]


def measure(migration: Took, customers: int, times: int) -> list[Table]:
    """Everything, on the database that the settings name."""
    from django.db import connection

    figures = [seconds("first migration of an empty database", migration, MIGRATION_S)]
    small, large = processor_named("small"), processor_named("large")
    figures.append(importing(small, 10_000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    pages = [of_list(small, times * 5)]
    figures.append(rate("API: create a customer", 1000, creating(small, 1000), CREATED))
    fill(large, customers)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    pages += [*of_api(large, times * 3), *of_pages(large, times)]
    figures += idling()
    found = [*tables(customers, figures, pages), measured_on(large, customers, times)]
    return [*found, of_registers(large, times)]


def tables(customers: int, figures: list[Figure], pages: list[Any]) -> list[Table]:
    """What was measured, with what has to be said of it."""
    on = "{python} on {system}, {cores} cores".format(**machine())
    note = (
        f"Measured on {time.strftime('%Y-%m-%d')} with {on}, on PostgreSQL on the same machine, with its settings as"
        " they come, but without waiting for the disk (fsync, synchronous_commit and full_page_writes off). The limits"
        " hold for seconds of the processor, of the application and of its database together, which other programs"
        " hardly lengthen. Idle memory is resident memory; what processes share is counted for each."
    )
    parts = f"{customers * CONTACTS:,} contacts and {customers * SERVICES:,} services"
    size = (
        f"{customers:,} customers, {parts}. 10,000 customers are imported and then copied in the database, so that"
        " every word leads to as many more customers. p50 and p95 in milliseconds, of requests through the whole"
        " application, without a network. Without waits: less the time that a request waited for a processor which"
        f" other programs had; {os.getloadavg()[1]:.0f} wanted one on average. The limit of queries is 12."
    )
    return [
        Table(
            "The customer register: figures",
            ("what", "by the clock", "of the processor", "limit"),
            tuple(figures),
            (note,),
        ),
        Table(
            "The customer register: pages and API",
            ("what", "p50", "p95", "p95 without waits", "queries", "limit of p95"),
            tuple(pages),
            (size,),
        ),
    ]


def main() -> int:
    """Measure and print."""
    given = parser(__doc__, times=True).parse_args()
    return told(given, lambda migration: measure(migration, given.customers, given.times))


if __name__ == "__main__":
    sys.exit(main())

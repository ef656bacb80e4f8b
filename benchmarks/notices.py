"""A notice to many on a real PostgreSQL: how fast its messages are written, and how fast they leave.

    make bench-notices                                       100,000 customers, 300,000 messages
    make bench-notices ARGS="--customers 12000"              fewer, for a look
    make bench-notices ARGS="--sink /usr/sbin/smtp-sink"     postfix's sink, where it is not in the path
    make bench-notices ARGS="--page docs/reference/performance.md"

Messages go to a local sink: smtp-sink of postfix where there is one, else one in Python. A bare loop of smtplib over
connections that stay open, with as many workers, takes turns with Ketju at the same sink. A sink that takes its time
shows what more workers add, and kills what leaves twice.
"""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

from benchmarks.measuring import Table
from benchmarks.notices_sink import running_sink
from benchmarks.notices_slow import NEEDED, growing, killing
from benchmarks.notices_workers import Team, team
from benchmarks.report import machine
from benchmarks.web_clock import took
from benchmarks.web_frame import parser, told

PEOPLE, MADE = 3, 1000
WRITTEN_S, RATE, SHARE, MEMORY_MIB = 30, 500, 0.8, 300
TURN = 5000
Figure = tuple[str, str, str, str]


def _limit(words: str, is_kept: bool) -> str:
    return words if is_kept else f"{words}: missed"


def filled(customers: int) -> tuple[Any, Any]:
    """A processor with customers and their contacts; a thousand are made, the rest are copies in the database."""
    from django.db import connection

    from tests.web.notices.filling import customers_of, notice_of, processor_of

    kite = processor_of("bench")
    customers_of(kite, MADE, PEOPLE)
    with connection.cursor() as cursor:
        for copy in range(1, customers // MADE):
            for table, step in (("parties_customer", MADE), ("parties_contact", MADE * PEOPLE)):
                _copy(cursor, table, copy, step)
        cursor.execute("VACUUM ANALYZE")
    return kite, notice_of(kite)


def _copy(cursor: Any, table: str, copy: int, step: int) -> None:
    cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    names = [row[0] for row in cursor.fetchall() if row[0] != "id"]
    values = {
        "public_id": f"substr(public_id, 1, 4) || substr(md5(public_id || '-{copy}'), 1, 26)",
        "customer_id": f"customer_id + {copy * MADE}",
    }
    columns = ", ".join(f'"{one}"' for one in names)
    given = ", ".join(values.get(one, f'"{one}"') for one in names)
    cursor.execute(
        f"INSERT INTO {table} ({columns}) SELECT {given} FROM"
        f" (SELECT * FROM {table} ORDER BY id LIMIT {step}) AS old"
    )


def writing(kite: Any, notice: Any, text: Any) -> Figure:
    """All messages of a notice, their addresses read and encrypted anew."""
    from ketju.web.apps.notices.writes.rows import write_deliveries
    from tests.web.notices.filling import AT, rows_to

    made: list[int] = []
    found = took(lambda: made.append(write_deliveries(notice, rows_to(kite, text), at=AT)))
    return (
        f"{made[0]:,} messages written",
        f"{found.seconds:.1f} s",
        f"{found.processor:.1f} s",
        _limit(f"≤ {WRITTEN_S} s", found.processor <= WRITTEN_S),
    )


def sending(port: int, workers: int, count: int) -> Iterator[Figure]:
    """So many messages by Ketju and by the bare loop, in turns at the same sink."""
    ours, bare = Team(), Team()
    turns = max(1, count // (TURN * workers))
    with team("ours", workers, port) as mine, team("bare", workers, port) as theirs:
        for _ in range(turns):
            bare += theirs.turn(TURN)
            ours += mine.turn(TURN)
    share, clock = bare.processor / ours.processor * ours.sent / bare.sent, ours.rate / bare.rate
    yield f"bare smtplib loop, {workers} workers", f"{bare.rate:,.0f}/s", f"{bare.per_processor:,.0f}/s", ""
    yield (
        f"Ketju, {workers} workers, {ours.sent:,} messages",
        f"{ours.rate:,.0f}/s",
        f"{ours.per_processor:,.0f}/s",
        _limit(f"≥ {RATE}/s", ours.rate >= RATE),
    )
    yield (
        "of the bare loop",
        f"{clock:.0%}",
        f"{share:.0%}",
        _limit(f"≥ {SHARE:.0%} by the clock", clock >= SHARE),
    )
    yield (
        "memory of a worker: after its first turn, at its end",
        f"{ours.first_mib:.0f}, {ours.last_mib:.0f} MiB",
        "–",
        _limit(f"≤ {MEMORY_MIB} MiB", ours.last_mib <= MEMORY_MIB),
    )


def measure(customers: int, sink: str) -> list[Table]:
    """Everything, on the database that the settings name."""
    from ketju.web.apps.notices.models import Delivery
    from tests.web.notices.filling import let_go

    if customers * PEOPLE < NEEDED + TURN * 3:
        raise SystemExit(f"--customers {math.ceil((NEEDED + TURN * 3) / PEOPLE / MADE) * MADE} at least")
    kite, (notice, text) = filled(customers)
    figures = [writing(kite, notice, text)]
    let_go(notice)
    slow = [growing(), killing(notice)]
    Delivery.objects.filter(notice=notice, sent_at=None).update(claimed_until=None)
    count = Delivery.objects.filter(notice=notice, sent_at=None).count()
    with running_sink(sink) as (port, name):
        for workers, part in ((1, count // 3), (2, count - count // 3)):
            figures += list(sending(port, workers, part))
    return [_table(customers, name, figures), *slow]


def _table(customers: int, sink: str, figures: list[Figure]) -> Table:
    on = "{python} on {system}, {cores} cores".format(**machine())
    note = (
        f"Measured on {time.strftime('%Y-%m-%d')} with {on}: {customers:,} customers with {PEOPLE} contacts each, on"
        " PostgreSQL on the same machine without waiting for the disk (fsync, synchronous_commit and full_page_writes"
        f" off), with {sink} as the mail server. Ketju and the bare loop take turns of {TURN:,} messages a worker. Both"
        " send whole messages of the same size, one to each recipient. Of the processor: messages for each second of"
        f" the worker and of its database. {os.getloadavg()[1]:.0f} programs wanted one of the processors on average."
    )
    columns = ("what", "by the clock", "of the processor", "limit")
    return Table("Notices", columns, tuple(figures), (note,))


def main() -> int:
    """Measure and print."""
    asked = parser(__doc__)
    asked.add_argument("--sink", default="", help="the path of smtp-sink")
    given = asked.parse_args()
    return told(given, lambda _: measure(given.customers, given.sink), "benchmarks.notices_settings")


if __name__ == "__main__":
    sys.exit(main())

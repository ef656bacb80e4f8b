"""Notices to a mail server that takes its time: more workers send more, up to its limit; what a killed one sends twice.

Where worker, database and mail server share two processors, more workers cannot send more to a server that answers at
once. One that writes each message to a disk lets them wait, and takes only so many at once.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from typing import Any

from benchmarks.measuring import Table
from benchmarks.notices_sink import running_sink, taken_by
from benchmarks.notices_workers import team

SLOW, DISK = (50, 4), (20, 4)
"""Milliseconds to the answer, and how many messages the server works on at once: for more workers, and for kills."""
WORKERS = (1, 2, 4, 8)
TURN, KILLED = 150, 500
"""Messages of a worker in its turn; and those that one claims before it is killed."""
SHARE = 0.8
KILLS = 10
NEEDED = sum(WORKERS) * TURN + 2 * KILLS * KILLED
COLUMNS = ("workers", "bare loop", "Ketju", "of the bare loop", "of the server's limit", "limit")


def growing() -> Table:
    """So many workers, each in its turn, those of Ketju and bare ones."""
    wait, at_once = SLOW
    most = 1000 / wait * at_once
    rows = []
    with running_sink(slow=SLOW) as (port, _):
        for count in WORKERS:
            with team("bare", count, port) as theirs:
                bare = theirs.turn(TURN)
            with team("ours", count, port, TURN) as mine:
                ours = mine.turn(TURN)
            share = ours.rate / bare.rate
            kept = f"≥ {SHARE:.0%} of the bare loop" + ("" if share >= SHARE else ": missed")
            figures = f"{bare.rate:,.0f}/s", f"{ours.rate:,.0f}/s", f"{share:.0%}", f"{ours.rate / most:.0%}"
            rows.append((str(count), *figures, kept))
    note = (
        f"A mail server that answers each message after {wait} ms, as one that writes it to a disk, and works on"
        f" {at_once} at once: {most:,.0f} messages a second at most. Each worker sends {TURN} by one connection."
    )
    return Table("Notices: more workers", COLUMNS, tuple(rows), (note,))


def killing(notice: Any) -> Table:
    """Workers that are killed while they send: what the server took and no row tells, so that it leaves once more."""
    rows = []
    for name, slow, least in (("at once", None, 0.3), (f"after {DISK[0]} ms", DISK, 3.0)):
        with running_sink("", slow=slow or (0, 1)) as (port, _):
            found = list(_twice(notice, port, least))
        mean = sum(found) / len(found)
        rows.append(
            (f"that answers {name}", str(len(found)), f"{mean:.0f}", str(max(found)), _limit(max(found)))
        )
    note = (
        "A worker is killed (SIGKILL) at a random moment while it sends. Twice leaves what the mail server took since"
        " the worker last noted it: it notes after 100 messages, or after 2 seconds. Both have the same Message-ID."
    )
    return Table("Notices: killed workers", _KILLED, tuple(rows), (note,))


_KILLED = ("mail server", "kills", "leave twice, on average", "at most", "limit")


def _limit(most: int) -> str:
    from ketju.web.apps.notices.sending import WINDOW

    return f"≤ {WINDOW}" + ("" if most <= WINDOW else ": missed")


def _twice(notice: Any, port: int, least: float) -> Iterator[int]:
    from ketju.web.apps.notices.models import Delivery

    dice = random.Random(8)
    rows = Delivery.objects.filter(notice=notice)
    for _ in range(KILLS):
        rows.filter(sent_at=None).update(claimed_until=None)
        taken, noted = taken_by(port), rows.filter(sent_at__isnull=False).count()
        with team("ours", 1, port) as mine:
            worker = mine.processes[0]
            assert worker.stdin is not None
            worker.stdin.write(f"{KILLED * KILLS}\n")
            worker.stdin.flush()
            while taken_by(port) == taken:
                time.sleep(0.01)
            time.sleep(least * (0.2 + dice.random()))
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait(30)
        time.sleep(0.5)  # a note that was under way ends
        yield taken_by(port) - taken - (rows.filter(sent_at__isnull=False).count() - noted)

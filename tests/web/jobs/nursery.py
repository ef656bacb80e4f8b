"""Workers that are killed: one process prepares itself, then lets children work that it kills at any moment.

A child begins in a few milliseconds, so that many can be killed in a few seconds. Prints what was done, as JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from datetime import timedelta

import django

django.setup()

from django.db import connections  # noqa: E402

from ketju.web.base.audit.models import AuditEntry  # noqa: E402
from ketju.web.base.jobs.models import OPEN, Job  # noqa: E402
from ketju.web.base.jobs.worker import Worker  # noqa: E402
from tests.web.jobs import deeds  # noqa: E402

LEASE = timedelta(milliseconds=250)
ROUND = timedelta(milliseconds=40)


def enqueue(number: int, chance: random.Random) -> None:
    for index in range(number):
        kind = (deeds.make, deeds.make_and_go_on, deeds.make_in_parts)[index % 3]
        kind.enqueue(f"{index}", chance.random() * 0.008)


def hatch() -> int:
    """A child that works until it is killed; its process id."""
    child = os.fork()
    if child:
        return child
    try:
        Worker(["default"], interval=0.002, lease=LEASE, every=ROUND).work()
    finally:
        os._exit(1)


def kill_some(kills: int, workers: int, chance: random.Random) -> int:
    """Kill so many children, ``workers`` of which work at a time; how many jobs they were at when they died."""
    caught = 0
    for _ in range(kills // workers):
        connections.close_all()
        children = [hatch() for _ in range(workers)]
        time.sleep(chance.uniform(0.02, 0.3))
        for child in children:
            os.kill(child, signal.SIGKILL)
        for child in children:
            _, status = os.waitpid(child, 0)
            assert os.WIFSIGNALED(status), "a worker ended by itself"
            caught += Job.objects.filter(
                OPEN, claimed_until__isnull=False, holder__contains=f":{child}:"
            ).count()
    return caught


def drain() -> None:
    """Let one worker do the rest, and wait for leases of the dead."""
    deadline = time.monotonic() + 600
    while Job.objects.filter(OPEN, name__startswith="tests.").exists() and time.monotonic() < deadline:
        Worker(["default"], interval=0.0, lease=LEASE, every=ROUND).work(until_empty=True)
        time.sleep(0.05)


def main(kills: int, workers: int, jobs: int, seed: int) -> None:
    chance = random.Random(seed)
    enqueue(jobs, chance)
    caught = kill_some(kills, workers, chance)
    left = Job.objects.filter(OPEN, name__startswith="tests.").count()
    done = Job.objects.filter(done_at__isnull=False).count()
    drain()
    counts = Counter(AuditEntry.objects.filter(action="made").values_list("subject", flat=True))
    sys.stdout.write(
        json.dumps(
            {
                "caught": caught,
                "done_by_the_killed": done,
                "left_after_kills": left,
                "open": Job.objects.filter(OPEN, name__startswith="tests.").count(),
                "failed": Job.objects.filter(failed_at__isnull=False).count(),
                "more_than_one_attempt": Job.objects.filter(attempts__gt=1).count(),
                "made": counts,
            }
        )
    )


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))

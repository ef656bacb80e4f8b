"""Several processes at the same thing at once: they work, or they tick. Prints what came of it, as JSON."""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import django

django.setup()

from django.db import connections  # noqa: E402

from ketju.web.base.audit.models import AuditEntry  # noqa: E402
from ketju.web.base.jobs.looking_after import tick  # noqa: E402
from ketju.web.base.jobs.models import Due, Job  # noqa: E402
from ketju.web.base.jobs.schedules import schedule  # noqa: E402
from ketju.web.base.jobs.worker import Worker  # noqa: E402
from tests.web.jobs import deeds  # noqa: E402

HOURS = 20
START = datetime(2026, 11, 29, tzinfo=UTC)


def work() -> None:
    Worker(["default"], every=timedelta(milliseconds=50)).work(until_empty=True)


def tick_hourly() -> None:
    for hour in range(HOURS):
        tick(at=START + timedelta(hours=hour))


def all_at_once(deed: Callable[[], None], processes: int) -> list[int]:
    """Let children do it, beginning in the same moment; how each ended."""
    connections.close_all()
    begin = time.monotonic() + 0.2
    children = []
    for _ in range(processes):
        child = os.fork()
        if child:
            children.append(child)
            continue
        try:
            time.sleep(max(0.0, begin - time.monotonic()))
            deed()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return [os.waitpid(child, 0)[1] for child in children]


def main(what: str, processes: int) -> None:
    if what == "work":
        deeds.make.enqueue_many({"what": str(index)} for index in range(200))
        ends = all_at_once(work, processes)
    else:
        schedule("test.hourly", deeds.hopeless, every=timedelta(hours=1))
        ends = all_at_once(tick_hourly, processes)
    sys.stdout.write(
        json.dumps(
            {
                "ends": ends,
                "made": Counter(AuditEntry.objects.filter(action="made").values_list("subject", flat=True)),
                "attempts": Counter(
                    Job.objects.filter(name__startswith="tests.").values_list("attempts", flat=True)
                ),
                "holders": Job.objects.filter(name__startswith="tests.").values("holder").distinct().count(),
                "due": Due.objects.filter(schedule="test.hourly").count(),
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

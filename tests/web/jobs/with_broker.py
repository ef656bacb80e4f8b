"""Jobs through Celery and a real Redis that is started here, stopped, emptied and started again, with killed workers.

Prints what came of it, as JSON. Called with the port for Redis and a folder.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_tasks import default_task_backend  # noqa: E402
from redis import Redis  # noqa: E402

from ketju.web.base.audit.models import AuditEntry  # noqa: E402
from ketju.web.base.jobs.looking_after import look_after  # noqa: E402
from ketju.web.base.jobs.models import OPEN, Job  # noqa: E402
from tests.web.jobs import deeds  # noqa: E402

LATER = timedelta(seconds=5)


def wait_until(is_so: Callable[[], bool], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError(str(is_so))
        time.sleep(0.05)


def redis(port: str, folder: str) -> subprocess.Popen[bytes]:
    words = ["redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", folder]
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    asked = Redis(port=int(port))

    def answers() -> bool:
        try:
            return bool(asked.ping())
        except OSError:
            return False
        except Exception as wrong:
            assert "onnect" in str(wrong)
            return False

    wait_until(answers)
    return server


def celery() -> subprocess.Popen[bytes]:
    words = ["worker", "--queues", "default", "--concurrency", "2", "--loglevel", "ERROR"]
    command = [sys.executable, "-m", "celery", "-A", "ketju.web.config.celery", *words]
    return subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL)


def open_jobs() -> int:
    return Job.objects.filter(OPEN, queue="default").count()


def main(port: str, folder: str) -> None:
    found: dict[str, object] = {}

    # The broker is away: who enqueues hears nothing of it, and the job waits.
    deeds.make.enqueue("enqueued while the broker is away")
    found["told_while_away"] = Job.objects.filter(handed_at__isnull=False).count()
    server = redis(port, folder)
    found["swept"] = default_task_backend.sweep(at=timezone.now() + LATER)

    # The broker is told after the commit, and of nothing that was rolled back.
    asked = Redis(port=int(port))
    before = asked.llen("default")
    try:
        with transaction.atomic():
            deeds.make.enqueue("rolled back")
            raise LookupError
    except LookupError:
        pass
    with transaction.atomic():
        deeds.make.enqueue("committed")
        found["told_before_commit"] = asked.llen("default") - before
    found["told_after_commit"] = asked.llen("default") - before

    # What the broker forgets is told again.
    asked.flushall()
    found["told_again_at_once"] = default_task_backend.sweep(at=timezone.now() + LATER)
    found["told_again_later"] = default_task_backend.sweep(at=timezone.now() + timedelta(minutes=11))

    # Workers are killed, with all their processes, while they work.
    for index in range(40):
        (deeds.make, deeds.make_and_go_on, deeds.make_in_parts)[index % 3].enqueue(f"{index}", 0.1)
    kills = 0
    for _ in range(3):
        begun = Job.objects.filter(done_at__isnull=False).count()
        workers = celery()
        wait_until(lambda begun=begun: Job.objects.filter(done_at__isnull=False).count() > begun)
        wait_until(lambda: Job.objects.filter(OPEN, claimed_until__isnull=False).exists())
        os.killpg(workers.pid, signal.SIGKILL)
        workers.wait()
        kills += 1
    found["kills"] = kills
    found["caught"] = Job.objects.filter(OPEN, claimed_until__isnull=False).count()
    found["open_after_kills"] = open_jobs()

    # The lease of the dead ends, the broker has forgotten everything, and the rest is done.
    Job.objects.filter(OPEN, claimed_until__isnull=False).update(claimed_until=timezone.now())
    asked.flushall()
    Job.objects.update(handed_at=None)
    workers = celery()

    def is_done() -> bool:
        look_after(at=timezone.now() + LATER / 2)
        time.sleep(0.3)
        return open_jobs() == 0

    wait_until(is_done)
    os.killpg(workers.pid, signal.SIGTERM)
    found["ended"] = workers.wait(60)
    server.terminate()
    server.wait()
    found["made"] = Counter(AuditEntry.objects.filter(action="made").values_list("subject", flat=True))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""How quickly background work is enqueued and done, on SQLite and on PostgreSQL: ``python -m benchmarks web-jobs``."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import ROOT, Benchmark, Cell, Options, Skipped, Table

SIZE, QUICK = 4000, 800
COLUMNS = ("database", "workers", "jobs", "enqueued/s", "in bulk/s", "done/s", "MiB a worker")
NOTES = (
    "Jobs that do nothing, each enqueued in a transaction of its own, and each done in one. The time of starting Python"
    " is left out. PostgreSQL runs on the same machine and, as in the tests, without waiting for the disk (fsync off).",
)


def measure(options: Options) -> list[Table]:
    """Both databases, with one worker and with two."""
    size = QUICK if options.quick else SIZE
    rows: list[tuple[Cell, ...]] = [
        (name, workers, size, *measured) for name, workers, measured in _all(size)
    ]
    return [Table("Background work", COLUMNS, tuple(rows), NOTES)]


def _all(size: int) -> Iterator[tuple[str, int, list[int]]]:
    try:
        from tests.web.postgres import running
    except ImportError as missing:
        raise Skipped(f"the application is not installed: {missing}") from None
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            yield "SQLite", workers, _child(f"sqlite:///{Path(folder) / 'jobs.sqlite3'}", size, workers)
    for workers in (1, 2):
        with running() as address:
            yield "PostgreSQL", workers, _child(address, size, workers)


def _child(address: str, size: int, workers: int) -> list[int]:
    given = {"DJANGO_SETTINGS_MODULE": "tests.web.settings", "KETJU_TEST_DATABASE_URL": address}
    command = [sys.executable, "-m", "benchmarks.web_jobs", str(size), str(workers)]
    run = subprocess.run(
        command, cwd=ROOT, env=os.environ | given, check=True, stdout=subprocess.PIPE, text=True
    )
    return [round(figure) for figure in json.loads(run.stdout)]


def main(size: int, workers: int) -> None:
    """Measure in this process, whose settings say which database; print the figures as JSON."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from ketju.web.base.jobs.models import Job
    from tests.web.jobs.deeds import nothing

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    for _ in range(size // 2):
        nothing.enqueue()
    enqueued = (size // 2) / (time.perf_counter() - began)
    began = time.perf_counter()
    nothing.enqueue_many({} for _ in range(size // 2))
    in_bulk = (size // 2) / (time.perf_counter() - began)
    connections.close_all()
    began = time.perf_counter()
    children = [_worker() for _ in range(workers)]
    for child in children:
        os.waitpid(child, 0)
    done = size / (time.perf_counter() - began)
    assert Job.objects.filter(done_at__isnull=False, attempts=1).count() >= size
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(json.dumps([enqueued, in_bulk, done, memory]))


def _worker() -> int:
    child = os.fork()
    if child:
        return child
    from ketju.web.base.jobs.worker import Worker

    try:
        Worker(["default"]).work(until_empty=True)
    finally:
        os._exit(0)


BENCHMARK = Benchmark("web-jobs", "background work: enqueued and done a second, on both databases", measure)

if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))

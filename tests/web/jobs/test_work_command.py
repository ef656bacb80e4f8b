"""``python -m django work`` as a process: it stops when it is told, and what it leaves is taken up by another one."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone

from ketju.web.base.jobs.claiming import DIED
from ketju.web.base.jobs.models import Due, Job
from tests.web.conftest import GIVEN
from tests.web.jobs import deeds
from tests.web.jobs.conftest import ROOT, Window

Start = Callable[..., subprocess.Popen[bytes]]
QUICK = ("--interval", "0.05", "--lease", "0.5", "--round", "0.1")


@pytest.fixture
def worker(own_database: dict[str, str]) -> Start:
    def start(*words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "django", "work", *QUICK, *words], env=own_database, cwd=ROOT
        )

    return start


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_it_finishes_the_job_at_hand_when_told_to_stop(window: Window, worker: Start, tmp_path: Path) -> None:
    mark = tmp_path / "running"
    window.enqueue(deeds.wait_for, str(mark), "a")
    window.enqueue(deeds.make, "b")
    process = worker()
    wait_until(mark.exists)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    done, waiting = window.jobs()
    assert (done.done_at is not None, done.attempts, waiting.attempts) == (True, 1, 0)
    assert window.made() == ["a"]


def test_it_gives_the_job_back_when_told_twice(window: Window, worker: Start, tmp_path: Path) -> None:
    mark = tmp_path / "running"
    window.enqueue(deeds.wait_for, str(mark), "a")
    process = worker()
    wait_until(mark.exists)
    process.send_signal(signal.SIGTERM)
    time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    (waiting,) = window.jobs()
    assert (waiting.done_at, waiting.claimed_until, waiting.attempts) == (None, None, 0)
    assert window.made() == []


def test_a_job_longer_than_its_lease_is_kept_by_signs_of_life(
    window: Window, worker: Start, tmp_path: Path
) -> None:
    window.enqueue(deeds.wait_for, str(tmp_path / "running"), "a")
    processes = [worker(), worker()]
    try:
        wait_until(lambda: window.jobs()[0].done_at is not None)
    finally:
        for process in processes:
            process.terminate()
    for process in processes:
        process.wait(60)
    assert window.jobs()[0].attempts == 1
    assert window.made() == ["a"]


@pytest.mark.parametrize(("where", "attempts"), [("before", 2), ("within", 2), ("after", 1)])
def test_a_job_whose_worker_dies_in_it_is_done_by_the_next(
    where: str,
    attempts: int,
    window: Window,
    worker: Start,
    tmp_path: Path,
) -> None:
    window.enqueue(deeds.die_once, "a", where, str(tmp_path / "mark"))
    assert worker().wait(60) == -signal.SIGKILL
    second = worker()
    wait_until(lambda: window.jobs()[0].done_at is not None)
    second.terminate()
    second.wait(60)
    assert window.made() == ["a"]
    assert window.jobs()[0].attempts == attempts


@pytest.mark.skipif(not GIVEN.startswith("postgres"), reason="SQLite has no connections that break")
def test_a_worker_outlives_its_connections(window: Window, worker: Start, tmp_path: Path) -> None:
    mark = tmp_path / "running"
    window.enqueue(deeds.wait_for, str(mark), "a")
    process = worker()
    wait_until(mark.exists)
    mark.unlink()
    with connections[Window.alias].cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert cursor.fetchall()
    wait_until(lambda: window.jobs()[0].claimed_until is None)
    Job.objects.using(Window.alias).update(not_before=timezone.now())
    wait_until(mark.exists)
    wait_until(lambda: window.jobs()[0].done_at is not None)
    process.terminate()
    assert process.wait(60) == 0
    assert window.made() == ["a"]
    assert window.jobs()[0].attempts == 2


def test_one_round_of_tick_lets_go_the_jobs_of_the_dead(window: Window, own_database: dict[str, str]) -> None:
    window.enqueue(deeds.make, "a")
    now = timezone.now()
    dead = {"claimed_until": now - timedelta(seconds=1), "holder": "dead", "attempts": 1, "started_at": now}
    Job.objects.using(Window.alias).update(**dead)
    subprocess.run([sys.executable, "-m", "django", "tick"], env=own_database, cwd=ROOT, check=True)
    (job,) = window.jobs()
    assert (job.claimed_until, job.failure) == (None, DIED)
    assert Due.objects.using(Window.alias).filter(schedule="jobs.forget").count() == 1

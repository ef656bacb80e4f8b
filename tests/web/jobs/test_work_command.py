"""``python -m django work`` as a process: it stops when it is told, and what it leaves is taken up by another one."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
QUICK = ("--interval", "0.05", "--lease", "0.5", "--round", "0.1")
ENQUEUE = "import django; django.setup(); from tests.web.jobs import deeds; "
MADE = """
import django; django.setup()
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.jobs.models import Job
print(*sorted(AuditEntry.objects.filter(action="made").values_list("subject", flat=True)))
print(*[f"{job.done_at is not None}/{job.failure or '-'}/{job.attempts}" for job in Job.objects.filter(queue="default")])
"""


@pytest.fixture
def python(own_database: dict[str, str]) -> Callable[..., str]:
    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], env=own_database, cwd=ROOT, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    run("-m", "django", "migrate", "-v", "0")
    return run


@pytest.fixture
def worker(own_database: dict[str, str]) -> Callable[..., subprocess.Popen[bytes]]:
    def start(*words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "django", "work", *QUICK, *words], env=own_database, cwd=ROOT)

    return start


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_it_finishes_the_job_at_hand_when_told_to_stop(
    python: Callable[..., str], worker: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    mark = tmp_path / "running"
    python("-c", f"{ENQUEUE} deeds.wait_for.enqueue({str(mark)!r}, 'a'); deeds.make.enqueue('b')")
    process = worker()
    wait_until(mark.exists)
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert python("-c", MADE).splitlines() == ["a", "True/-/1 False/-/0"]


def test_it_gives_the_job_back_when_told_twice(
    python: Callable[..., str], worker: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    mark = tmp_path / "running"
    python("-c", f"{ENQUEUE} deeds.wait_for.enqueue({str(mark)!r}, 'a')")
    process = worker()
    wait_until(mark.exists)
    process.send_signal(signal.SIGTERM)
    time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert python("-c", MADE).splitlines() == ["", "False/-/0"]


def test_a_job_longer_than_its_lease_is_kept_by_signs_of_life(
    python: Callable[..., str], worker: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    python("-c", f"{ENQUEUE} deeds.wait_for.enqueue({str(tmp_path / 'running')!r}, 'a')")
    processes = [worker(), worker()]
    try:
        wait_until(lambda: "True" in python("-c", MADE))
    finally:
        for process in processes:
            process.terminate()
    assert [process.wait(10) for process in processes] == [0, 0]
    assert python("-c", MADE).splitlines() == ["a", "True/-/1"]


@pytest.mark.parametrize(("where", "attempts"), [("before", 2), ("within", 2), ("after", 1)])
def test_a_job_whose_worker_dies_in_it_is_done_by_the_next(
    where: str,
    attempts: int,
    python: Callable[..., str],
    worker: Callable[..., subprocess.Popen[bytes]],
    tmp_path: Path,
) -> None:
    python("-c", f"{ENQUEUE} deeds.die_once.enqueue('a', {where!r}, {str(tmp_path / 'mark')!r})")
    assert worker().wait(30) == -signal.SIGKILL
    second = worker()
    wait_until(lambda: "True" in python("-c", MADE))
    second.terminate()
    assert second.wait(10) == 0
    made, jobs = python("-c", MADE).splitlines()
    assert made == "a"
    assert jobs.startswith("True/")
    assert jobs.endswith(f"/{attempts}")

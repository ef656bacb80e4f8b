"""Jobs for tests. What they make are entries of the audit trail: nothing there keeps two alike apart."""

from __future__ import annotations

import os
import signal
import time
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from ketju.web.base.audit.writing import MACHINE, audited
from ketju.web.base.jobs.applying import once
from ketju.web.base.jobs.backoff import Backoff
from ketju.web.base.jobs.declaring import GiveUp, job

HERE = "tests.web.jobs.deeds"
SOON = Backoff(first=timedelta(milliseconds=10), longest=timedelta(milliseconds=30))


def made(what: str) -> None:
    """Leave a trace that it was done."""
    audited(MACHINE, "made", "thing", at=timezone.now(), subject=what)


@job(f"{HERE}.make", attempts=10_000, backoff=SOON)
def make(what: str, pause: float = 0.0) -> str:
    made(f"{what}/first")
    time.sleep(pause)
    made(f"{what}/second")
    return what


@job(f"{HERE}.make_and_go_on", attempts=10_000, backoff=SOON)
def make_and_go_on(what: str, pause: float = 0.0) -> None:
    made(f"{what}/own")
    make.enqueue(f"{what}+", pause)
    time.sleep(pause)


@job(f"{HERE}.make_in_parts", attempts=10_000, backoff=SOON, atomic=False)
def make_in_parts(what: str, pause: float = 0.0) -> None:
    for part in range(3):
        with transaction.atomic():
            if once(f"{what}:{part}"):
                made(f"{what}/{part}")
        time.sleep(pause / 3)


@job(f"{HERE}.die_once", attempts=3, backoff=SOON)
def die_once(what: str, where: str, mark: str) -> None:
    """Its worker dies in the first attempt: before the work, in it, or when it has just been committed."""
    is_first = not Path(mark).exists()
    Path(mark).touch()
    if is_first and where == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    made(what)
    if is_first and where == "within":
        os.kill(os.getpid(), signal.SIGKILL)
    if is_first and where == "after":
        transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))


@job(f"{HERE}.die_always", attempts=3, backoff=SOON)
def die_always() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@job(
    f"{HERE}.go_wrong",
    attempts=3,
    backoff=Backoff(first=timedelta(seconds=10), longest=timedelta(seconds=15)),
)
def go_wrong(words: str) -> None:
    made("half")
    raise RuntimeError(words)


@job(f"{HERE}.hopeless")
def hopeless() -> None:
    raise GiveUp


@job(f"{HERE}.hang", attempts=1, timeout=timedelta(milliseconds=50))
def hang() -> None:
    time.sleep(30)


@job(f"{HERE}.wait_for", attempts=3)
def wait_for(mark: str, what: str) -> None:
    """Says that it runs, then takes a while."""
    Path(mark).touch()
    time.sleep(1.5)
    made(what)


@task
def plain(what: str) -> None:
    made(what)


@job(f"{HERE}.nothing")
def nothing() -> None:
    pass

"""Senders, the mail server and the database fail at any moment: nobody is missed, no row is there twice, and a message
leaves twice only within the window that is stated."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.web.conftest import GIVEN
from tests.web.jobs.conftest import ROOT
from tests.web.notices.sink import Sink
from tests.web.operate.installation import installation

WINDOW = 20


def run(
    database: dict[str, str], sink: Sink, kills: int, senders: int, messages: int, seed: int
) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.web.notices.nursery", *map(str, (kills, senders, messages, seed))]
    environment = database | {
        "DJANGO_SETTINGS_MODULE": "tests.web.notices.settings",
        "KETJU_TEST_SINK": str(sink.port),
        "KETJU_LOG_LEVEL": "CRITICAL",
    }
    ran = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=500)
    assert ran.returncode == 0, ran.stderr[-4000:]
    return dict(json.loads(ran.stdout))


def check(found: dict[str, Any], sink: Sink, messages: int, kills: int) -> int:
    """How many left twice."""
    assert found["waiting"] == 0
    assert found["rows"] == messages
    assert len(found["accepted"]) + len(found["failed"]) == messages
    assert found["done"] == 1
    missed = set(found["accepted"]) - set(sink.arrived)
    assert not missed, "noted as taken, and never arrived"
    twice = sum(sink.arrived.values()) - len(sink.arrived)
    dropped = sink.faults["gone after the content"]
    assert twice <= kills * WINDOW + dropped
    sys.stderr.write(f"\n{twice} of {messages} left twice: {kills} kills, {dropped} lost answers\n")
    return twice


@pytest.mark.parametrize("senders", [1, 3])
def test_senders_are_killed(own_database: dict[str, str], senders: int) -> None:
    sink = Sink(senders)
    with sink.running():
        found = run(own_database, sink, 24, senders, 1500, senders)
    check(found, sink, 1500, 24)
    assert set(sink.arrived) == set(found["accepted"])


def test_the_mail_server_fails_in_every_way(own_database: dict[str, str]) -> None:
    sink = Sink(5, trouble=0.03, slow=0.002)
    with sink.running():
        found = run(own_database, sink, 12, 2, 800, 5)
    check(found, sink, 800, 12)
    assert not found["failed"]
    within = {name: count for name, count in sink.faults.items() if name != "421 at the door"}
    assert min(within.values()) > 0, sink.faults  # a few connections: the door may have let all of them in


@pytest.mark.database
@pytest.mark.skipif(not GIVEN.startswith("postgres"), reason="SQLite has no server")
def test_the_database_is_killed(tmp_path: Path) -> None:
    from tests.web.jobs.conftest import environment_of
    from tests.web.postgres import running

    sink = Sink(7, slow=0.004)
    with running() as address, sink.running():
        assert installation(tmp_path / "migrated", address).ketju("migrate").returncode == 0
        reaper = Reaper(address, sink)
        reaper.start()
        try:
            found = run(environment_of(address), sink, 0, 1, 1200, 7)
        finally:
            reaper.stop()
    check(found, sink, 1200, 0)
    assert reaper.killed >= 3


class Reaper(threading.Thread):
    """Kills the database when mail has begun to leave, and starts it again, some times."""

    def __init__(self, address: str, sink: Sink) -> None:
        super().__init__(daemon=True)
        self.address = address
        with psycopg.connect(address, autocommit=True) as server:
            server.execute("ALTER DATABASE postgres SET synchronous_commit = on")
            row = server.execute("SHOW data_directory").fetchone()
        assert row
        self.data, self.killed, self._ended = Path(row[0]), 0, threading.Event()
        self.sink = sink
        self.started: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        while not self._ended.wait(random.uniform(0.7, 1.3)):
            if self.sink.arrived and self.killed < 4:
                self.kill()

    def kill(self) -> None:
        number = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        words = Path(f"/proc/{number}/cmdline").read_bytes().decode().rstrip("\0").split("\0")
        os.kill(number, signal.SIGKILL)
        if self.started is not None:
            self.started.wait(10)
        else:
            os.waitpid(
                number, 0
            )  # it is a child of this process, and while it is not buried, another does not start
        self.killed += 1
        deadline = time.monotonic() + 30
        while not self.is_up(words) and time.monotonic() < deadline:
            time.sleep(0.3)

    def is_up(self, words: list[str]) -> bool:
        """Whether it is up again: not while processes of the old one are still there."""
        from tests.web.postgres import _become

        with (self.data.parent / "restart.log").open("ab") as log:
            quiet: dict[str, Any] = {"stderr": log, "preexec_fn": _become(), "cwd": self.data.parent}
            self.started = subprocess.Popen(words, **quiet)
        for _ in range(100):
            if self.started.poll() is not None:
                return False
            try:
                psycopg.connect(self.address, connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return True
        return False

    def stop(self) -> None:
        self._ended.set()
        self.join(20)
        if self.started is not None:
            self.started.terminate()
            self.started.wait(20)

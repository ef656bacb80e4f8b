"""Workers that send messages when they are told to, those of Ketju and bare ones: ``… ours|bare PORT [BATCH]``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.measuring import ROOT


@dataclass
class Team:
    """What workers have done together: messages, seconds by the clock, seconds of processors, memory of the largest."""

    sent: int = 0
    seconds: float = 0.0
    processor: float = 0.0
    first_mib: float = 0.0
    last_mib: float = 0.0

    def __add__(self, other: Team) -> Team:
        return Team(
            self.sent + other.sent,
            self.seconds + other.seconds,
            self.processor + other.processor,
            self.first_mib or other.first_mib,
            max(self.last_mib, other.last_mib),
        )

    @property
    def rate(self) -> float:
        return self.sent / self.seconds

    @property
    def per_processor(self) -> float:
        return self.sent / self.processor


@dataclass
class Workers:
    """Processes that wait for their turn."""

    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    def turn(self, count: int) -> Team:
        """Each sends so many."""
        began = time.perf_counter()
        for one in self.processes:
            assert one.stdin is not None
            one.stdin.write(f"{count}\n")
            one.stdin.flush()
        told = [json.loads(_line(one)) for one in self.processes]
        memory = max(one["mib"] for one in told)
        return Team(
            sum(one["sent"] for one in told),
            time.perf_counter() - began,
            sum(one["processor"] for one in told),
            memory,
            memory,
        )


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


@contextmanager
def team(kind: str, workers: int, port: int, batch: int = 0) -> Iterator[Workers]:
    """Workers that have begun and wait. ``batch``: how many messages Ketju claims at once, 0 for its own number."""
    command = [sys.executable, "-m", "benchmarks.notices_workers", kind, str(port), str(batch)]
    environment = os.environ | {"KETJU_BENCH_SINK": str(port)}
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    made = [subprocess.Popen(command, cwd=ROOT, env=environment, **pipes) for _ in range(workers)]
    try:
        for one in made:
            assert _line(one) == "ready\n"
        yield Workers(made)
    finally:
        for one in made:
            assert one.stdin is not None
            one.stdin.close()
            one.wait(30)


def _memory() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _serve(send: Any, processor: Any) -> None:
    print("ready", flush=True)
    for line in sys.stdin:
        began = processor()
        sent = send(int(line))
        told = {"sent": sent, "processor": processor() - began, "mib": _memory()}
        print(json.dumps(told), flush=True)


def _ours(batch: int) -> None:
    import django

    django.setup()
    from django.db import connection

    from ketju.web.apps.notices.sending import BATCH, Sender

    sender = Sender(batch=batch or BATCH)
    connection.ensure_connection()
    other = f"/proc/{connection.connection.info.backend_pid}/schedstat"

    def send(count: int) -> int:
        sent = 0
        while sent < count and (some := sender.round()):
            sent += some
        return sent

    def processor() -> float:
        return time.process_time() + int(Path(other).read_text().split()[0]) / 1e9

    _serve(send, processor)
    sender.close()


def _bare(port: int) -> None:
    import smtplib

    import django

    django.setup()
    from ketju.web.apps.notices.mime import Recipient, mail_for, prepared
    from tests.web.notices.filling import HTML, TEXT

    mail = prepared(
        "Kite: näin muuttuu", TEXT, HTML, sender=("Kite", "notices@kite.example"), language="en", mark="m"
    )
    link = "https://ketju.example/portal/cus_0123456789abcdefghjkmnpqrs/changes/chg_1/"
    one = Recipient(
        "p1@c1.example.org", "dlv_1@kite.example", "Mon, 02 Mar 2026 09:00:00 +0000", "Wren", link, "a@b.c"
    )
    content = mail_for(mail, one)
    smtp = smtplib.SMTP("127.0.0.1", port, timeout=30)

    def send(count: int) -> int:
        for number in range(count):
            smtp.sendmail("notices@kite.example", [f"p1@c{number}.example.org"], content)
        return count

    _serve(send, time.process_time)
    smtp.quit()


if __name__ == "__main__":
    _ours(int(sys.argv[3])) if sys.argv[1] == "ours" else _bare(int(sys.argv[2]))

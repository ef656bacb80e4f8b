"""Everything that runs in the story: the application, its worker, its inbox, a mail system, and one clock for all."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.browser.app.serving import ROOT, environment, free_port, wait_for_server
from tests.browser.spec003 import clock, post

HERE = ZoneInfo("Europe/Helsinki")
MOVED = [sys.executable, "-m", "tests.browser.spec003.clock"]
PATIENCE = 180.0
"""Seconds that background work may take."""


@dataclass
class World:
    """Where the application is, who is in it, and what time it is."""

    address: str
    folder: Path
    env: dict[str, str]
    clock: Path
    mail: post.Post
    browser: Any
    ids: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    def at(self, year: int, month: int, day: int, hour: int = 9) -> datetime:
        """An hour of a day in Helsinki."""
        return datetime(year, month, day, hour, tzinfo=HERE)

    def move_to(self, at: datetime) -> None:
        """Time goes on; sessions that ran out meanwhile are begun anew."""
        clock.move(self.clock, at)
        self.fill("sessions")

    def fill(self, what: str) -> None:
        """Put something into the application that is not the story's to enter by hand."""
        told = json.loads(self.run("tests.browser.spec003.filling", what))
        self.ids |= told["ids"]
        self.sessions |= told["sessions"]

    def run(self, *command: str) -> str:
        """What a program of the application says, under the clock."""
        done = subprocess.run(
            [*MOVED, *command], check=True, env=self.env, cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        return done.stdout

    def page(self, who: str, language: str = "en", **more: Any) -> Any:
        """A page of a browser that is signed in as somebody, "" for nobody."""
        context = self.browser.new_context(base_url=self.address, bypass_csp=True, **more)
        context.add_cookies([{"name": "language", "value": language, "url": self.address}])
        if who:
            context.add_cookies([{"name": "session", "value": self.sessions[who], "url": self.address}])
        made = context.new_page()
        made.set_default_timeout(60_000)
        return made


def until(is_so: Callable[[], object], what: str) -> None:
    """Wait for background work."""
    assert came(is_so, PATIENCE), f"waited in vain: {what}"


def came(is_so: Callable[[], object], patience: float) -> bool:
    """Whether something is so within some seconds."""
    ends = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > ends:
            return False
        time.sleep(0.3)
    return True


@contextmanager
def running(folder: Path, browser: Any, began: datetime) -> Iterator[World]:
    """The application, its worker, its inbox and a mail system; all are stopped at the end."""
    web, lmtp, file = free_port(), free_port(), folder / "clock"
    clock.move(file, began)
    address = f"http://127.0.0.1:{web}"
    with ExitStack() as ends:
        mail = ends.enter_context(post.running(lmtp, "gone@raita.example.com"))
        env = {
            **os.environ, **environment(folder, address), clock.FILE: str(file),
            "KETJU_MAIL_URL": f"smtp://127.0.0.1:{mail.port}?tls=no", "KETJU_MAIL_FROM": "Liana <notices@liana.example.com>",
            "KETJU_INBOX_URL": f"lmtp://127.0.0.1:{lmtp}", "KETJU_INBOX_ADDRESS": post.INBOX,
            "KETJU_MAIL_PER_DOMAIN": "1000", "KETJU_PAGES_PER_MINUTE": "0",
        }  # fmt: skip
        world = World(address, folder, env, file, mail, browser)
        (folder / "static").mkdir()
        for command in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "--noinput", "-v0"]):
            world.run("django", *command)
        world.fill("staff")
        ketju = ["-c", "from tests.browser.spec003.clock import install; install(); "
            "import sys; from ketju.cli.main import main; sys.exit(main(sys.argv[1:]))"]  # fmt: skip
        ends.enter_context(_process(world, "work", [*ketju, "work"]))
        ends.enter_context(_process(world, "inbox", [*ketju, "receive-mail"]))
        until(lambda: _listens(lmtp), "the inbox")
        granian = [
            "-m", "granian", "--interface", "wsgi", "--port", str(web), "--blocking-threads", "2",
            "tests.browser.spec003.moved:application",
        ]  # fmt: skip
        server = ends.enter_context(_process(world, "server", granian))
        wait_for_server(address, server, folder / "server.log")
        yield world


@contextmanager
def _process(world: World, name: str, command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    with (world.folder / f"{name}.log").open("wb") as target:
        started = subprocess.Popen(
            [sys.executable, *command],
            env=world.env,
            cwd=ROOT,
            stdout=target,
            stderr=target,
            start_new_session=True,
        )
    try:
        yield started
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        started.wait(60)


def _listens(port: int) -> bool:
    with socket.socket() as found:
        return found.connect_ex(("127.0.0.1", port)) == 0

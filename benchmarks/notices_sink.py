"""A mail server that takes everything and keeps nothing: at once, or like one that writes each message to a disk.

``python -m benchmarks.notices_sink PORT [MILLISECONDS AT_ONCE]``: it answers a message after so long, and works on so
many at once. NOOP tells how many it took.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.measuring import ROOT


@contextmanager
def running_sink(path: str = "", slow: tuple[int, int] | None = None) -> Iterator[tuple[int, str]]:
    """The port of a sink that runs while the context is open, and its name. ``slow`` is after how many milliseconds it
    answers, and on how many messages it works at once.
    """
    found = "" if slow else path or shutil.which("smtp-sink") or ""
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        port = plug.getsockname()[1]
    command = [sys.executable, "-m", "benchmarks.notices_sink", str(port), *map(str, slow or ())]
    if found:
        user = ["-u", "nobody"] if os.getuid() == 0 else []
        command = [found, *user, f"127.0.0.1:{port}", "256"]
    sink = subprocess.Popen(command, cwd=ROOT)
    try:
        _wait(port)
        yield port, "smtp-sink of postfix" if found else "a sink in Python"
    finally:
        sink.terminate()
        sink.wait(10)


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the sink does not listen")


def taken_by(port: int) -> int:
    """How many messages a sink in Python took."""
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as smtp:
        return int(smtp.noop()[1])


class _Disk:
    """What all connections write to: so many messages at once, each for so many seconds."""

    def __init__(self, seconds: float = 0.0, at_once: int = 1) -> None:
        self.seconds, self.taken = seconds, 0
        self._free = asyncio.Semaphore(at_once)

    async def write(self) -> None:
        async with self._free:
            await asyncio.sleep(self.seconds)


class _Sink(asyncio.Protocol):
    """Enough of SMTP to take a message."""

    def __init__(self, disk: _Disk) -> None:
        self.disk = disk
        self.held, self.is_content, self.is_writing = b"", False, False
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.out: asyncio.Transport = transport  # type: ignore[assignment]
        self.out.write(b"220 sink ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        self.held += data
        while not self.is_writing:
            before, found, after = self.held.partition(b"\r\n.\r\n" if self.is_content else b"\r\n")
            if not found:
                return
            self.held = after
            if not self.is_content:
                self.out.write(self._answer(before[:4].upper()))
            elif self.disk.seconds:
                self.is_writing = True
                self._task = asyncio.get_running_loop().create_task(self._write())
            else:
                self._take()

    async def _write(self) -> None:
        await self.disk.write()
        self.is_writing = False
        self._take()
        self.data_received(b"")

    def _take(self) -> None:
        self.is_content = False
        self.disk.taken += 1
        self.out.write(b"250 taken\r\n")

    def _answer(self, command: bytes) -> bytes:
        if command == b"EHLO":
            return b"250-sink\r\n250 PIPELINING\r\n"
        if command == b"DATA":
            self.is_content = True
            return b"354 go on\r\n"
        if command == b"NOOP":
            return b"250 %d\r\n" % self.disk.taken
        return b"221 bye\r\n" if command == b"QUIT" else b"250 ok\r\n"


async def _main(port: int, milliseconds: int = 0, at_once: int = 1) -> None:
    disk = _Disk(milliseconds / 1000, at_once)
    server = await asyncio.get_running_loop().create_server(lambda: _Sink(disk), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main(*map(int, sys.argv[1:])))

"""A mail server that takes everything and keeps nothing."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.measuring import ROOT


@contextmanager
def running_sink(path: str = "") -> Iterator[tuple[int, str]]:
    """The port of a sink that runs while the context is open, and its name."""
    found = path or shutil.which("smtp-sink") or ""
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        port = plug.getsockname()[1]
    command = [sys.executable, "-m", "benchmarks.notices_sink", str(port)]
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


class _Sink(asyncio.Protocol):
    """Enough of SMTP to take a message."""

    def __init__(self) -> None:
        self.held, self.is_content = b"", False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.out: asyncio.Transport = transport  # type: ignore[assignment]
        self.out.write(b"220 sink ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        self.held += data
        while True:
            end, answer = (b"\r\n.\r\n", b"250 taken\r\n") if self.is_content else (b"\r\n", b"")
            before, found, after = self.held.partition(end)
            if not found:
                return
            self.held = after
            self.out.write(answer or self._answer(before[:4].upper()))
            if self.is_content:
                self.is_content = False

    def _answer(self, command: bytes) -> bytes:
        if command == b"EHLO":
            return b"250-sink\r\n250 PIPELINING\r\n"
        if command == b"DATA":
            self.is_content = True
            return b"354 go on\r\n"
        return b"221 bye\r\n" if command == b"QUIT" else b"250 ok\r\n"


async def _main(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(_Sink, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1])))

"""A real IMAP server for tests: pymap with a box in memory, in a process of its own."""

from __future__ import annotations

import imaplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

USER, PASSWORD = "demouser", "demopass"


@dataclass
class ImapServer:
    port: int
    process: subprocess.Popen[bytes]

    @property
    def box(self) -> dict[str, object]:
        """What KETJU_INBOX_URL says of it."""
        return {
            "kind": "imap", "host": "127.0.0.1", "port": self.port, "user": USER, "password": PASSWORD, "box": "INBOX",
        }  # fmt: skip

    def client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        client.login(USER, PASSWORD)
        return client

    def put(self, *messages: bytes) -> None:
        client = self.client()
        for one in messages:
            status, said = client.append("INBOX", "", None, one)  # type: ignore[arg-type]
            assert status == "OK", said
        client.logout()

    def empty(self) -> None:
        client = self.client()
        client.select("INBOX")
        if client.search(None, "ALL")[1][0]:
            client.store("1:*", "+FLAGS", r"(\Deleted)")
            client.expunge()
        client.logout()

    def uids(self) -> list[int]:
        client = self.client()
        client.select("INBOX", readonly=True)
        _, found = client.uid("SEARCH", "ALL")
        client.logout()
        return [int(one) for one in found[0].split()]

    def flags(self) -> list[str]:
        client = self.client()
        client.select("INBOX", readonly=True)
        _, found = client.fetch("1:*", "(UID FLAGS)")
        client.logout()
        return [one.decode() for one in found if isinstance(one, bytes)]


@contextmanager
def running() -> Iterator[ImapServer]:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        port = int(plug.getsockname()[1])
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-c",
        "from pymap.main import main; main()",
        "--no-tls",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command = [*command, "--no-service", "managesieve", "dict"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = ImapServer(port, process)
    try:
        _wait(server)
        yield server
    finally:
        process.terminate()
        process.wait(10)


def _wait(server: ImapServer) -> None:
    for _ in range(100):
        try:
            server.client().logout()
            return
        except OSError:
            time.sleep(0.1)
        assert server.process.poll() is None, "the IMAP server ended"
    raise RuntimeError("the IMAP server did not start")

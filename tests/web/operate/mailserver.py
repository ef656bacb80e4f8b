"""A real mail server for tests: takes mail, refuses it by the name before the @, or is slow."""

from __future__ import annotations

import asyncio
import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller

REFUSALS = {
    "nobody": "550 5.1.1 nobody@example.org: no such user",
    "full": "452 4.2.2 mailbox full",
    "busy": "421 4.3.2 come back later",
}


class MailServer:
    """What arrived, in order, and how many times each message id did."""

    def __init__(self) -> None:
        self.arrived: list[Message] = []
        self.senders: list[str] = []
        self.refusing = dict(REFUSALS)
        self.data_answer = ""
        self.seconds = 0.0
        self.port = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        refusal = self.refusing.get(address.partition("@")[0])
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.data_answer:
            return self.data_answer
        self.arrived.append(email.message_from_bytes(envelope.content))
        self.senders.append(envelope.mail_from)
        if self.seconds:
            await asyncio.sleep(self.seconds)
        return "250 2.0.0 taken"

    @contextmanager
    def running(self) -> Iterator[None]:
        with socket.socket() as plug:
            plug.bind(("127.0.0.1", 0))
            self.port = plug.getsockname()[1]
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield
        finally:
            controller.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?tls=no"

    def ids(self) -> list[str]:
        return [str(one["Message-ID"]) for one in self.arrived]

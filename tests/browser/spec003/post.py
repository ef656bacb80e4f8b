"""A mail system for a test: SMTP in, mailboxes to look into, what is for the processor's inbox handed over by LMTP."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

INBOX = "answers@liana.example.com"


@dataclass
class Post:
    """Mail that arrived, by address; addresses in ``dead`` are refused, as by a server that knows nobody there."""

    lmtp: int
    dead: set[str] = field(default_factory=set)
    boxes: dict[str, list[EmailMessage]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.dead:
            self.refused.append(address)
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        for address in envelope.rcpt_tos:
            if _is_inbox(address):
                hand_over(self.lmtp, envelope.mail_from or "", address, content)
            self.boxes.setdefault(address, []).append(message_from_bytes(content, policy=policy.default))
        return "250 2.0.0 taken"

    def to(self, address: str) -> list[EmailMessage]:
        """What arrived for an address."""
        return self.boxes.get(address, [])


def _is_inbox(address: str) -> bool:
    name, _, domain = INBOX.partition("@")
    return address == INBOX or (address.startswith(f"{name}+") and address.endswith(f"@{domain}"))


def hand_over(port: int, sender: str, address: str, content: bytes) -> None:
    """Give a message to the processor's inbox."""
    with smtplib.LMTP("127.0.0.1", port) as box:
        box.sendmail(sender, [address], content)


@contextmanager
def running(lmtp: int, *dead: str) -> Iterator[Post]:
    """The mail system, while the context is open."""
    from tests.browser.app.serving import free_port

    post = Post(lmtp, set(dead), port=free_port())
    server = Controller(post, hostname="127.0.0.1", port=post.port)
    server.start()
    try:
        yield post
    finally:
        server.stop()

"""The LMTP server (RFC 2033): the mail system hands over mail, and is told "taken" only when the row is written."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import suppress
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session
from django.conf import settings
from django.db import connections
from django.utils import timezone

from ketju.web.base.inbox.addresses import is_ours
from ketju.web.base.inbox.boxes import note_read
from ketju.web.base.inbox.keeping import keep
from ketju.web.base.inbox.parsing import LARGEST

EVERY = 30.0
"""Seconds between two notes that the server is there."""
log = logging.getLogger(__name__)
logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # it writes addresses out


class Server(LMTP):
    """The protocol, for lines as long as mail systems write them."""

    line_length_limit = 1_000_000


class Taking:
    """What is answered to each command. One recipient at a time, so that there is one answer to give."""

    async def handle_RCPT(  # noqa: N802
        self, server: Server, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Mail for our address is taken, also with words after a +."""
        if not is_ours(address):
            return "550 5.1.1 no such mailbox"
        if envelope.rcpt_tos:
            return "452 4.5.3 one recipient at a time"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Taken when it is kept; what goes wrong on our side is to be tried again."""
        content = envelope.original_content or b""
        try:
            await asyncio.to_thread(
                _keep, content, (envelope.mail_from or "").strip("<>"), tuple(envelope.rcpt_tos)
            )
        except Exception as error:
            log.error("a message could not be kept: %s", type(error).__name__)
            return "451 4.3.0 try again later"
        return "250 2.0.0 kept"


def _keep(content: bytes, sender: str, to: tuple[str, ...]) -> None:
    try:
        keep(content, at=timezone.now(), sender=sender, to=to)
    finally:
        connections.close_all()  # threads come and go, and mail is seldom


async def serve(host: str, port: int, ready: asyncio.Event | None = None) -> None:
    """Take mail until told to end."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError, ValueError, RuntimeError):
            loop.add_signal_handler(one, ended.set)
    server = await loop.create_server(_protocol, host, port)
    if ready is not None:
        ready.set()
    beat = loop.create_task(_beats(host, port))
    try:
        await ended.wait()
    finally:
        beat.cancel()
        server.close()
        await server.wait_closed()


def _protocol() -> Any:
    return Server(
        Taking(), data_size_limit=LARGEST, enable_SMTPUTF8=True, decode_data=False, hostname="ketju", ident="Ketju"
    )  # fmt: skip


async def _beats(host: str, port: int) -> None:
    while True:
        await asyncio.to_thread(_beat)
        await asyncio.sleep(EVERY)


def _beat() -> None:
    """Note that the server listens and that the database can be written: that is what "read" means here."""
    try:
        note_read(timezone.now())
    except Exception as error:
        log.error("the inbox cannot be written: %s", type(error).__name__)
    finally:
        connections.close_all()


def run() -> None:
    """Take mail at the address of KETJU_INBOX_URL."""
    box = settings.INBOX
    asyncio.run(serve(box["host"], box["port"]))

"""Send what waits in the outbox.

Every message leaves at least once, and twice only in one window: between the moment the mail server says that it took
it and the moment our row says so. Whoever is killed within it leaves a claim; when that has run out, the message is
sent anew, with the same Message-ID, by which many mail systems drop the second one.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from ketju.web.base.outbox.claiming import claim, finish, give_back
from ketju.web.base.outbox.delivery import DeliveryFailed, failure_from, wait_after
from ketju.web.base.outbox.health import is_of_address, note_report
from ketju.web.base.outbox.marks import marks_of, metadata_of
from ketju.web.base.outbox.models import Message
from ketju.web.base.outbox.reads import is_kept_in, may_send
from ketju.web.base.outbox.writes import domain_of

BATCH = 20
MARGIN = timedelta(seconds=60)
"""A message is not begun when its claim has less time left than a mail server may take."""
AFTER_TROUBLE = 30.0
"""Seconds to wait when the mail server or the database cannot be reached."""
log = logging.getLogger(__name__)


def drain(most: int = 10_000) -> int:
    """Send what may leave now, up to a number; how many left."""
    return _drained(most)[0]


def _drained(most: int) -> tuple[int, bool]:
    sent = 0
    while sent < most and may_send():
        batch = claim(timezone.now(), min(BATCH, most - sent))
        if not batch:
            break
        left, went_well = send_batch(batch)
        sent += left
        if not went_well:
            return sent, False
    return sent, True


def send_batch(batch: Sequence[Message]) -> tuple[int, bool]:
    """Send claimed messages by one connection: how many left, and whether the connection held."""
    sent = 0
    connection = get_connection(settings.MAIL_BACKEND)
    try:
        connection.open()
    except Exception as error:
        log.error("the mail server cannot be reached: %s", failure_from(error).reason)
        give_back(batch)
        return 0, False
    try:
        for number, message in enumerate(batch):
            if not _may_begin(message, timezone.now()):
                give_back(batch[number:])
                return sent, True
            if is_kept_in(message):
                give_back([message])
                continue
            failed = _attempt(connection, message)
            if failed is None:
                sent += 1
            elif failed.is_of_connection:
                give_back(batch[number + 1 :])
                return sent, False
        return sent, True
    finally:
        _close(connection)


def _may_begin(message: Message, at: datetime) -> bool:
    return message.claimed_until is not None and at + MARGIN < message.claimed_until


def _attempt(connection: Any, message: Message) -> DeliveryFailed | None:
    try:
        mail_of(message, connection).send()
    except Exception as error:
        failed = failure_from(error)
        _note_failure(message, failed, timezone.now())
        return failed
    if not finish(message, sent_at=timezone.now(), failure=""):
        log.warning("message %s was sent by two: its claim ran out on the way", message.public_id)
    return None


def _note_failure(message: Message, failed: DeliveryFailed, at: datetime) -> None:
    wait = None if failed.is_permanent else wait_after(message.attempts)
    if wait is None:
        log.warning("message %s is given up: %s", message.public_id, failed.reason)
        finish(message, failed_at=at, failure=failed.reason[:200])
        if failed.is_permanent and is_of_address(failed.reason):
            note_report(message, "unreachable", at, failed.reason.rpartition(" ")[2])
        return
    log.info("message %s waits: %s", message.public_id, failed.reason)
    finish(message, not_before=at + wait, failure=failed.reason[:200])


def mail_of(message: Message, connection: Any = None) -> EmailMessage:
    """A message as mail: from nobody who answers by machine, with an id that stays the same (RFC 3834, 5; RFC 5322)."""
    headers = {
        "Message-ID": f"<{message.public_id}@{home()}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": message.language,
    }
    if message.reply_to:
        headers["Reply-To"] = message.reply_to
    sender = bounces_to(message)
    if sender:
        headers["From"] = settings.DEFAULT_FROM_EMAIL
    if message.unsubscribe:
        headers["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    headers |= marks_of(message.public_id)
    mail = EmailMessage(
        message.subject, message.text, sender or None, [message.to], connection=connection, headers=headers
    )
    mail.metadata = metadata_of(message.public_id)  # type: ignore[attr-defined]
    return mail


def home() -> str:
    """The domain in the ids of our messages."""
    return domain_of(settings.DEFAULT_FROM_EMAIL) or "localhost"


def bounces_to(message: Message) -> str:
    """The sender of the envelope: an address of our inbox that names the message, so that a bounce tells which."""
    name, _, domain = settings.INBOX_ADDRESS.rpartition("@")
    return f"{name}+{message.public_id}@{domain}" if name else ""


def _close(connection: Any) -> None:
    try:
        connection.close()
    except OSError:
        log.info("the mail server had closed the connection")


class Drainer(Thread):
    """Sends mail beside other work, every few seconds."""

    def __init__(self, every: float = 2.0) -> None:
        super().__init__(name="mail", daemon=True)
        self.every = every
        self._ended = Event()

    def run(self) -> None:
        """Drain until told to stop. A database that is away for a while is waited for."""
        while not self._ended.is_set():
            self._ended.wait(self.every if self._went_well() else AFTER_TROUBLE)

    def _went_well(self) -> bool:
        close_old_connections()
        try:
            return _drained(BATCH * 50)[1]
        except DatabaseError as error:
            log.error("the outbox cannot be read: %s", type(error).__name__)
            return False

    def stop(self) -> None:
        """End after the message that is being sent."""
        self._ended.set()
        if self.is_alive():
            self.join(40)

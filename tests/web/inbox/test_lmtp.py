"""A real LMTP client hands mail over to the real server."""

from __future__ import annotations

import asyncio
import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.db import connection, connections
from django.test import override_settings
from django.utils import timezone

from ketju.web.base.access.models import Processor
from ketju.web.base.inbox import lmtp
from ketju.web.base.inbox.boxes import is_read, last_read
from ketju.web.base.inbox.models import Box, Received
from ketju.web.base.inbox.parsing import LARGEST

from .conftest import BOX
from .mails import mail

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="an SQLite in memory is not for several threads; the round trip by processes runs on a file",
    ),
]


@pytest.fixture
def port() -> Iterator[int]:
    """The port of the server, which runs in a thread."""
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        number = int(plug.getsockname()[1])
    loop = asyncio.new_event_loop()
    ready = threading.Event()
    main: list[asyncio.Task[None]] = []

    async def serve() -> None:
        event = asyncio.Event()
        task = asyncio.ensure_future(lmtp.serve("127.0.0.1", number, event))
        main.append(task)
        await event.wait()
        ready.set()
        with suppress(asyncio.CancelledError):
            await task

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    with override_settings(INBOX={**BOX, "port": number}):
        thread.start()
        assert ready.wait(10)
        yield number
        loop.call_soon_threadsafe(main[0].cancel)
        thread.join(10)
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
    connections.close_all()


def test_mail_is_taken_when_it_is_kept(port: int, kite: Processor) -> None:
    with smtplib.LMTP("127.0.0.1", port, timeout=10) as client:
        assert client.sendmail("ada@example.org", ["answers@example.com"], mail("..dots\r\n.\r\nend")) == {}
        assert client.sendmail("", ["ANSWERS+x@EXAMPLE.com"], mail("null sender")) == {}
        assert client.sendmail("ada@example.org", ["answers@example.com"], mail("long " + "y" * 5000)) == {}
    assert [one.kind for one in Received.objects.order_by("pk")] == ["person", "bounce", "person"]
    assert Received.objects.order_by("pk")[0].text == "..dots\n.\nend"


def test_the_same_message_twice_is_one(port: int, kite: Processor) -> None:
    for _ in range(3):
        with smtplib.LMTP("127.0.0.1", port, timeout=10) as client:
            client.sendmail("ada@example.org", ["answers@example.com"], mail())
    assert Received.objects.count() == 1


def test_mail_for_others_is_refused_and_one_recipient_at_a_time(port: int, kite: Processor) -> None:
    with smtplib.LMTP("127.0.0.1", port, timeout=10) as client:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            client.sendmail("a@example.org", ["root@example.com"], mail())
        assert refused.value.recipients["root@example.com"][0] == 550
        client.ehlo_or_helo_if_needed()
        client.mail("a@example.org")
        assert client.rcpt("answers@example.com")[0] == 250
        assert client.rcpt("answers+b@example.com")[0] == 452
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as wrong:
        assert wrong.ehlo()[0] == 500


def test_too_much_is_refused_for_good(port: int, kite: Processor) -> None:
    with smtplib.LMTP("127.0.0.1", port, timeout=60) as client:
        client.ehlo_or_helo_if_needed()
        with pytest.raises(smtplib.SMTPException):
            client.sendmail("a@example.org", ["answers@example.com"], b"x\r\n" * (LARGEST // 3 + 100))
    assert not Received.objects.exists()


def test_what_cannot_be_kept_is_to_be_tried_again(
    port: int, kite: Processor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **names: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(lmtp, "keep", broken)
        with (
            smtplib.LMTP("127.0.0.1", port, timeout=10) as client,
            pytest.raises(smtplib.SMTPDataError) as refused,
        ):
            client.sendmail("a@example.org", ["answers@example.com"], mail())
    assert refused.value.smtp_code == 451
    with smtplib.LMTP("127.0.0.1", port, timeout=10) as client:
        client.sendmail("a@example.org", ["answers@example.com"], mail())
    assert Received.objects.count() == 1


def test_the_server_says_that_it_is_there(port: int) -> None:
    for _ in range(50):
        if Box.objects.exclude(read_at=None).exists():
            break
        threading.Event().wait(0.1)
    assert is_read(timezone.now()) and last_read() is not None

"""The whole way round: ``ketju check-install --test-mail`` sends by SMTP, the mail system hands over by LMTP to
``ketju receive-mail``, and the message is there.
"""

from __future__ import annotations

import signal
import smtplib
import socket
import time
from typing import Any

from tests.web.operate.installation import Installation
from tests.web.operate.mailserver import MailServer

OFFLINE = ("check-install", "--offline", "--test-mail")


class Relay(MailServer):
    """A mail system: what it takes for the inbox it hands over by LMTP."""

    lmtp = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        if self.lmtp:
            with smtplib.LMTP("127.0.0.1", self.lmtp, timeout=10) as client:
                client.sendmail(envelope.mail_from, envelope.rcpt_tos, envelope.content)
        return answer


def free() -> int:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])


def listens(port: int) -> None:
    for _ in range(200):
        with socket.socket() as plug:
            if plug.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("ketju receive-mail does not listen")


def test_a_message_goes_out_and_comes_in(migrated: Installation) -> None:
    server, port = Relay(), free()
    with server.running():
        more = {"KETJU_MAIL_URL": server.url, "KETJU_INBOX_URL": f"lmtp://127.0.0.1:{port}"}
        more["KETJU_INBOX_ADDRESS"] = "answers@example.com"
        receiver = migrated.started("receive-mail", **more)
        try:
            listens(port)
            server.lmtp = port
            ran = migrated.ketju(*OFFLINE, **more)
            assert "The test message arrived after" in ran.stderr, ran.stderr
            assert "ketju.W03" not in ran.stdout, ran.stdout
        finally:
            receiver.send_signal(signal.SIGTERM)
            assert receiver.wait(60) == 0
    assert migrated.python(
        "from ketju.web.base.inbox.models import Received; print(*[one.kind for one in Received.objects.all()])"
    ) == "test"  # fmt: skip


def test_without_a_way_it_says_so(migrated: Installation) -> None:
    ran = migrated.ketju(*OFFLINE)
    assert ran.returncode == 1 and "KETJU_INBOX_URL" in ran.stderr
    assert migrated.ketju("receive-mail").returncode == 2
    over_imap = {"KETJU_INBOX_URL": f"imap://u:secret@127.0.0.1:{free()}/INBOX"}
    assert migrated.ketju("receive-mail", **over_imap).returncode == 2
    ran = migrated.ketju("receive-mail", "--once", **over_imap)
    assert (ran.returncode, "ConnectionRefusedError" in ran.stderr, "secret" in ran.stderr) == (
        1,
        True,
        False,
    )

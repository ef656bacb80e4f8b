"""One SMTP connection that stays open, with commands sent together where the server allows it (RFC 2920).

``smtplib`` opens the connection, encrypts it and signs in; a message then takes two round trips, and one where the
content of a message and the commands of the next go out together.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from email import message_from_bytes, policy
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from ketju.web.base.outbox.marks import metadata_of

_PAUSE = 421
Envelope = tuple[str, str]
"""Sender and recipient, as they stand in commands."""


def _nothing() -> None:
    """Nothing is to be done."""


class Line:
    """A connection to the mail server."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        self.smtp = smtp
        smtp.ehlo_or_helo_if_needed()
        self.is_pipelining = smtp.has_extn("pipelining")
        self._begun: Envelope | None = None

    def send(
        self,
        envelope: Envelope,
        content: bytes,
        following: Envelope | None = None,
        meanwhile: Callable[[], None] = _nothing,
    ) -> None:
        """Send one message; it returns when the server has taken it. ``meanwhile`` is done while it works on it.

        ``following`` is the envelope of the message that comes next: its commands go out with the content of this one.
        Where another one or none comes, the connection has to be closed. Raises what ``smtplib`` raises:
        SMTPSenderRefused, SMTPRecipientsRefused, SMTPDataError, SMTPServerDisconnected, OSError.
        """
        begun, self._begun = self._begun, None
        if begun is None:
            answers = self._begin(envelope)
        elif begun == envelope:
            answers = [self._answer() for _ in range(3)]
        else:
            raise smtplib.SMTPServerDisconnected("another message was begun")
        self._check(answers, envelope)
        more = following if self.is_pipelining else None
        self._out(content + b".\r\n" + (_commands(more) if more else b""))
        self._begun = more
        meanwhile()
        code, said = self._answer()
        if code != 250:
            if code == _PAUSE:
                self._begun = None
            raise smtplib.SMTPDataError(code, said)

    @property
    def is_waiting(self) -> bool:
        """Whether the server waits for a message that was begun."""
        return self._begun is not None

    def _out(self, data: bytes) -> None:
        self.smtp.send(data)

    def _answer(self) -> tuple[int, bytes]:
        return self.smtp.getreply()

    def _begin(self, envelope: Envelope) -> list[tuple[int, bytes]]:
        if self.is_pipelining:
            self._out(_commands(envelope))
            return [self._answer() for _ in range(3)]
        answers = []
        for command in _commands(envelope).splitlines(keepends=True):
            self._out(command)
            answers.append(self._answer())
            if answers[-1][0] // 100 not in (2, 3):
                break
        return answers

    def _check(self, answers: list[tuple[int, bytes]], envelope: Envelope) -> None:
        """Whether the server waits for the content. One that does although it refused a command gets none."""
        (code, said), *rest = answers
        if answers[-1][0] == 354:
            if code == 250 and rest[0][0] in (250, 251):
                return
            self._out(b".\r\n")
            self._answer()
        if code != 250:
            refused: Exception = smtplib.SMTPSenderRefused(code, said, envelope[0])
        elif rest[0][0] not in (250, 251):
            refused = smtplib.SMTPRecipientsRefused({envelope[1]: rest[0]})
        else:
            refused = smtplib.SMTPDataError(*rest[1])
        if _PAUSE not in [one for one, _ in answers]:
            self.smtp.rset()
        raise refused

    def close(self) -> None:
        """Say goodbye, whether or not the server is still there; without a word where it waits for a content."""
        if self._begun is not None:
            self.smtp.close()
            return
        try:
            self.smtp.quit()
        except (OSError, smtplib.SMTPException):
            self.smtp.close()


def _commands(envelope: Envelope) -> bytes:
    return f"MAIL FROM:<{envelope[0]}>\r\nRCPT TO:<{envelope[1]}>\r\nDATA\r\n".encode("ascii")


class Provider:
    """A way out that is no SMTP: an interface of a mail provider, which takes whole messages."""

    def __init__(self, backend: Any) -> None:
        self.backend = backend

    is_waiting = False

    def send(
        self,
        envelope: Envelope,
        content: bytes,
        following: Envelope | None = None,
        meanwhile: Callable[[], None] = _nothing,
    ) -> None:
        """Hand over one message."""
        mail = message_from_bytes(content, policy=policy.default)
        plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
        message = EmailMultiAlternatives(
            str(mail["Subject"]), plain.get_content() if plain else "", str(mail["From"]), [envelope[1]],
            connection=self.backend, reply_to=[str(mail["Reply-To"])],
            headers={name: str(mail[name]) for name in _KEPT},
        )  # fmt: skip
        message.metadata = metadata_of(str(mail["Message-ID"]).strip("<>").partition("@")[0])  # type: ignore[attr-defined]
        if html:
            message.attach_alternative(html.get_content(), "text/html")
        message.send()

    def close(self) -> None:
        """Say goodbye."""
        self.backend.close()


_KEPT = ("Message-ID", "Date", "Auto-Submitted", "X-Auto-Response-Suppress", "Content-Language")
Way = Line | Provider


def opened() -> Way:
    """A new connection as the settings say. Raises OSError, smtplib.SMTPException."""
    backend: Any = get_connection(settings.MAIL_BACKEND)
    backend.open()
    smtp = getattr(backend, "connection", None)
    return Line(smtp) if isinstance(smtp, smtplib.SMTP) else Provider(backend)

"""One SMTP connection that stays open, with commands sent together where the server allows it (RFC 2920).

``smtplib`` opens the connection, encrypts it and signs in; a message then takes two round trips, and one where the
content of a message and the commands of the next go out together.
"""

from __future__ import annotations

import smtplib
from email import message_from_bytes, policy
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

_PAUSE = 421


class Line:
    """A connection to the mail server."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        self.smtp = smtp
        self.is_pipelining = smtp.has_extn("pipelining")

    def send(self, sender: str, recipient: str, content: bytes) -> None:
        """Send one message; it returns when the server has taken it.

        Raises what ``smtplib`` raises: SMTPSenderRefused, SMTPRecipientsRefused, SMTPDataError,
        SMTPServerDisconnected, OSError.
        """
        commands = (f"MAIL FROM:<{sender}>\r\n", f"RCPT TO:<{recipient}>\r\n", "DATA\r\n")
        if self.is_pipelining:
            self.smtp.send("".join(commands))
            answers = [self.smtp.getreply() for _ in commands]
        else:
            answers = self._one_by_one(commands)
        self._check(answers, sender, recipient)
        self.smtp.send(content + b".\r\n")
        code, said = self.smtp.getreply()
        if code != 250:
            raise smtplib.SMTPDataError(code, said)

    def _one_by_one(self, commands: tuple[str, ...]) -> list[tuple[int, bytes]]:
        answers = []
        for command in commands:
            self.smtp.send(command)
            answers.append(self.smtp.getreply())
            if answers[-1][0] // 100 not in (2, 3):
                break
        return answers

    def _check(self, answers: list[tuple[int, bytes]], sender: str, recipient: str) -> None:
        """Whether the server waits for the content. One that does although it refused a command gets none."""
        (code, said), *rest = answers
        if answers[-1][0] == 354 and len(answers) == 3:
            if code == 250 and rest[0][0] in (250, 251):
                return
            self.smtp.send(b".\r\n")
            self.smtp.getreply()
        if code == 250:
            code, said = rest[0]
            refused: Exception = smtplib.SMTPRecipientsRefused({recipient: (code, said)})
            if code in (250, 251):
                refused = smtplib.SMTPDataError(*rest[1])
        else:
            refused = smtplib.SMTPSenderRefused(code, said, sender)
        if _PAUSE not in [one for one, _ in answers]:
            self.smtp.rset()
        raise refused

    def close(self) -> None:
        """Say goodbye, whether or not the server is still there."""
        try:
            self.smtp.quit()
        except (OSError, smtplib.SMTPException):
            self.smtp.close()


class Provider:
    """A way out that is no SMTP: an interface of a mail provider, which takes whole messages."""

    def __init__(self, backend: Any) -> None:
        self.backend = backend

    def send(self, sender: str, recipient: str, content: bytes) -> None:
        """Hand over one message."""
        mail = message_from_bytes(content, policy=policy.default)
        plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
        message = EmailMultiAlternatives(
            str(mail["Subject"]), plain.get_content() if plain else "", str(mail["From"]), [recipient],
            connection=self.backend, reply_to=[str(mail["Reply-To"])],
            headers={name: str(mail[name]) for name in _KEPT},
        )  # fmt: skip
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

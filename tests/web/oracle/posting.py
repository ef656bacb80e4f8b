"""The mail server of the world: it keeps what arrives, and writes the answers and reports that go back."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.utils import timezone

from tests.web.inbox.mails import dsn, mail
from tests.web.notices.sink import Sink

_HEADERS = {name: re.compile(rb"^%s: ?(.*?)\r\n" % name.encode(), re.M | re.I) for name in (
    "Message-ID", "Reply-To", "Content-Language", "To")}  # fmt: skip
OURS = "answers@kite.example"


class Post(Sink):
    """What arrived of notices, by the name of the message: to whom, in which language, when, where answers go."""

    def __init__(self, seed: int, trouble: float = 0.0, slow: float = 0.0) -> None:
        super().__init__(seed, trouble, slow)
        self.kept: dict[str, dict[str, Any]] = {}
        self.tests: list[bytes] = []

    def keep(self, recipient: str, content: bytes) -> None:
        """Keep a message that was taken."""
        found = {
            name: one[1].decode() if (one := rule.search(content)) else "" for name, rule in _HEADERS.items()
        }
        name = found["Message-ID"].strip("<>").partition("@")[0]
        if recipient.partition("+")[0] == OURS.partition("@")[0]:
            self.tests.append(content)
            return
        held = self.kept.setdefault(
            name,
            {"to": recipient, "language": found["Content-Language"], "reply": found["Reply-To"], "at": []},
        )
        held["at"].append(timezone.now().isoformat())


def report_of(message: str) -> bytes:
    """A report that a message came back."""
    return dsn(message, to=OURS)


def objection_to(reply: str, words: str) -> bytes:
    """An answer of a person to the address that a notice names."""
    return mail(words, to=reply, message_id=f"<{abs(hash(words + reply))}@example.org>")


def day_text(at: datetime) -> str:
    """An instant as the log keeps it."""
    return at.isoformat()

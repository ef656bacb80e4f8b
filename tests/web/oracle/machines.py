"""The product at work in this very process: the clock stands where it is put, one sender, one reader of mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from django.utils import timezone

from ketju.web.apps.cases.jobs import project_all
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.notices.sending import send_all
from ketju.web.apps.registers.jobs import sort_all
from ketju.web.base.audit.writing import MACHINE
from ketju.web.base.inbox.keeping import keep
from ketju.web.base.inbox.testing import send_test
from ketju.web.base.outbox.draining import drain
from tests.web.oracle.acting import Act
from tests.web.oracle.posting import OURS, Post


class Quiet:
    """Everything in this process, one thing after the other; a second passes with each look at the clock."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self._now = datetime(2026, 11, 26, tzinfo=UTC)

    @contextmanager
    def running(self) -> Iterator[None]:
        """While the context is open it is the time of this machine."""
        with patch.object(timezone, "now", self._tick):
            yield

    def _tick(self) -> datetime:
        self._now += timedelta(milliseconds=1)
        return self._now

    def move_to(self, at: datetime) -> None:
        """It is this instant."""
        self._now = at.astimezone(UTC)

    def send(self) -> None:
        """Everything that waits leaves; what has to wait after trouble is tried again at once."""
        while Delivery.objects.filter(channel="e-mail", sent_at=None, failed_at=None).exists():
            Delivery.objects.filter(channel="e-mail", sent_at=None, failed_at=None).update(
                not_before=self._now
            )
            send_all()

    def each(self, acts: list[Act], do: Callable[[Act], None]) -> None:
        """One after the other."""
        for one in acts:
            do(one)

    def receive(self, content: bytes, to: str) -> None:
        """A message comes in."""
        keep(content, at=timezone.now(), sender="someone@example.org", to=(to,))

    def test_inbox(self) -> None:
        """A test message leaves by the sink, and what the sink got comes in."""
        send_test(by=MACHINE, at=timezone.now())
        drain()
        self.receive(self.post.tests[-1], OURS)

    def project(self) -> None:
        """Running cases are brought up to date, as the job does it."""
        sort_all.func()
        project_all.func()

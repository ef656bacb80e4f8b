"""Send notices by mail: claimed in batches, by connections that stay open, with what became of them noted in bulk.

Every message leaves at least once. One leaves twice only where a sender ends before it noted that the server took it:
``WINDOW`` messages at most for each sender that is killed, and one for each connection that is lost after its content
was sent and before the answer came. Each has the same Message-ID both times; the row in the table is one.
"""

from __future__ import annotations

import logging
import time
from collections import Counter, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone

from ketju.web.apps.notices.claiming import (
    LEASE,
    Claimed,
    Refused,
    Taken,
    claim,
    finish,
    give_back,
    leaving,
    note,
)
from ketju.web.apps.notices.letters import Letters
from ketju.web.apps.notices.mime import AddressWrong
from ketju.web.apps.notices.models import Notice
from ketju.web.apps.notices.problems import ValueMissing
from ketju.web.apps.notices.wire import Envelope, Way, opened
from ketju.web.base.outbox.delivery import DeliveryFailed, failure_from, wait_after
from ketju.web.base.outbox.reads import may_send

BATCH = 500
"""Messages of one claim."""
WINDOW = 100
"""After so many messages at most it is noted that they were taken: what a killed sender can send twice."""
HOLD = 2.0
"""And after so many seconds at most."""
MARGIN = timedelta(seconds=60)
"""A message is not begun when its claim has less time left than a mail server may take."""
LOSSES = 3
"""After so many lost connections in a row a sender waits."""
Ready = tuple[Claimed, Envelope, bytes]
"""A message that can be sent: whose it is, its envelope and its content."""
log = logging.getLogger(__name__)


class Sender:
    """Sends by one connection, one message after the other."""

    def __init__(
        self,
        *,
        batch: int = BATCH,
        window: int = WINDOW,
        lease: timedelta = LEASE,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self.batch, self.window, self.lease, self.stopped = batch, window, lease, stopped
        self._margin = min(MARGIN, lease / 5)
        self._way: Way | None = None
        self._losses = 0
        self._letters = Letters()
        self._minute, self._to_domain = 0, Counter[str]()
        self._taken: list[Taken] = []
        self._refused: list[Refused] = []
        self._noted = time.monotonic()

    def round(self) -> int | None:
        """Send one batch of each notice that may leave: how many were taken, None where there is trouble."""
        sent = 0
        if not may_send():
            return 0
        for notice in leaving():
            until, claimed = claim(notice, timezone.now(), self.batch, self.lease)
            if not claimed:
                finish(notice, timezone.now())
                continue
            try:
                sent += self._send(notice, claimed, until)
            except (DatabaseError, InterfaceError):
                self.close()
                raise
            if self._losses >= LOSSES:
                self._losses = 0
                return None
        return sent

    def _send(self, notice: Notice, claimed: list[Claimed], until: datetime) -> int:
        self._letters.look_up(notice, claimed)
        todo = deque(claimed)
        late: list[Claimed] = []
        ahead: deque[Ready] = deque()
        sent = 0

        def prepare() -> None:
            following = self._next(notice, todo, late)
            if following is not None:
                ahead.append(following)

        prepare()
        while ahead and self._losses < LOSSES:
            if self._has_to_end(notice, until) or not self._is_open():
                break
            ready = ahead.popleft()
            if not ahead:
                prepare()
            sent += self._attempt(ready, ahead[0] if ahead else None, prepare)
            if len(self._taken) + len(self._refused) >= self.window:
                self._note(until)
        todo.extendleft(one for one, *_ in reversed(ahead))
        if self._way is not None and self._way.is_waiting:
            self.close()
        self._note(until)
        give_back(list(todo), until)
        give_back(late, until, timezone.now() + timedelta(minutes=1))
        return sent

    def _next(self, notice: Notice, todo: deque[Claimed], late: list[Claimed]) -> Ready | None:
        """The next message that can be sent; what is too many for its domain, or no message at all, is set apart."""
        while todo:
            one = todo.popleft()
            if self._is_too_many(one.domain):
                late.append(one)
                continue
            try:
                return one, *self._letters.of(notice, one, timezone.now())
            except (AddressWrong, ValueMissing) as error:
                self._refused.append(Refused(one.id, type(error).__name__, None))
        return None

    def _has_to_end(self, notice: Notice, until: datetime) -> bool:
        if self.stopped() or timezone.now() + self._margin >= until:
            return True
        if time.monotonic() - self._noted > HOLD:
            self._note(until)
            return not may_send() or notice.pk not in {one.pk for one in leaving()}
        return False

    def _is_too_many(self, domain: str) -> bool:
        """Whether a domain got as many in this minute as it may get from one sender: only after a pause, or when
        several notices leave at once, as messages of a notice are spread when it is let go.
        """
        minute = int(time.monotonic() // 60)
        if minute != self._minute:
            self._minute = minute
            self._to_domain.clear()
        self._to_domain[domain] += 1
        return self._to_domain[domain] > settings.MAIL_PER_DOMAIN

    def _attempt(self, ready: Ready, following: Ready | None, prepare: Callable[[], None]) -> int:
        """Send a message, and prepare another while the server works on it; 1 where it was taken."""
        one, envelope, content = ready
        began = timezone.now()
        try:
            assert self._way is not None
            self._way.send(envelope, content, following[1] if following else None, prepare)
        except Exception as error:
            self._refuse(one, failure_from(error))
            return 0
        self._losses = 0
        self._taken.append(Taken(one.id, began, timezone.now()))
        return 1

    def _is_open(self) -> bool:
        """Whether there is a connection, a new one where the last was lost. Without one no message is at fault."""
        if self._way is None:
            try:
                self._way = opened()
            except Exception as error:
                log.error("the mail server cannot be reached: %s", failure_from(error).reason)
                self._losses = LOSSES
        return self._way is not None

    def _refuse(self, one: Claimed, failed: DeliveryFailed) -> None:
        wait = None if failed.is_permanent else wait_after(one.attempts)
        again = timezone.now() + wait if wait is not None else None
        self._refused.append(Refused(one.id, failed.reason, again))
        if failed.is_of_connection:
            self._losses += 1
            self.close()
            log.info("the connection to the mail server was lost: %s", failed.reason)

    def _note(self, until: datetime) -> None:
        """Note what became of messages. A database that is away is waited for: what is known must not be lost."""
        while self._taken or self._refused:
            try:
                fresh = note(self._taken, self._refused, until, timezone.now())
            except (DatabaseError, InterfaceError) as error:
                log.error("the database does not take what was sent: %s", type(error).__name__)
                connection.close()
                time.sleep(1.0)
                continue
            if fresh < len(self._taken):
                log.warning(
                    "%d messages were sent by two: a claim ran out on the way", len(self._taken) - fresh
                )
            self._taken, self._refused = [], []
        self._noted = time.monotonic()

    def close(self) -> None:
        """Close the connection."""
        if self._way is not None:
            self._way.close()
            self._way = None


class Sending(Thread):
    """A sender that works beside others, until it is told to stop."""

    def __init__(self, every: float = 2.0, trouble: float = 30.0) -> None:
        super().__init__(name="notices", daemon=True)
        self.every, self.trouble = every, trouble
        self._ended = Event()
        self.sender = Sender(stopped=self._ended.is_set)

    def run(self) -> None:
        """Send until told to stop; with nothing to do the connection is closed."""
        while not self._ended.is_set():
            sent = self._sent()
            if sent:
                continue
            self.sender.close()
            self._ended.wait(self.trouble if sent is None else self.every)

    def _sent(self) -> int | None:
        close_old_connections()
        try:
            return self.sender.round()
        except (DatabaseError, InterfaceError) as error:
            log.error("notices cannot be read: %s", type(error).__name__)
            connection.close()
            return None

    def stop(self) -> None:
        """End after the message that is being sent."""
        self._ended.set()
        if self.is_alive():
            self.join(40)


def send_all(most: int = 1_000_000) -> int:
    """Send what may leave now, in this thread; how many were taken."""
    sender, sent = Sender(), 0
    while sent < most and (some := sender.round()):
        sent += some
    sender.close()
    return sent

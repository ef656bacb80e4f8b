"""Mail of the demo: none leaves, and what customers are told counts as taken, so that dates can be seen to begin."""

from __future__ import annotations

import logging
from threading import Event, Thread

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from ketju.web.apps.notices.claiming import LEASE, Taken, claim, finish, leaving, note
from ketju.web.apps.notices.sending import BATCH

log = logging.getLogger(__name__)


def take_all() -> int:
    """Take every message of notices that may leave, in the place of a mail server; how many."""
    count = 0
    for notice in leaving():
        while True:
            at = timezone.now()
            until, claimed = claim(notice, at, BATCH, LEASE)
            if not claimed:
                break
            count += note([Taken(one.id, at, at) for one in claimed], [], until, at)
        finish(notice, timezone.now())
    return count


class Taking(Thread):
    """Takes messages every other second, until the process ends."""

    def __init__(self, every: float = 2.0) -> None:
        super().__init__(name="demo-mail", daemon=True)
        self.every, self.ended = every, Event()

    def run(self) -> None:
        """Take what is there; a database that is busy is asked again."""
        while not self.ended.wait(self.every):
            close_old_connections()
            try:
                take_all()
            except DatabaseError as error:
                log.warning("messages of the demo wait: %s", type(error).__name__)

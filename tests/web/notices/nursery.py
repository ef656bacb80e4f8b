"""Senders that are killed at any moment, in processes of their own; prints what became of the messages, as JSON.

python -m tests.web.notices.nursery KILLS SENDERS MESSAGES SEED
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from datetime import timedelta

import django

django.setup()

from django.db import DatabaseError, InterfaceError, connection, connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from ketju.web.apps.notices.models import Delivery, Notice  # noqa: E402
from ketju.web.apps.notices.sending import Sender  # noqa: E402
from tests.web.notices.filling import filled  # noqa: E402

LEASE = timedelta(seconds=3)
WINDOW, BATCH = 20, 60


def work(seconds: float = 3600.0) -> None:
    """Send as the product does; a database that is away is waited for."""
    sender, until = Sender(batch=BATCH, window=WINDOW, lease=LEASE), time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            sent = sender.round()
        except (DatabaseError, InterfaceError):
            connection.close()
            sent = None
        if not sent:
            time.sleep(0.02)
    sender.close()


def hatch() -> int:
    child = os.fork()
    if child:
        return child
    try:
        work()
    finally:
        os._exit(1)


def kill_some(kills: int, senders: int, chance: random.Random) -> None:
    for _ in range(kills // senders):
        connections.close_all()
        children = [hatch() for _ in range(senders)]
        time.sleep(chance.uniform(0.02, 0.4))
        for child in children:
            os.kill(child, signal.SIGKILL)
        for child in children:
            _, status = os.waitpid(child, 0)
            assert os.WIFSIGNALED(status), "a sender ended by itself"


def waiting() -> int:
    return Delivery.objects.filter(channel="e-mail", sent_at=None, failed_at=None).count()


def drain() -> None:
    """Let one sender do the rest; time passes quickly for what is to be tried again."""
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        try:
            if not waiting():
                work(0.1)
                return
            Delivery.objects.filter(sent_at=None, claimed_until=None).update(not_before=timezone.now())
        except (DatabaseError, InterfaceError):
            connection.close()
        work(0.3)


def main(kills: int, senders: int, messages: int, seed: int) -> None:
    filled(messages)
    kill_some(kills, senders, random.Random(seed))
    left = waiting()
    drain()
    rows = Delivery.objects.filter(channel="e-mail")
    told = {
        "left_after_kills": left,
        "waiting": waiting(),
        "rows": rows.count(),
        "accepted": list(rows.filter(accepted_at__isnull=False).values_list("public_id", flat=True)),
        "failed": list(rows.filter(failed_at__isnull=False).values_list("public_id", flat=True)),
        "done": Notice.objects.filter(done_at__isnull=False).count(),
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))

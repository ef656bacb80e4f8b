"""Periodic work of the inbox: read the box over IMAP, test the way, forget what nobody needs any longer."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from ketju.web.base.audit.writing import MACHINE
from ketju.web.base.inbox.imap import read_box
from ketju.web.base.inbox.models import Received, SelfTest
from ketju.web.base.inbox.testing import can_test, send_test
from ketju.web.base.jobs.declaring import job
from ketju.web.base.jobs.schedules import schedule
from ketju.web.base.outbox.reads import is_copy

MACHINES_KEPT = timedelta(days=90)
"""How long mail of machines stays."""
UNASSIGNED_KEPT = timedelta(days=365)
"""How long mail of people stays that is done and belongs to no customer."""
TESTS_KEPT = timedelta(days=30)


@job("inbox.read", queue="mail", atomic=False, attempts=1)
def read() -> int:
    """Read what is new. A box that cannot be read now is tried again by the next round."""
    if settings.INBOX is None or settings.INBOX["kind"] == "lmtp" or is_copy():
        return 0
    return read_box()


@job("inbox.test")
def test() -> None:
    """Send a test message, where there is a way out and in."""
    if can_test():
        send_test(by=MACHINE, at=timezone.now())


@job("inbox.forget", queue="slow", atomic=False)
def forget() -> int:
    """Delete mail of machines, and mail of people that is done and nobody's, when its time is over."""
    now = timezone.now()
    machines = Q(kind__in=("auto-reply", "bounce", "list", "test"), received_at__lt=now - MACHINES_KEPT)
    nobodys = Q(customer="", done_at__lt=now - UNASSIGNED_KEPT)
    gone = list(Received.objects.filter(machines | nobodys).order_by("pk")[:5000])
    for one in gone:
        one.delete()
    SelfTest.objects.filter(asked_at__lt=now - TESTS_KEPT).delete()
    return len(gone)


schedule("inbox.read", read, every=timedelta(minutes=1))
schedule("inbox.test", test, at="05:20", zone="Europe/Helsinki")
schedule("inbox.forget", forget, at="04:50", zone="Europe/Helsinki")

"""Send a test message, and wait until it is in our inbox."""

from __future__ import annotations

import time
from imaplib import IMAP4

from django.conf import settings
from django.utils import timezone

from ketju.web.base.audit.writing import MACHINE
from ketju.web.base.inbox.imap import BoxClosed, read_box
from ketju.web.base.inbox.models import SelfTest
from ketju.web.base.inbox.testing import send_test
from ketju.web.base.outbox.draining import drain

STEP = 1.0


def arrives_within(seconds: float) -> float | None:
    """After how many seconds a test message arrived; None when it did not within the time."""
    began = time.monotonic()
    made = send_test(by=MACHINE, at=timezone.now())
    while time.monotonic() - began < seconds:
        drain()
        if settings.INBOX["kind"] != "lmtp":
            _read()
        if SelfTest.objects.filter(pk=made.pk).exclude(arrived_at=None).exists():
            return time.monotonic() - began
        time.sleep(STEP)
    return None


def _read() -> None:
    """A box that is closed is told by the checks; here it only means that nothing arrived."""
    try:
        read_box()
    except (BoxClosed, IMAP4.error, OSError):
        return

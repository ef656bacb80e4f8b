"""How far our box was read, and whether it still is."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.conf import settings

from ketju.web.base.inbox.models import Box, SelfTest

FRESH = timedelta(minutes=15)
"""A box that has not been read for so long is not read."""
ARRIVES = timedelta(minutes=30)
"""A test message that has not arrived so long after it left is lost."""
TESTED = timedelta(hours=50)
"""A test is made every day; one may be missed."""


def box_name() -> str:
    """What our box is known by."""
    box = settings.INBOX
    where = f"{box['kind']} {box['host']} {box['port']} {box['user']} {box['box']}"
    return hashlib.sha256(where.encode()).hexdigest()


def our_box() -> Box:
    """The row of our box, made when it is new."""
    return Box.objects.get_or_create(name=box_name())[0]


def note_read(at: datetime) -> None:
    """Note that the box was read to its end."""
    Box.objects.filter(pk=our_box().pk).update(read_at=at, failure="")


def note_failure(at: datetime, failure: str) -> None:
    """Note that the box could not be read, and why: a code without anything personal."""
    Box.objects.filter(pk=our_box().pk).update(failed_at=at, failure=failure[:80])


def last_read() -> datetime | None:
    """When the box was last read; None for never."""
    if settings.INBOX is None:
        return None
    return Box.objects.filter(name=box_name()).values_list("read_at", flat=True).first()


def is_read(at: datetime) -> bool:
    """Whether the box is read now."""
    last = last_read()
    return last is not None and last > at - FRESH


def newest_test() -> SelfTest | None:
    """The newest test message, with the message that left."""
    return SelfTest.objects.select_related("message").first()


def has_arrived(at: datetime) -> bool | None:
    """Whether test messages arrive: None while the newest one is still on its way and none arrived before it."""
    newest = newest_test()
    if newest is None or newest.asked_at < at - TESTED:
        return False
    if newest.arrived_at is not None:
        return True
    if newest.asked_at <= at - ARRIVES:
        return False
    before = SelfTest.objects.filter(pk__lt=newest.pk).first()
    return True if before is not None and before.arrived_at is not None else None


def arrived_since(since: datetime) -> bool:
    """Whether a test message has arrived that was sent since an instant."""
    return SelfTest.objects.filter(asked_at__gte=since, arrived_at__isnull=False).exists()


def is_on_its_way(at: datetime) -> bool:
    """Whether a test message was sent that may still arrive."""
    return SelfTest.objects.filter(asked_at__gt=at - ARRIVES, arrived_at=None).exists()

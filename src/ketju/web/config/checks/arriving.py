"""Checks of mail that comes in: the box is read, test messages arrive, somebody sees what names nobody."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, register
from django.db import DatabaseError
from django.utils import timezone

from ketju.web.base.access.models import Processor
from ketju.web.base.inbox.addresses import owner_of_the_rest
from ketju.web.base.inbox.boxes import has_arrived, is_read, last_read, newest_test
from ketju.web.base.inbox.testing import can_test
from ketju.web.config.checks import INSTALL, fault


@register(INSTALL, deploy=True)
def check_reading(**options: Any) -> list[CheckMessage]:
    """The box was read lately, and the newest test message came back."""
    if settings.INBOX is None or settings.IS_DEMO or settings.IS_REHEARSAL:
        return []
    try:
        return [*_read(), *_tested(), *_owner()]
    except DatabaseError:
        return []  # the check of the database says so


def _read() -> list[CheckMessage]:
    now = timezone.now()
    if is_read(now):
        return []
    last = last_read()
    if last is None:
        return [fault("W", 33, "inbox-never")]
    return [fault("W", 34, "inbox-late", at=last.isoformat(timespec="seconds"))]


def _tested() -> list[CheckMessage]:
    if not can_test() or has_arrived(timezone.now()) is not False:
        return []
    newest = newest_test()
    if newest is None:
        return [fault("W", 35, "inbox-untested")]
    return [fault("W", 36, "inbox-lost", at=newest.asked_at.isoformat(timespec="seconds"))]


def _owner() -> list[CheckMessage]:
    if owner_of_the_rest() is not None or not Processor.objects.exists():
        return []
    return [fault("W", 37, "inbox-owner")]

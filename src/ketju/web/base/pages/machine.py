"""Checks of the machine for the staff's first page: mail that leaves, background work, backups.

Backups are an application of their own that an installation may lack, so their table is looked up by name; without it
it is not known how they are.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db.models import Q, QuerySet

from ketju.web.base.inbox.boxes import has_arrived, is_read, last_read, newest_test
from ketju.web.base.inbox.testing import can_test
from ketju.web.base.jobs.models import Job
from ketju.web.base.outbox.models import Message
from ketju.web.base.pages.work import Check, Day, State

WEEK = timedelta(days=7)
LATE = timedelta(hours=1)
"""Mail that should have left so long ago has not."""
FRESH = timedelta(hours=30)
"""A backup is made every day; it may take a while."""


def messages_late(day: Day) -> QuerySet[Any]:
    """Messages that may leave and have not for an hour."""
    due = Q(not_before__isnull=True) | Q(not_before__lte=day.at - LATE)
    waiting = Message.objects.filter(processor=day.processor, sent_at__isnull=True, failed_at__isnull=True)
    return waiting.filter(due, held=False, created_at__lte=day.at - LATE)


def jobs_given_up(day: Day) -> QuerySet[Any]:
    """Background work that was given up within a week and that nobody has dismissed."""
    return Job.objects.filter(failed_at__gte=day.at - WEEK, dismissed_at__isnull=True)


def backup(day: Day) -> State:
    """Whether the newest backup is of today or yesterday."""
    rows = _rows("backup", "BackupMade")
    if rows is None:
        return State(None)
    newest = rows.order_by("-made_at").values_list("made_at", flat=True).first()
    return State(newest is not None and newest > day.at - FRESH, newest)


def inbox(day: Day) -> State:
    """Whether the inbox was read within a quarter of an hour."""
    if settings.INBOX is None:
        return State(False)
    return State(is_read(day.at), last_read())


def test_mail(day: Day) -> State:
    """Whether the newest message to our own inbox arrived there."""
    if not can_test():
        return State(None)
    newest = newest_test()
    return State(has_arrived(day.at), newest.arrived_at if newest else None)


def _rows(app: str, model: str) -> QuerySet[Any] | None:
    """The rows of a table by its name; None where the application is not installed."""
    try:
        found: QuerySet[Any] = apps.get_model(app, model)._default_manager.all()
    except LookupError:
        return None
    return found


CHECKS: Final = (
    Check("mail-out", "owner", "outbox", wrong=messages_late),
    Check("mail-in", "owner", "inbox", look=inbox),
    Check("mail-test", "owner", "inbox", look=test_mail),
    Check("jobs", "owner", "jobs", wrong=jobs_given_up),
    Check("backup", "owner", "backups", look=backup),
)

"""Work of the base for the staff's first page: promises to renew, grants to review, mail, background work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from ketju.web.base.access.models import Membership, Undertaking
from ketju.web.base.inbox.models import Received
from ketju.web.base.outbox.models import Message
from ketju.web.base.pages.machine import CHECKS
from ketju.web.base.pages.work import Check, Day, Work

SOON = timedelta(days=30)
"""A promise of confidentiality is to be renewed within so many days."""
REVIEW = timedelta(days=365)
"""Every grant is looked at again once a year (D-129)."""


def undertakings_to_renew(day: Day) -> QuerySet[Any]:
    """Newest promises of staff that end soon or have ended."""
    held = Undertaking.objects.filter(processor=day.processor)
    newer = held.filter(user=OuterRef("user")).filter(
        Q(signed_on__gt=OuterRef("signed_on")) | Q(signed_on=OuterRef("signed_on"), pk__gt=OuterRef("pk"))
    )
    staff = Membership.objects.holding(day.on).filter(
        processor=day.processor, customer="", user=OuterRef("user")
    )
    return held.filter(~Exists(newer), Exists(staff), renew_on__lte=day.on + SOON)


def grants_to_review(day: Day) -> QuerySet[Any]:
    """Grants of staff that nobody has looked at for a year."""
    held = Membership.objects.holding(day.on).filter(processor=day.processor, customer="")
    limit = day.on - REVIEW
    return held.filter(Q(reviewed_on__lte=limit) | Q(reviewed_on__isnull=True, first__lte=limit))


def messages_held(day: Day) -> QuerySet[Any]:
    """Messages that somebody holds back."""
    return _unsent(day).filter(held=True, failed_at__isnull=True)


def messages_failed(day: Day) -> QuerySet[Any]:
    """Messages that could not be delivered."""
    return _unsent(day).filter(failed_at__isnull=False)


def _unsent(day: Day) -> QuerySet[Message]:
    return Message.objects.filter(processor=day.processor, sent_at__isnull=True)


def mail_to_read(day: Day) -> QuerySet[Any]:
    """Messages that came in and that nobody has marked as done."""
    return Received.objects.filter(processor=day.processor, done_at__isnull=True)


WORK: Final[tuple[Work | Check, ...]] = (
    Work("undertakings", "privacy-officer", "people.read", "people", undertakings_to_renew),
    Work("grants", "owner", "people.read", "people", grants_to_review),
    Work("messages-held", "privacy-officer", "outbox.read", "outbox", messages_held),
    Work("messages-failed", "case-handler", "outbox.read", "outbox", messages_failed),
    Work("inbox", "case-handler", "inbox.read", "inbox", mail_to_read),
    *CHECKS,
)

"""What is learnt of a message after it left: it came back, somebody complained, it was shown, a letter was posted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from ketju.web.apps.notices.fallback import fall_back
from ketju.web.apps.notices.models import Delivery
from ketju.web.base.audit.writing import MACHINE, Actor, audited

UNSEEN = "unseen"
"""Why a message in an application failed."""
learnt: list[Callable[[Delivery, datetime], None]] = []
"""Who hears at once of what is learnt of a message, in the transaction in which it is noted."""


def note_bounce(delivery: Delivery, at: datetime, reason: str = "") -> bool:
    """Note that a message came back, however late, and go on by the next channel; False where that was known.

    What counted as delivered by it does so no longer (Q-10).
    """
    with transaction.atomic():
        rows = Delivery.objects.filter(pk=delivery.pk, bounced_at=None)
        if not rows.update(bounced_at=at, failure=reason[:200]):
            return False
        _noted(MACHINE, "bounce", delivery, at)
        fall_back(Delivery.objects.select_related("notice", "customer").get(pk=delivery.pk), at)
    return True


def note_unseen(delivery: Delivery, at: datetime) -> bool:
    """Note that nobody looked at a message in an application in time, and go on by the next channel; False where
    somebody did, or where that was known. Whoever looks later is reached all the same.

    Nobody hears of it here: whoever notes it of many brings the cases up to date once.
    """
    with transaction.atomic():
        rows = Delivery.objects.filter(pk=delivery.pk, channel="in-app", failed_at=None)
        if not rows.filter(displayed_at=None, acknowledged_at=None).update(failed_at=at, failure=UNSEEN):
            return False
        _audited(MACHINE, "unseen", delivery, at)
        fall_back(Delivery.objects.select_related("notice", "customer", "contact").get(pk=delivery.pk), at)
    return True


def note_acceptance(delivery: Delivery, at: datetime, said_by: str) -> bool:
    """Note when the recipient's mail server took a message, where that is not known yet. ``said_by`` is "event" for an
    event of the mail provider, "report" for a report by mail.
    """
    return _keep(MACHINE, "accept", delivery, at, "accepted_at", accepted_by=said_by)


def note_complaint(delivery: Delivery, at: datetime) -> bool:
    """Note that the recipient calls it unwanted. It was delivered all the same."""
    return _keep(MACHINE, "complaint", delivery, at, "complained_at")


def record_display(*, by: Actor, at: datetime, delivery: Delivery) -> bool:
    """Record that a message was shown in an application; the first time counts."""
    return _keep(by, "display", delivery, at, "displayed_at", displayed_by=_place(by))


def record_acknowledgement(*, by: Actor, at: datetime, delivery: Delivery) -> bool:
    """Record that somebody says that the message was received."""
    return _keep(
        by, "acknowledge", delivery, at, "acknowledged_at", displayed_by=delivery.displayed_by or _place(by)
    )


def record_posting(*, by: Actor, at: datetime, delivery: Delivery, posted_at: datetime) -> bool:
    """Record that a letter was posted, and when."""
    return _keep(by, "post", delivery, at, "posted_at", posted_at)


def record_return(*, by: Actor, at: datetime, delivery: Delivery, returned_at: datetime) -> bool:
    """Record that a letter came back, and when."""
    return _keep(by, "return", delivery, at, "returned_at", returned_at)


def _place(by: Actor) -> str:
    """Where somebody looks: a person in the portal, a program in the company's own application."""
    return "portal" if by.user is not None else "program"


def _keep(
    by: Actor, action: str, delivery: Delivery, at: datetime, column: str, when: datetime | None = None,
    **besides: str,
) -> bool:  # fmt: skip
    """Set a fact that is not set yet, and what is said of it besides; whether it was."""
    with transaction.atomic():
        rows = Delivery.objects.filter(pk=delivery.pk, **{column: None})
        if not rows.update(**{column: when or at}, **besides):
            return False
        _noted(by, action, delivery, at)
    return True


def _noted(by: Actor, action: str, delivery: Delivery, at: datetime) -> None:
    _audited(by, action, delivery, at)
    for hear in learnt:
        hear(delivery, at)


def _audited(by: Actor, action: str, delivery: Delivery, at: datetime) -> None:
    audited(
        by, f"deliveries.{action}", "delivery", at=at, processor=delivery.processor,
        customer=delivery.customer.public_id, subject=delivery.public_id,
    )  # fmt: skip

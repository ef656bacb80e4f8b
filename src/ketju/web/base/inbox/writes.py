"""What staff do with mail that came in: say whose it is, mark it as done."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.inbox.models import Received


def assign_received(*, by: Actor, at: datetime, received: Received, customer: str) -> None:
    """Say to which customer a message belongs, by its public id; "" for to none."""
    with transaction.atomic():
        if not Received.objects.filter(pk=received.pk).exclude(customer=customer).update(customer=customer):
            return
        audited(
            by, "inbox.assign", "received", at=at, processor=received.processor,
            customer=customer or received.customer, subject=received.public_id,
        )  # fmt: skip
        received.customer = customer


def finish_received(*, by: Actor, at: datetime, received: Received) -> None:
    """Mark a message as done: nothing about it waits any longer."""
    _set(by, at, received, "inbox.finish", done_at=at, done_by=by.user, is_open=True)


def reopen_received(*, by: Actor, at: datetime, received: Received) -> None:
    """Take the mark away."""
    _set(by, at, received, "inbox.reopen", done_at=None, done_by=None, is_open=False)


def _set(
    by: Actor, at: datetime, received: Received, action: str, *, is_open: bool, **columns: object
) -> None:
    with transaction.atomic():
        if Received.objects.filter(pk=received.pk, done_at__isnull=is_open).update(**columns):
            audited(
                by, action, "received", at=at, processor=received.processor, customer=received.customer,
                subject=received.public_id,
            )  # fmt: skip

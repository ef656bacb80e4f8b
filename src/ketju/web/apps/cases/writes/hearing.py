"""Answers to notices that come in by mail: each is an objection, or a word in one that is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ketju.web.apps.cases.writes.objecting import objection_by_mail
from ketju.web.apps.notices.answers import PURPOSE
from ketju.web.base.audit.writing import MACHINE
from ketju.web.base.inbox.models import Received, ReplyAddress


def hear(received: Received, belongs: Sequence[ReplyAddress], at: datetime) -> None:
    """Take an answer in, where its address names a message of a notice and a person wrote it.

    The message stays as it came, and belongs to the customer from now on; what follows is work on the objection.
    """
    if received.kind != "person":
        return
    for one in belongs:
        if one.purpose != PURPOSE:
            continue
        made = objection_by_mail(
            by=MACHINE, at=at, delivery=one.subject, original=received.public_id, sender=str(received.sender),
            text=str(received.text), received_at=received.received_at,
        )  # fmt: skip
        if made is not None:
            received.processor, received.customer, received.done_at = (
                made.processor,
                made.customer.public_id,
                at,
            )
            received.save(update_fields=("processor", "customer", "done_at"))
            return

"""Mail that comes in about messages of notices: answers belong to them, reports say what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.notices.writes.facts import note_acceptance, note_bounce, note_complaint
from ketju.web.base.inbox import addresses, keeping
from ketju.web.base.inbox.models import ReplyAddress
from ketju.web.base.outbox.health import Fact

PURPOSE = "notice"
"""Answers to a message of a notice; the subject is its public id."""
MOST = 5


def listen() -> None:
    """Ask to be told of mail that comes in."""
    if find_addresses not in addresses.finders:
        addresses.finders.append(find_addresses)
        keeping.reported.append(note_report)


def find_addresses(words: Sequence[str]) -> list[ReplyAddress]:
    """What an answer belongs to, by the address that it came to."""
    return [
        addresses.reply_address(
            PURPOSE, one.public_id, processor=one.processor, customer=one.customer.public_id
        )
        for one in _named(words)
    ]


def note_report(ids: Sequence[str], fact: Fact, at: datetime, status: str, said_by: str) -> None:
    """Note what a report by mail, or an event of a provider, says of messages."""
    for one in _named(ids):
        if fact == "unreachable":
            note_bounce(one, at, status)
        elif fact == "complained":
            note_complaint(one, at)
        elif fact == "delivered":
            note_acceptance(one, at, said_by)


def _named(words: Sequence[str]) -> list[Delivery]:
    names = [word for word in words if word.startswith("dlv_")][:MOST]
    if not names:
        return []
    rows = Delivery.objects.select_related("notice", "customer", "processor")
    return list(rows.filter(public_id__in=names))

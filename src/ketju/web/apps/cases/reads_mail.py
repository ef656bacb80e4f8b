"""Which company a message in the inbox may be from, and which notice was made of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ketju.web.apps.cases.models import Engagement, SupplierNotice
from ketju.web.apps.cases.reads_companies import name_of, named_engagements, newest_entry
from ketju.web.apps.cases.writes.ending import addresses_in
from ketju.web.base.inbox.models import Received

WHYS = ("contact", "before", "domain")
"""Why a company is suggested, the surest first: the list names the sender as its contact; a message of the sender was
a notice of it before; its contact writes from the same domain."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A company that a message may be from, and why: one of ``WHYS``."""

    engagement: Engagement
    name: str
    why: str


def companies_of_sender(received: Received, most: int = 5) -> tuple[Suggested, ...]:
    """The companies in use that the sender of a message may write for, the surest first."""
    sender = str(received.sender).casefold()
    processor = received.processor
    if processor is None or "@" not in sender:
        return ()
    senders = Received.objects.filter(processor=processor, sender_index=bytes(received.sender_index))
    same = senders.order_by().values("public_id")
    rows = SupplierNotice.objects.filter(processor=processor, original__in=same, is_mistake=False)
    before = set(rows.values_list("engagement_id", flat=True))
    found = []
    for one in named_engagements(processor):
        addresses = [each.casefold() for each in addresses_in(newest_entry(one))]
        if why := _why(sender, addresses, is_known=one.pk in before):
            found.append(Suggested(one, name_of(one), why))
    return tuple(sorted(found, key=lambda one: (WHYS.index(one.why), one.name.casefold()))[:most])


def _why(sender: str, addresses: Iterable[str], *, is_known: bool) -> str:
    known = list(addresses)
    if sender in known:
        return "contact"
    if is_known:
        return "before"
    domain = sender.rpartition("@")[2]
    return "domain" if any(one.rpartition("@")[2] == domain for one in known) else ""


def notice_of_mail(received: Received) -> SupplierNotice | None:
    """The notice that was made of a message, where that was no mistake."""
    rows = SupplierNotice.objects.filter(
        processor=received.processor, original=received.public_id, is_mistake=False
    )
    return rows.first() if received.processor_id is not None else None

"""What is in the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet

from ketju.web.base.access.models import Processor
from ketju.web.base.outbox.models import Message, Pause

PAGE = 50
NEAR = 200
"""So many messages to a domain are read to find those to an address."""


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How many messages wait, were sent, were given up and are held; since when the oldest waits."""

    waiting: int
    sent: int
    failed: int
    held: int
    oldest: datetime | None


def messages_of(processor: Processor, state: str = "", before: int | None = None) -> QuerySet[Message]:
    """Messages of a processor, newest first; in a demo also those of nobody, such as codes for signing in."""
    mine = Q(processor=processor)
    if settings.IS_DEMO:
        mine |= Q(processor=None)
    found = Message.objects.filter(mine).order_by("-id")
    if before is not None:
        found = found.filter(pk__lt=before)
    return found.filter(_STATES[state]) if state in _STATES else found


_STATES = {
    "waiting": Q(sent_at=None, failed_at=None, held=False),
    "held": Q(sent_at=None, failed_at=None, held=True),
    "sent": Q(sent_at__isnull=False),
    "failed": Q(failed_at__isnull=False),
}
STATES = tuple(_STATES)


def state_of(message: Message) -> str:
    """The word for where a message is."""
    if message.sent_at:
        return "sent"
    if message.failed_at:
        return "failed"
    return "held" if message.held else "waiting"


def outbox_state(processor: Processor | None = None) -> OutboxState:
    """The state of the outbox, of one processor or of all."""
    rows = Message.objects.all() if processor is None else Message.objects.filter(processor=processor)
    found = rows.aggregate(
        **{f"count_{name}": Count("pk", filter=condition) for name, condition in _STATES.items()},
        oldest=Min("created_at", filter=_STATES["waiting"]),
    )
    return OutboxState(**{name.removeprefix("count_"): value for name, value in found.items()})


def pause_now(processor: Processor | None = None) -> Pause | None:
    """The pause that holds for a processor: that of all mail first, then its own."""
    holding = Pause.objects.filter(Q(processor=None) | Q(processor=processor), ended_at=None)
    return holding.order_by("-is_rehearsal", "processor", "-id").first()


def is_copy() -> bool:
    """Whether this is a copy for rehearsal, which neither sends mail nor takes any."""
    return settings.IS_REHEARSAL or Pause.objects.filter(is_rehearsal=True, ended_at=None).exists()


def may_send() -> bool:
    """Whether mail may leave: not in a demo or a rehearsal, not without a way out, not during a pause of all mail."""
    if settings.IS_DEMO or settings.IS_REHEARSAL or not settings.MAIL_LEAVES:
        return False
    return pause_now() is None


def is_kept_in(message: Message) -> bool:
    """Whether a pause that began meanwhile keeps a message in."""
    return not settings.MAIL_LEAVES or pause_now(message.processor) is not None


def messages_about(
    processor: Processor, text: str, customers: Sequence[str], most: int = 20
) -> list[Message]:
    """Messages with an id or to an address, else those that concern some customers; the newest first.

    Addresses are encrypted: among the newest to the domain those to the address are picked.
    """
    rows = Message.objects.filter(processor=processor).defer("text").order_by("-id")
    address = text.strip().lower()
    if "@" in address:
        near = rows.filter(domain=address.rpartition("@")[2])[:NEAR]
        return [one for one in near if one.to.lower() == address][:most]
    wanted = Q(public_id=text) | Q(customer__in=customers) if customers else Q(public_id=text)
    return list(rows.filter(wanted)[:most])

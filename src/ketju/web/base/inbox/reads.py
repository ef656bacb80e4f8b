"""What came in: for the pages of staff, and for areas that ask what answers belong to a thing of theirs."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from ketju.web.base.access.models import Processor
from ketju.web.base.inbox.models import KINDS, Received
from ketju.web.base.inbox.parsing import File

PAGE = 50
_STATES = {"open": Q(done_at=None), "done": Q(done_at__isnull=False), "all": Q()}
STATES = tuple(_STATES)


@dataclass(frozen=True, slots=True)
class Belonging:
    """What a message belongs to: the purpose and the public id of the thing, and the customer, "" for none."""

    purpose: str
    subject: str
    customer: str


def belongings(received: Received) -> tuple[Belonging, ...]:
    """What a message belongs to by the addresses it came to; the newest last."""
    rows = received.addresses.order_by("pk")
    return tuple(Belonging(one.purpose, one.subject, one.customer) for one in rows)


def received_for(purpose: str, subject: str) -> QuerySet[Received]:
    """What came in about a thing, by people and machines alike, the oldest first."""
    found = Received.objects.filter(addresses__purpose=purpose, addresses__subject=subject)
    return found.order_by("pk")


def received_of(
    processor: Processor, state: str = "open", kind: str = "", before: int | None = None
) -> QuerySet[Received]:
    """Messages of a processor, newest first; in a state and of a kind."""
    found = Received.objects.filter(_STATES.get(state, Q()), processor=processor).order_by("-id")
    if kind in KINDS:
        found = found.filter(kind=kind)
    return found.filter(pk__lt=before) if before is not None else found


def one_received(processor: Processor, public_id: str) -> Received | None:
    """A message of a processor."""
    found = Received.objects.filter(processor=processor, public_id=public_id.replace("\x00", ""))
    return found.select_related("answers", "done_by", "processor").first()


def count_by_state(processor: Processor) -> dict[str, int]:
    """How many messages are open and done."""
    rows = Received.objects.filter(processor=processor)
    return rows.aggregate(open=Count("pk", filter=_STATES["open"]), done=Count("pk", filter=_STATES["done"]))


def files_of(received: Received) -> list[File]:
    """What is attached to a message."""
    return [File(*one) for one in json.loads(received.files or "[]")]


def has_inbox() -> bool:
    """Whether mail can come in at all."""
    return settings.INBOX is not None

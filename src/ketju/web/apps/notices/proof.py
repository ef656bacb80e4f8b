"""What is known of the messages of a customer, as the facts from which the core says what is delivered and proven."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from django.db.models import QuerySet

from ketju.core.notices.delivery import Delivery as Known
from ketju.core.notices.delivery import Fact, FactKind, delivery_of
from ketju.core.notices.owed import Owed
from ketju.core.periods.instants import Instant
from ketju.web.apps.notices.models import Delivery

_KINDS: tuple[tuple[FactKind, str], ...] = (
    ("sent", "sent_at"),
    ("accepted", "accepted_at"),
    ("bounced", "bounced_at"),
    ("displayed", "displayed_at"),
    ("acknowledged", "acknowledged_at"),
    ("posted", "posted_at"),
    ("returned", "returned_at"),
)


def facts_in(row: Delivery, zone: tzinfo) -> list[Fact]:
    """The facts of one message, each with its own time."""
    known = [(kind, getattr(row, column)) for kind, column in _KINDS]
    return [
        Fact(kind, Instant(at, zone), row.public_id, is_main_user=row.is_main_user)
        for kind, at in known
        if at is not None
    ]


def facts_of(about: str, customer: int, zone: tzinfo) -> list[Fact]:
    """The facts of all messages to a customer about one thing, corrections included."""
    rows = Delivery.objects.filter(notice__about=about, customer=customer)
    return [fact for row in rows.order_by("pk") for fact in facts_in(row, zone)]


def delivery_to(about: str, customer: int, owed: Owed) -> Known:
    """What follows from them for what the customer is owed."""
    return delivery_of(facts_of(about, customer, owed.zone), owed)


def facts_by_customer(rows: QuerySet[Delivery], zone: tzinfo) -> Iterator[tuple[int, list[Fact]]]:
    """The facts of many customers, one after the other: (number of the customer, facts)."""
    last = 0
    held: list[Fact] = []
    columns = ("pk", "public_id", "customer_id", "is_main_user", *(column for _, column in _KINDS))
    for row in rows.only(*columns).order_by("customer_id", "pk").iterator(chunk_size=5000):
        if row.customer_id != last and held:
            yield last, held
            held = []
        last = row.customer_id
        held += facts_in(row, zone)
    if held:
        yield last, held

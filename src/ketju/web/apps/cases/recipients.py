"""Who at a customer is told of a change: main users, privacy contacts, and their deputies while they are away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.parties.models import Contact
from ketju.web.base.access.models import Processor

PRIVACY = "privacy"
"""The role of contacts for data protection."""
LANGUAGES = ("en", "fi", "sv")
"""The languages that notices are written in."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is told. ``is_main_user``: notice to this person is notice to the customer (D-196)."""

    customer: int
    contact: int
    language: str
    is_main_user: bool
    has_email: bool
    user: int | None
    verified_at: datetime | None
    stands_in: bool = False


def language_for(*wanted: str) -> str:
    """The first of these languages that notices are written in, else English."""
    return next((one for one in wanted if one in LANGUAGES), "en")


def recipients(
    processor: Processor,
    on: date,
    customers: Iterable[int] | None = None,
    dead: frozenset[int] | None = None,
) -> Iterator[tuple[int, tuple[Recipient, ...]]]:
    """The recipients of each customer, by its number; those who have none are left out. ``dead`` are contacts whose
    mail comes back, where that is known already.
    """
    rows = _rows(processor, on)
    if customers is not None:
        rows = rows.filter(customer__in=list(customers))
    dead = dead_contacts(processor) if dead is None else dead
    fields = (
        "customer_id", "pk", "language", "customer__language", "is_main_user", "role", "email_index", "user_id",
        "verified_at", "deputy_id", "away_until",
    )  # fmt: skip
    named = rows.order_by("customer_id", "pk").values_list(*fields).iterator(20_000)
    for customer, contacts in groupby(named, key=lambda row: int(row[0])):
        found = _chosen(list(contacts), on, dead)
        if found:
            yield customer, found


def _rows(processor: Processor, on: date) -> QuerySet[Contact]:
    held = Contact.objects.filter(processor=processor, erased_at=None)
    return held.filter(Q(ended_on=None) | Q(ended_on__gt=on))


def dead_contacts(processor: Processor) -> frozenset[int]:
    """Contacts whose address gave mail back, or did not take it, and was not verified since."""
    rows = Delivery.objects.filter(processor=processor, channel="e-mail", contact__isnull=False)
    rows = rows.annotate(dead_at=Coalesce("bounced_at", "failed_at")).exclude(dead_at=None)
    rows = rows.exclude(contact__verified_at__gt=F("dead_at"))
    return frozenset(filter(None, rows.values_list("contact_id", flat=True)))


def _chosen(rows: Sequence[tuple[object, ...]], on: date, dead: frozenset[int]) -> tuple[Recipient, ...]:
    """The main users and privacy contacts among a customer's contacts; without a main user the others stand for it."""
    by_pk = {row[1]: row for row in rows}
    wanted = [row for row in rows if row[4] or row[5] == PRIVACY]
    has_main = any(row[4] for row in wanted)
    found: dict[int, Recipient] = {}
    for row in wanted:
        is_main = bool(row[4]) or not has_main
        for one, stands_in in ((row, False), (_deputy(row, by_pk, on), True)):
            if one is not None:
                made = _recipient(one, is_main, stands_in, dead)
                held = found.get(made.contact)
                if held is None or (made.is_main_user and not held.is_main_user):
                    found[made.contact] = made
    return tuple(found.values())


def _deputy(
    row: tuple[object, ...], by_pk: dict[object, tuple[object, ...]], on: date
) -> tuple[object, ...] | None:
    away = row[10]
    return by_pk.get(row[9]) if isinstance(away, date) and away >= on else None


def _recipient(row: tuple[object, ...], is_main: bool, stands_in: bool, dead: frozenset[int]) -> Recipient:
    pk = int(str(row[1]))
    user = int(str(row[7])) if row[7] is not None else None
    verified = row[8] if isinstance(row[8], datetime) else None
    has_email = bool(row[6]) and bytes(row[6]) != b"" and pk not in dead  # type: ignore[call-overload]
    language = language_for(str(row[2]), str(row[3]))
    return Recipient(int(str(row[0])), pk, language, is_main, has_email, user, verified, stands_in)


def is_reachable(found: Iterable[Recipient]) -> bool:
    """Whether notice can reach the customer: one of its main users, by mail or in the application (D-196)."""
    return any(one.is_main_user and (one.has_email or one.user is not None) for one in found)

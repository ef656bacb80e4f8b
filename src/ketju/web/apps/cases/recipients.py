"""Who at a customer is told of a change: whom its terms name, and their deputies while they are away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from ketju.core.notices.told import Person, Told, told_of, usual_of
from ketju.web.apps.cases.models import Touched
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.notices.reasons import reason_text
from ketju.web.apps.parties.models import Contact
from ketju.web.base.access.models import Processor

LANGUAGES = ("en", "fi", "sv")
"""The languages that notices are written in."""
Named = Callable[[int], Sequence[str]]
"""Whom the terms of a customer, by its number, name as recipients; () where they are silent."""
_COLUMNS = (
    "customer_id", "pk", "language", "customer.language", "is_main_user", "role", "email_index", "user_id",
    "verified_at", "deputy_id", "away_until", "public_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is told. ``counts``: notice to this person is notice to the customer, by its terms (D-196).

    ``because`` is why: the sorts of people of the terms, or of the usual, that this one is of or stands in for;
    ``why`` is that as it is kept with a message.
    """

    customer: int
    contact: int
    language: str
    counts: bool
    has_email: bool
    user: int | None
    verified_at: datetime | None
    because: Told
    why: str


def language_for(*wanted: str) -> str:
    """The first of these languages that notices are written in, else English."""
    return next((one for one in wanted if one in LANGUAGES), "en")


def named_in(place: Touched) -> tuple[str, ...]:
    """Whom the terms name by which a customer of a case was planned."""
    return tuple(place.group.owed["recipients"])


def recipients(
    processor: Processor,
    on: date,
    named: Named,
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
    fields = (one.replace(".", "__") for one in _COLUMNS)
    held = rows.order_by("customer_id", "pk").values_list(*fields).iterator(20_000)
    for customer, contacts in groupby(held, key=lambda row: int(row[0])):
        found = _chosen(list(contacts), named(customer), on, dead)
        if found:
            yield customer, found


def recipients_of(place: Touched, on: date, dead: frozenset[int] | None = None) -> tuple[Recipient, ...]:
    """The recipients of one customer of a case, by the terms that it was planned with."""
    named = named_in(place)
    rows = recipients(place.change.processor, on, lambda _: named, [place.customer_id], dead)
    return dict(rows).get(place.customer_id, ())


def contacts_told(place: Touched, on: date) -> tuple[dict[int, Contact], tuple[Recipient, ...]]:
    """The contacts of one customer of a case by their numbers, and who of them is told, asked for at once."""
    rows = _rows(place.change.processor, on).filter(customer=place.customer_id).select_related("customer")
    held = rows.annotate(is_dead=Exists(_dead(Delivery.objects.filter(contact=OuterRef("pk")))))
    found = list(held.order_by("pk"))
    contacts: dict[int, Contact] = {one.pk: one for one in found}
    dead = frozenset(one.pk for one in found if one.is_dead)
    columns = [tuple(attrgetter(*_COLUMNS)(one)) for one in found]
    return contacts, _chosen(columns, named_in(place), on, dead)


def _rows(processor: Processor, on: date) -> QuerySet[Contact]:
    held = Contact.objects.filter(processor=processor, erased_at=None)
    return held.filter(Q(ended_on=None) | Q(ended_on__gt=on))


def dead_contacts(processor: Processor) -> frozenset[int]:
    """Contacts whose address gave mail back, or did not take it, and was not verified since."""
    rows = _dead(Delivery.objects.filter(processor=processor, contact__isnull=False))
    return frozenset(filter(None, rows.values_list("contact_id", flat=True)))


def _dead(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    rows = (
        rows.filter(channel="e-mail")
        .annotate(dead_at=Coalesce("bounced_at", "failed_at"))
        .exclude(dead_at=None)
    )
    return rows.exclude(contact__verified_at__gt=F("dead_at"))


def _chosen(
    rows: Sequence[tuple[Any, ...]], named: Sequence[str], on: date, dead: frozenset[int]
) -> tuple[Recipient, ...]:
    by_number = {row[1]: row for row in rows}
    people = [Person(row[1], row[4], row[5], row[7] is not None, row[9], row[10]) for row in rows]
    return tuple(_recipient(by_number, one, dead) for one in told_of(people, named, on))


def _recipient(by_number: dict[Any, tuple[Any, ...]], told: Told, dead: frozenset[int]) -> Recipient:
    customer, contact, language, whole, _, _, index, user, verified, *_ = by_number[told.number]
    has_email = bool(index) and bytes(index) != b"" and contact not in dead
    why = _why(told, by_number.get(told.stands_in_for))
    return Recipient(
        customer, contact, language_for(language, whole), told.counts, has_email, user, verified, told, why
    )


def _why(told: Told, away: tuple[Any, ...] | None) -> str:
    """Why somebody is told, as it is kept; ``away`` is whom the person stands in for."""
    kind, sorts = ("terms", told.sorts) if told.is_named else ("usual", usual_of(told.sorts))
    return reason_text(kind, sorts, away[11], away[10]) if away else reason_text(kind, sorts)


def is_reachable(found: Iterable[Recipient]) -> bool:
    """Whether notice can reach, by mail or in the application, one of them with whom it is notice to the customer."""
    return any(one.counts and (one.has_email or one.user is not None) for one in found)

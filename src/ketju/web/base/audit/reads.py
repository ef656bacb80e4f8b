"""What the audit trail holds: for staff with names, for a customer by role, purpose and time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from ketju.web.base.access.models import Processor
from ketju.web.base.access.roles import ROLES
from ketju.web.base.audit.models import AuditEntry

PAGE: Final = 50
"""Entries of a page."""


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which entries are wanted; what is empty does not count. Days are those of the reader's zone."""

    action: str = ""
    person: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Some entries, newest first, and the number to ask with for older ones, None at the end."""

    entries: list[AuditEntry]
    older: int | None


def entries_of(processor: Processor, sieve: Sieve, before: int | None = None) -> EntryPage:
    """A page of a processor's entries, with the people who acted."""
    rows = AuditEntry.objects.filter(processor=processor).select_related("actor")
    if sieve.action:
        rows = rows.filter(Q(action=sieve.action) | Q(action__startswith=f"{sieve.action}."))
    if sieve.person:
        rows = rows.filter(actor__email=sieve.person.strip().lower())
    if sieve.subject:
        rows = rows.filter(Q(subject=sieve.subject.strip()) | Q(customer=sieve.subject.strip()))
    if sieve.first:
        rows = rows.filter(at__gte=_begin(sieve.first))
    if sieve.last:
        rows = rows.filter(at__lt=_begin(sieve.last + timedelta(days=1)))
    if before:
        rows = rows.filter(id__lt=before)
    found = list(rows.order_by("-id")[: PAGE + 1])
    return EntryPage(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def _begin(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as the customer sees it: who by role alone, what, why, when. No name, no address of a request."""

    at: datetime
    side: str
    role: str
    action: str
    kind: str
    count: int
    reason: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownPage:
    """Some entries, newest first, and the number to ask with for older ones, None at the end."""

    entries: list[Shown]
    older: int | None


def shown_to_customer(customer: str, before: int | None = None, limit: int = PAGE) -> ShownPage:
    """What was done with the data of a customer (its public id), without the names of the processor's staff."""
    if not customer:
        return ShownPage([], None)
    rows = AuditEntry.objects.filter(customer=customer).order_by("-id")
    if before:
        rows = rows.filter(id__lt=before)
    found = list(rows[: limit + 1])
    older = found[limit - 1].pk if len(found) > limit else None
    return ShownPage([_shown(one) for one in found[:limit]], older)


def _shown(entry: AuditEntry) -> Shown:
    side = ROLES[entry.role][0] if entry.role in ROLES else entry.actor_kind
    fields = tuple(name for name in entry.fields.split(",") if name)
    return Shown(entry.at, side, entry.role, entry.action, entry.kind, entry.count, entry.reason, fields)

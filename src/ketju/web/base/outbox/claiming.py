"""Claim messages for sending, so that no two processes send the same one, and give them back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ketju.web.base.outbox.models import Message, Pause

LEASE = timedelta(minutes=5)
"""How long a claim holds. Whoever was killed leaves its messages to others after that."""
THROTTLED_OVER = timedelta(minutes=1)


def waiting(at: datetime) -> QuerySet[Message]:
    """Messages that may be claimed at an instant, those that wait longest first."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    due = Q(not_before=None) | Q(not_before__lte=at)
    rows = Message.objects.filter(free, due, sent_at=None, failed_at=None, held=False)
    paused = Pause.objects.filter(ended_at=None, processor=OuterRef("processor"))
    rows = rows.exclude(Exists(paused))
    return rows.order_by("not_before", "id")


def claim(at: datetime, most: int) -> list[Message]:
    """Claim up to ``most`` messages, within what each receiving domain may get; the attempt is counted at once.

    The update is conditional: a row that somebody else claimed in between is left to them. On PostgreSQL rows that
    somebody else is looking at are passed over; on SQLite one transaction writes at a time.
    """
    until = at + LEASE
    with transaction.atomic():
        rows = waiting(at)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        left = _allowances(at)
        chosen = list(_within(rows.exclude(domain__in=_used_up(left))[: most * 2], left, most))
        claimed = []
        for message in chosen:
            free = Message.objects.filter(pk=message.pk, claimed_until=message.claimed_until, sent_at=None)
            if free.update(claimed_until=until, attempts=message.attempts + 1):
                message.claimed_until = until
                message.attempts += 1
                claimed.append(message)
    return claimed


def _allowances(at: datetime) -> Counter[str]:
    """How many more messages each domain may get in this minute, for the domains that got or are getting some."""
    recent = Q(sent_at__gt=at - THROTTLED_OVER) | Q(sent_at=None, failed_at=None, claimed_until__gt=at)
    used = Message.objects.filter(recent).values_list("domain").annotate(Count("pk")).order_by()
    return Counter({domain: settings.MAIL_PER_DOMAIN - count for domain, count in used})


def _used_up(left: Counter[str]) -> list[str]:
    return [domain for domain, count in left.items() if count <= 0]


def _within(rows: Iterable[Message], left: Counter[str], most: int) -> Iterable[Message]:
    taken = 0
    for message in rows:
        if taken == most:
            return
        allowed = left.setdefault(message.domain, settings.MAIL_PER_DOMAIN)
        if allowed > 0:
            left[message.domain] = allowed - 1
            taken += 1
            yield message


def finish(message: Message, **columns: object) -> bool:
    """Note what became of a claimed message; False where the claim had gone to somebody else."""
    mine = Message.objects.filter(pk=message.pk, claimed_until=message.claimed_until, sent_at=None)
    return bool(mine.update(claimed_until=None, **columns))


def give_back(messages: Iterable[Message]) -> None:
    """Give claims back unused, with the attempt that was counted."""
    for message in messages:
        finish(message, attempts=message.attempts - 1)

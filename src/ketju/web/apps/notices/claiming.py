"""Claim messages of notices in batches, so that no two senders send the same one, and note in bulk what became of them.

A claim is a time until which nobody else looks at the message. Whoever is killed leaves its messages to others when it
has passed. That a server took a message is noted whoever holds the claim by then: it is true in any case.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q

from ketju.web.apps.notices.fallback import fall_back
from ketju.web.apps.notices.models import Delivery, Notice
from ketju.web.base.outbox.marks import is_report_needed
from ketju.web.base.outbox.models import Pause

LEASE = timedelta(minutes=5)
_CLAIM = """
WITH picked AS MATERIALIZED (
  SELECT id FROM notices_delivery
  WHERE notice_id = %s AND channel = 'e-mail' AND sent_at IS NULL AND failed_at IS NULL
  AND not_before <= %s AND (claimed_until IS NULL OR claimed_until <= %s)
  ORDER BY not_before, id LIMIT %s{skip}
)
UPDATE notices_delivery SET claimed_until = %s, attempts = attempts + 1 WHERE id IN (SELECT id FROM picked)
RETURNING id, public_id, text_id, customer_id, address, domain, attempts
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours to send; its address as it is stored."""

    id: int
    public_id: str
    text: int
    customer: int
    address: bytes
    domain: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Taken:
    """That a server took a message, and when: from the first command to its answer."""

    id: int
    began: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Refused:
    """That it did not, with a code: it is tried again at ``again``, never where that is None."""

    id: int
    reason: str
    again: datetime | None


def leaving() -> list[Notice]:
    """Notices whose messages may leave, the one that was let go first first; not those that a pause keeps in."""
    rows = Notice.objects.filter(released_at__isnull=False, done_at=None)
    paused = Pause.objects.filter(Q(processor=OuterRef("processor")) | Q(processor=None), ended_at=None)
    return list(rows.exclude(Exists(paused)).select_related("processor").order_by("released_at", "id"))


def claim(
    notice: Notice, at: datetime, most: int, lease: timedelta = LEASE
) -> tuple[datetime, list[Claimed]]:
    """Up to so many messages of a notice that are due, and until when they are ours."""
    until, when = at + lease, connection.ops.adapt_datetimefield_value
    skip = " FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM.format(skip=skip), [notice.pk, when(at), when(at), most, when(until)])
        found = [Claimed(*row) for row in cursor.fetchall()]
    return until, sorted(found, key=lambda one: one.id)


def note(taken: Sequence[Taken], refused: Sequence[Refused], until: datetime, at: datetime) -> int:
    """Note what became of messages, in one transaction; how many of those taken were not noted before."""
    if not refused and connection.vendor == "postgresql":
        return _note_taken(taken)
    with transaction.atomic():
        fresh = _note_taken(taken) if taken else 0
        waiting = [one for one in refused if one.again is not None]
        _note_waiting(waiting, until)
        for one in refused:
            if one.again is None:
                _give_up(one, until, at)
    return fresh


def _note_taken(taken: Sequence[Taken]) -> int:
    """Note that messages left, and that they were delivered where that follows from it; a report stays as it is."""
    accepted = "accepted_at" if is_report_needed() else ""
    says = "" if accepted else ", accepted_by = 'server'"
    when = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "UPDATE notices_delivery d"
                f" SET sent_at = v.began, accepted_at = {accepted or 'v.at'}{says}, claimed_until = NULL, failure = ''"
                " FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) AS v (id, began, at)"
                " WHERE d.id = v.id AND d.sent_at IS NULL",
                [
                    _array(str(one.id) for one in taken),
                    _array(one.began.isoformat() for one in taken),
                    _array(one.at.isoformat() for one in taken),
                ],
            )
            return int(cursor.rowcount)
        cursor.executemany(
            f"UPDATE notices_delivery SET sent_at = %s, accepted_at = {accepted or '%s'}{says}, claimed_until = NULL,"
            " failure = '' WHERE id = %s AND sent_at IS NULL",
            [(when(one.began), *(() if accepted else (when(one.at),)), one.id) for one in taken],
        )
        return int(cursor.rowcount)


def _array(values: Iterable[str]) -> str:
    """Values as PostgreSQL writes an array: a text is quicker to make than a list to translate."""
    return "{" + ",".join(values) + "}"


def _note_waiting(waiting: Sequence[Refused], until: datetime) -> None:
    when = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        for one in waiting:
            cursor.execute(
                "UPDATE notices_delivery SET not_before = %s, failure = %s, claimed_until = NULL"
                " WHERE id = %s AND claimed_until = %s AND sent_at IS NULL",
                [when(one.again), one.reason[:200], one.id, when(until)],
            )


def _give_up(one: Refused, until: datetime, at: datetime) -> None:
    """Note that a message does not leave, and go on by the next channel."""
    mine = Delivery.objects.filter(pk=one.id, claimed_until=until, sent_at=None)
    if mine.update(failed_at=at, failure=one.reason[:200], claimed_until=None):
        fall_back(Delivery.objects.select_related("notice", "customer").get(pk=one.id), at)


def give_back(claimed: Sequence[Claimed], until: datetime, again: datetime | None = None) -> None:
    """Give claims back unused, with the attempt that was counted; ``again`` is when to look at them next."""
    if claimed:
        rows = Delivery.objects.filter(pk__in=[one.id for one in claimed], claimed_until=until, sent_at=None)
        columns: dict[str, Any] = {"not_before": again} if again else {}
        rows.update(claimed_until=None, attempts=F("attempts") - 1, **columns)


def finish(notice: Notice, at: datetime) -> bool:
    """Note that nothing of a notice waits any longer; whether that is so."""
    waiting = Delivery.objects.filter(
        notice=OuterRef("pk"), channel__in=("e-mail", "webhook"), sent_at=None, failed_at=None
    )
    rows = Notice.objects.filter(~Exists(waiting), pk=notice.pk, done_at=None)
    return bool(rows.update(done_at=at))

"""Messages in an application that nobody looked at for as long as the terms say: the next channel is tried (D-197).

Until then the customer is not reached; after that it is not either, and mail or a letter is under way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache

from django.db.models import Exists, OuterRef, QuerySet

from ketju.core.notices.delivery import unseen_from
from ketju.core.notices.owed import Owed
from ketju.core.periods.instants import Instant
from ketju.web.apps.cases.models import CaseChange, Touched
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.notices.fallback import LEFT
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.notices.writes.facts import note_unseen
from ketju.web.base.access.zones import day_of

MOST = 2000
"""Messages of a case that are given up at once; the rest an hour later."""


def go_on_unseen(at: datetime) -> int:
    """Try the next channel for every message in an application that nobody looked at in time; how many."""
    shown = waiting_to_be_seen().filter(notice__released_at__lt=at).values("notice__about")
    rows = CaseChange.objects.filter(public_id__in=shown, closed_at=None)
    return sum(
        go_on(change, at)
        for change in rows.select_related("processor", "draft__base", "version").order_by("pk")
    )


def go_on(change: CaseChange, at: datetime) -> int:
    """The same for the customers of one case."""
    rows = Delivery.objects.filter(pk__in=_over(change, at)[:MOST]).select_related("customer", "processor")
    given_up = [one.customer_id for one in rows.order_by("pk") if note_unseen(one, at)]
    if given_up and change.withdrawn_at is None:
        project(change, at, given_up)
    return len(given_up)


def waiting_to_be_seen() -> QuerySet[Delivery]:
    """Messages in an application to main users that nobody looked at, where nothing else has reached the customer, or
    may reach it yet; of several notices about one thing the newest that the customer got.
    """
    rows = Delivery.objects.filter(channel="in-app", is_main_user=True, notice__released_at__isnull=False)
    rows = rows.filter(failed_at=None, displayed_at=None, acknowledged_at=None)
    same = Delivery.objects.filter(customer=OuterRef("customer"), notice__released_at__isnull=False)
    newer = same.filter(
        notice__about=OuterRef("notice__about"), notice__number__gt=OuterRef("notice__number")
    )
    others = same.filter(LEFT, notice=OuterRef("notice"), is_main_user=True).exclude(pk=OuterRef("pk"))
    return rows.exclude(Exists(newer)).exclude(Exists(others))


def seen_until(row: Delivery, owed: Owed) -> Instant | None:
    """Until when a message in an application waits for somebody who looks; None before it may be shown."""
    if row.notice.released_at is None:
        return None
    return unseen_from(Instant(max(row.notice.released_at, row.created_at), owed.zone), owed)


def _over(change: CaseChange, at: datetime) -> list[int]:
    """The numbers of the messages of a case of which the time to look is over, the oldest first."""
    waiting = waiting_to_be_seen().filter(notice__about=change.public_id)
    on = day_of(at, change.processor.zone)
    found: list[int] = []
    for group in change.groups.all():
        places = Touched.objects.filter(group=group, joined_at=None, is_excluded=False)
        places = places.exclude(customer__ended_on__lte=on)
        rows = waiting.filter(customer__in=places.values("customer"))
        found += _late(rows.values_list("pk", "notice__released_at", "created_at"), owed_in(group.owed), at)
    return sorted(found)


def _late(rows: Iterable[tuple[int, datetime | None, datetime]], owed: Owed, at: datetime) -> Iterator[int]:
    @cache
    def ends(since: datetime) -> datetime:
        return unseen_from(Instant(since, owed.zone), owed).utc

    return (number for number, released, made in rows if ends(max(released or made, made)) <= at)

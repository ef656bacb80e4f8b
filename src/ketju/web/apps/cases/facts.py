"""What is known of the messages to the customers of a case, as far as it counts for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce

from ketju.web.apps.cases.models import CaseChange, Group, Touched
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.standing import Raw
from ketju.web.apps.cases.together import last_correction
from ketju.web.apps.notices.models import Delivery, Notice, NoticeText

CHUNK = 20_000
_FACTS = (
    ("sent_at", "sent"), ("accepted_at", "accepted"), ("bounced_at", "bounced"), ("displayed_at", "displayed"),
    ("acknowledged_at", "acknowledged"), ("posted_at", "posted"), ("returned_at", "returned"),
)  # fmt: skip


def facts_of(change: CaseChange, some: list[int] | None = None) -> dict[int, list[Raw]]:
    """What is known of the messages to each customer: those of the notices since the last correction, or of all where
    its terms say that a notice which is sent anew leaves the periods as they were. Of one in a wider group, those that
    tell of the whole.
    """
    found: dict[int, list[Raw]] = defaultdict(list)
    names = [name for name, _ in _FACTS]
    notices = Notice.objects.filter(about=change.public_id, released_at__isnull=False)
    corrected = last_correction(change)
    standing = _left_alone(change, some) if corrected else frozenset()
    rows = Delivery.objects.filter(notice__in=notices.exclude(kind="withdrawal"))
    if not standing:
        rows = rows.filter(notice__number__gte=corrected)
    rows = rows.filter(customer__in=some) if some is not None else rows.order_by()
    fields = ("customer_id", "notice__number", "text_id", "public_id", "is_main_user", "failed_at", *names)
    texts = _texts_of_wider(change, some)
    for customer, number, text, *row in rows.values_list(*fields).iterator(CHUNK):
        if (number < corrected and customer not in standing) or text not in texts.get(customer, (text,)):
            continue
        if known := _facts_in(*row):
            found[customer] += known
    return dict(found)


def _texts_of_wider(change: CaseChange, some: list[int] | None) -> dict[int, frozenset[int]]:
    """The numbers of the texts that tell of the whole, of each customer in a wider group."""
    rows = Touched.objects.filter(change=change, widened_at__isnull=False)
    keys = dict(
        (rows if some is None else rows.filter(customer__in=some)).values_list("customer", "group__key")
    )
    if not keys:
        return {}
    texts: dict[str, set[int]] = defaultdict(set)
    held = NoticeText.objects.filter(notice__about=change.public_id, key__in=set(keys.values()))
    for key, pk in held.values_list("key", "pk"):
        texts[key].add(pk)
    return {customer: frozenset(texts[key]) for customer, key in keys.items()}


def facts_in(deliveries: Iterable[Delivery]) -> list[Raw]:
    """The same of some messages."""
    found: list[Raw] = []
    for one in deliveries:
        times = (getattr(one, name) for name, _ in _FACTS)
        found += _facts_in(one.public_id, one.is_main_user, one.failed_at, *times)
    return found


def _facts_in(message: str, is_main: bool, failed: datetime | None, *times: datetime | None) -> list[Raw]:
    said = [(kind, at) for (_, kind), at in zip(_FACTS, times, strict=True) if at is not None]
    if failed is not None and not said:
        said = [("bounced", failed)]
    return [(kind, at, message, is_main) for kind, at in said]


def _left_alone(change: CaseChange, some: list[int] | None) -> frozenset[int]:
    """The customers whose periods a correction leaves as they were."""
    rows = Touched.objects.filter(change=change, group__in=change.groups.filter(owed__resent="stands"))
    rows = rows.filter(customer__in=some) if some is not None else rows
    return frozenset(rows.values_list("customer_id", flat=True))


def _stands(group: Group) -> bool:
    return owed_in(group.owed).resent == "stands"


def counted_notices(place: Touched) -> QuerySet[Notice]:
    """The notices whose messages to a customer of a case count: those that were let go since the last correction, or
    all where its terms say that one which is sent anew leaves the periods as they were.
    """
    notices = Notice.objects.filter(about=place.change.public_id, released_at__isnull=False)
    if not _stands(place.group):
        corrections = notices.filter(kind="correction").order_by("-number").values("number")[:1]
        notices = notices.filter(number__gte=Coalesce(Subquery(corrections), 0))
    return notices.exclude(kind="withdrawal")

"""Figures of several cases at once, in as many queries as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from ketju.core.cases.objections import UNSETTLED
from ketju.core.notices.forecast import Slack, Step, slack
from ketju.core.notices.owed import Owed
from ketju.core.periods.instants import Instant
from ketju.web.apps.cases.models import CaseChange, Group, Objection, Touched
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.reads import Card
from ketju.web.apps.cases.reads_apart import kept_back
from ketju.web.apps.notices.models import Delivery

_Day = dict[str, Any]
CAME_BACK = Q(bounced_at__isnull=False) | Q(channel="e-mail", failed_at__isnull=False)
"""Messages that came back, or that the mail server of the address did not take."""
_HELD = Q(state__in=UNSETTLED)


def cards_of(changes: Iterable[CaseChange], owed: Iterable[Owed] | None = None) -> tuple[Card, ...]:
    """The cases of a processor with their figures; ``owed`` is what the customers of all of them are owed, if known."""
    rows = list(changes)
    days, beside, left = _days(rows), _beside(rows), _slacks(rows, owed)
    return tuple(_card(one, days.get(one.pk, []), beside.get(one.pk, {}), left.get(one.pk)) for one in rows)


def _card(change: CaseChange, days: list[_Day], beside: dict[str, int], left: Slack | None) -> Card:
    def number(name: str) -> int:
        return sum(one[name] for one in days)

    first, last = ([one[name] for one in days if one[name]] for name in ("first", "last"))
    return Card(
        change, number("size"), number("told"), beside.get("bounced", 0), number("unreached"), beside.get("said", 0),
        beside.get("late", 0), number("waiting"), number("live"), number("out"), _steps(days),
        min(first, default=None), max(last, default=None), left, beside.get("held", 0),
    )  # fmt: skip


def _days(changes: Sequence[CaseChange]) -> dict[int, list[_Day]]:
    """The customers of each case by the day on which it took effect for them, or else on which they are free, counted
    by where they stand.
    """
    found: dict[int, list[_Day]] = defaultdict(list)
    if not changes:
        return found
    zone = ZoneInfo(changes[0].processor.zone)
    rows = Touched.objects.filter(change__in=changes).annotate(free=Coalesce("effective_at", "free_at"))
    rows = rows.annotate(day=TruncDate("free", tzinfo=zone))
    counted = rows.values("change", "day").annotate(
        size=Count("pk"), told=Count("pk", Q(delivered_at__isnull=False)),
        unreached=Count("pk", Q(reach="unreachable")), waiting=Count("pk", Q(free_at=None, is_excluded=False)),
        live=Count("pk", Q(effective_at__isnull=False)), out=Count("pk", Q(is_excluded=True)),
        first=Min("free"), last=Max("free"),
    )  # fmt: skip
    for one in counted.order_by("change", "day"):
        found[one["change"]].append(dict(one))
    return found


def _beside(changes: Sequence[CaseChange]) -> dict[int, dict[str, int]]:
    """The open objections to each case, those of them that are late, the messages that came back, and the customers
    with a service that is kept back while others go on.
    """
    said = Objection.objects.filter(_HELD, change=OuterRef("pk"))
    bounced = Delivery.objects.filter(CAME_BACK, notice__about=OuterRef("public_id"))
    counts = {
        "said": _number_of(said, "change"), "late": _number_of(said.filter(is_late=True), "change"),
        "bounced": _number_of(bounced, "notice__about"),
        "held": _number_of(kept_back(Touched.objects.filter(change=OuterRef("pk"))), "change"),
    }  # fmt: skip
    rows = CaseChange.objects.filter(pk__in=[one.pk for one in changes]).order_by()
    return {one["pk"]: one for one in rows.annotate(**counts).values("pk", *counts)}


def _number_of(rows: QuerySet[Any], by: str) -> Coalesce:
    """How many rows a query has that refers to the one around it by a column."""
    counted = rows.order_by().values(by).annotate(size=Count("pk"))
    return Coalesce(Subquery(counted.values("size")), 0)


def _steps(days: Sequence[_Day]) -> tuple[Step, ...]:
    found, total = [], 0
    for one in days:
        if one["day"] is not None:
            total += one["size"]
            found.append(Step(one["day"], one["size"], total))
    return tuple(found)


def _slacks(changes: Sequence[CaseChange], known: Iterable[Owed] | None) -> dict[int, Slack]:
    pressed = {one.pk: one for one in changes if one.supplier_told_at and one.supplier_from}
    if not pressed:
        return {}
    owed: dict[int, set[Owed]] = defaultdict(set)
    if known is not None:
        owed = {number: set(known) for number in pressed}
    else:
        for change, data in Group.objects.filter(change__in=list(pressed)).values_list("change", "owed"):
            owed[change].add(owed_in(data))
    found = {}
    for number, one in pressed.items():
        if not owed[number]:
            continue
        zone = ZoneInfo(one.processor.zone)
        assert one.supplier_from is not None and one.supplier_told_at is not None
        theirs, told = Instant(one.supplier_from, zone), Instant(one.supplier_told_at, zone)
        found[number] = slack(theirs, owed[number], told)
    return found

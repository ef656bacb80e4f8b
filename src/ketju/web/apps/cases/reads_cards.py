"""Figures of several cases at once, in as many queries as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import TruncDate

from ketju.core.notices.forecast import Slack, Step, slack
from ketju.core.periods.instants import Instant
from ketju.web.apps.cases.models import CaseChange, Group, Objection, Touched
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.reads import Card
from ketju.web.apps.cases.reads_apart import held_back
from ketju.web.apps.notices.models import Delivery

_HELD = Q(state__in=("open", "to-confirm"))


def cards_of(changes: Iterable[CaseChange]) -> tuple[Card, ...]:
    """The cases with their figures."""
    rows = list(changes)
    touched, said = _touched(rows), _objections(rows)
    bounced, curves, left, held = _bounced(rows), _curves(rows), _slacks(rows), held_back(rows)
    return tuple(
        _card(one, touched.get(one.pk, {}), said.get(one.pk, (0, 0)), bounced.get(one.public_id, 0),
              curves.get(one.pk, ()), left.get(one.pk), held.get(one.pk, 0))
        for one in rows
    )  # fmt: skip


def _card(
    change: CaseChange, figures: dict[str, Any], said: tuple[int, int], bounced: int, steps: tuple[Step, ...],
    left: Slack | None, held: int,
) -> Card:  # fmt: skip
    def number(name: str) -> int:
        return int(figures.get(name, 0))

    return Card(
        change, number("size"), number("told"), bounced, number("unreached"), said[0], said[1], number("waiting"),
        number("live"), number("out"), steps, figures.get("first"), figures.get("last"), left, held,
    )  # fmt: skip


def _touched(changes: Sequence[CaseChange]) -> dict[int, dict[str, Any]]:
    rows = Touched.objects.filter(change__in=changes).order_by().values("change")
    found = rows.annotate(
        size=Count("pk"), told=Count("pk", Q(delivered_at__isnull=False)),
        unreached=Count("pk", Q(reach="unreachable")), waiting=Count("pk", Q(free_at=None, is_excluded=False)),
        live=Count("pk", Q(effective_at__isnull=False)), out=Count("pk", Q(is_excluded=True)),
        first=Min("free_at"), last=Max("free_at"),
    )  # fmt: skip
    return {one["change"]: dict(one) for one in found}


def _objections(changes: Sequence[CaseChange]) -> dict[int, tuple[int, int]]:
    rows = Objection.objects.filter(_HELD, change__in=changes).order_by().values_list("change")
    found = rows.annotate(size=Count("pk"), late=Count("pk", Q(is_late=True)))
    return {change: (size, late) for change, size, late in found}


def _bounced(changes: Sequence[CaseChange]) -> dict[str, int]:
    about = [one.public_id for one in changes]
    rows = Delivery.objects.filter(notice__about__in=about, bounced_at__isnull=False).order_by()
    return dict(rows.values_list("notice__about").annotate(size=Count("pk")))


def _curves(changes: Sequence[CaseChange]) -> dict[int, tuple[Step, ...]]:
    if not changes:
        return {}
    zone = ZoneInfo(changes[0].processor.zone)
    rows = Touched.objects.filter(change__in=changes, free_at__isnull=False).order_by()
    by_day = rows.annotate(day=TruncDate("free_at", tzinfo=zone)).values_list("change", "day")
    counted: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for change, day, size in by_day.annotate(size=Count("pk")).order_by("change", "day"):
        counted[change].append((day, size))
    return {change: _steps(days) for change, days in counted.items()}


def _steps(days: Sequence[tuple[date, int]]) -> tuple[Step, ...]:
    found, total = [], 0
    for day, size in days:
        total += size
        found.append(Step(day, size, total))
    return tuple(found)


def _slacks(changes: Sequence[CaseChange]) -> dict[int, Slack]:
    pressed = {one.pk: one for one in changes if one.supplier_told_at and one.supplier_from}
    if not pressed:
        return {}
    owed = defaultdict(set)
    for change, data in Group.objects.filter(change__in=list(pressed)).values_list("change", "owed"):
        owed[change].add(owed_in(data))
    found = {}
    for number, one in pressed.items():
        zone = ZoneInfo(one.processor.zone)
        assert one.supplier_from is not None and one.supplier_told_at is not None
        theirs, told = Instant(one.supplier_from, zone), Instant(one.supplier_told_at, zone)
        found[number] = slack(theirs, owed[number], told)
    return found

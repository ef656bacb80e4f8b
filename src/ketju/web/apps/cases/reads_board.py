"""The board of running changes: how far each has come, what its customers wait for, what is overdue."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Count, Q

from ketju.web.apps.cases.models import CaseChange, Touched

Column = Literal["plan", "told", "some", "all"]
COLUMNS: tuple[Column, ...] = ("plan", "told", "some", "all")
"""Customers were not told; they were, and it is in effect for nobody; for some; for everybody."""


@dataclass(frozen=True, slots=True)
class OnBoard:
    """A change on the board. ``waits`` are the gates of which nobody knows when they open, each with how many customers
    wait for it, the most first. ``is_overdue``: its planned day has come and customers were not told.
    """

    change: CaseChange
    column: Column
    waits: tuple[tuple[str, int], ...]
    is_overdue: bool


def board_of(changes: Iterable[CaseChange], at: datetime) -> tuple[OnBoard, ...]:
    """Where changes stand at an instant, in the order in which they are given, in one query."""
    rows, coming, live = list(changes), Counter[int](), Counter[int]()
    waits: dict[int, Counter[str]] = defaultdict(Counter)
    places = Touched.objects.filter(change__in=rows, is_excluded=False).order_by().values("change", "waits")
    for one in places.annotate(
        coming=Count("pk", Q(effective_at=None)), live=Count("pk", Q(effective_at__isnull=False))
    ):
        coming[one["change"]] += one["coming"]
        live[one["change"]] += one["live"]
        for kind in filter(None, one["waits"].split(",")):
            waits[one["change"]][kind] += one["coming"]
    return tuple(
        OnBoard(
            one, _column(one, coming[one.pk], live[one.pk]),
            tuple((kind, size) for kind, size in waits[one.pk].most_common() if size),
            one.announced_at is None and one.planned_at <= at,
        )
        for one in rows
    )  # fmt: skip


def _column(change: CaseChange, coming: int, live: int) -> Column:
    if change.announced_at is None:
        return "plan"
    if not coming:
        return "all"
    return "some" if live else "told"

"""The date that holds for all customers of a case, where a change takes effect for all at once.

It is the latest of the dates that each would have alone. Every row keeps its own (``alone_at``), so that one fact costs
one customer's computation and two looks into an index, however many customers there are. Only where it moves the
date itself all rows change, by one statement.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from ketju.core.cases.effect import latest
from ketju.core.cases.gates import Gate
from ketju.core.periods.instants import Instant
from ketju.web.apps.cases.models import CaseChange, Touched, TouchedService
from ketju.web.apps.cases.standing import Standings
from ketju.web.apps.notices.models import Notice
from ketju.web.base.access.zones import day_of

AT_MOST = 500
"""More customers than this are no matter of one fact: the case is counted whole."""


def last_correction(change: CaseChange) -> int:
    """The number of the last correction that was let go, 0 for none."""
    notices = Notice.objects.filter(about=change.public_id, released_at__isnull=False, kind="correction")
    return notices.order_by("-number").values_list("number", flat=True).first() or 0


@dataclass(frozen=True, slots=True)
class Alone:
    """From when it might be for a customer, or for a service that stands for itself, without waiting for others."""

    at: datetime | None
    is_excluded: bool = False


class Together:
    """The date of a case for all, known anew at an instant."""

    def __init__(self, change: CaseChange, standings: Standings, at: datetime) -> None:
        self.change, self.standings, self.at = change, standings, at
        self.stamp = self._stamp()
        self.last: Instant | None = None

    @property
    def is_counted(self) -> bool:
        """Whether what all customers share is as it was when all were counted."""
        return self.change.counted_for == self.stamp

    def settle(self, alone: Iterable[Alone], but: Sequence[int] | None) -> None:
        """Find the date: from what all have, or what the customers ``but`` have now and rows keep of the others."""
        days = [one.at for one in alone if not one.is_excluded]
        if but is not None:
            days += self._of_others(self._places(but), self._services(but))
        gating = self.standings.gating
        self.last = latest(gating.instant(one) if one else None for one in days)

    def keep(self, but: Sequence[int] | None) -> None:
        """Note the date, and bring it to the rows of the others where it moved."""
        day = self.last.utc if self.last else None
        if but is not None and day != self.change.together_at:
            self._move(self._places(but), day, "group")
            self._move(self._services(but), day, "touched__group")
        CaseChange.objects.filter(pk=self.change.pk).update(together_at=day, counted_for=self.stamp)

    def _places(self, but: Sequence[int]) -> QuerySet[Touched]:
        return Touched.objects.filter(change=self.change, is_excluded=False).exclude(customer__in=but)

    def _services(self, but: Sequence[int]) -> QuerySet[TouchedService]:
        rows = TouchedService.objects.filter(touched__change=self.change, is_excluded=False)
        return rows.filter(counted_at__gte=self.change.counted_at).exclude(touched__customer__in=but)

    def _of_others(self, *rows: QuerySet[Any]) -> Iterable[datetime | None]:
        """One day that stands for those of each kind of rows: none where one has none, else the latest."""
        for some in rows:
            if some.filter(alone_at=None).exists():
                yield None
            elif last := some.aggregate(last=Max("alone_at"))["last"]:
                yield last

    def _move(self, rows: QuerySet[Any], day: datetime | None, group: str) -> None:
        is_running = self.change.announced_at is not None and self.change.withdrawn_at is None
        if self.last is not None and self.last.utc <= self.at and is_running:
            open = [pk for pk in self.standings.groups if self._is_open(self.standings.company(pk))]
            rows.filter(effective_at=None, **{f"{group}__in": open}).update(effective_at=self.at)
        rows.update(free_at=day, counted_at=self.at)

    def _is_open(self, gates: Iterable[Gate]) -> bool:
        """Whether no gate of the companies has closed again by the date; a customer's own never close."""
        return all(one.ends is None or self.last is None or self.last.utc < one.ends.utc for one in gates)

    def _stamp(self) -> str:
        """What the dates of all customers rest on beside their own facts."""
        gating = self.standings.gating
        shared = [
            str(day_of(self.at, self.change.processor.zone)), str(self.change.planned_at), self.change.rollout,
            str(self.change.announced_at), str(self.change.withdrawn_at), last_correction(self.change),
            sorted([key[1], str(one.at.utc)] for key, some in gating.waivers.items() if not key[0] for one in some),
            [[pk, *map(_told, self.standings.company(pk))] for pk in sorted(self.standings.groups)],
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(shared).encode()).hexdigest()


def _told(gate: Gate) -> list[str]:
    return [gate.kind, str(gate.opens and gate.opens.utc), str(gate.ends and gate.ends.utc)]


def count_anew(change: CaseChange) -> None:
    """Have all customers of a case counted with the next fact, as one came."""
    CaseChange.objects.filter(pk=change.pk).exclude(counted_for="").update(counted_for="")

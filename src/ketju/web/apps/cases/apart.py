"""Services of a customer that stand for themselves in a case, as an objection was limited to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ketju.core.cases.effect import Effect, is_in_effect
from ketju.core.periods.instants import Instant
from ketju.web.apps.cases.models import CaseChange, TouchedService
from ketju.web.apps.cases.standing import waits_of

_WRITTEN = ("free_at", "waits", "is_excluded", "effective_at", "alone_at", "counted_at")


@dataclass(frozen=True, slots=True)
class Apart:
    """A service that stands for itself: the number of the customer's row, when that took effect, from when the service
    is free, and might be if it waited for nobody, and its own effect.
    """

    touched: int
    service: str
    together: datetime | None
    free_at: datetime | None
    alone_at: datetime | None
    effect: Effect


def keep_apart(change: CaseChange, found: Iterable[Apart], now: Instant) -> int:
    """Bring the rows of such services up to date at an instant; how many there are. What took effect stays."""
    some = list(found)
    if not some:
        return 0
    known = {
        (one.touched_id, one.service): one
        for one in TouchedService.objects.filter(touched__in={one.touched for one in some})
    }
    is_running = change.announced_at is not None and change.withdrawn_at is None
    rows = [_row(one, known.get((one.touched, one.service)), now, is_running) for one in some]
    TouchedService.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=("touched", "service"), update_fields=_WRITTEN
    )  # fmt: skip
    return len(rows)


def _row(one: Apart, before: TouchedService | None, now: Instant, is_running: bool) -> TouchedService:
    effective = before.effective_at if before else one.together
    if effective is None and is_running:
        effective = effective_from(one.effect, one.free_at, before.free_at if before else None, now)
    return TouchedService(
        touched_id=one.touched, service=one.service, free_at=one.free_at, waits=waits_of(one.effect),
        is_excluded=one.effect.is_excluded, effective_at=effective, alone_at=one.alone_at, counted_at=now.utc,
    )  # fmt: skip


def effective_from(
    effect: Effect, free: datetime | None, known: datetime | None, now: Instant
) -> datetime | None:
    """Since when a change is in effect at an instant, None where it is not.

    Where its date was not known before (``known``), it is now that it takes effect, whatever day was written down.
    """
    if free is None or free > now.utc or not is_in_effect(effect, now):
        return None
    return free if free == known else now.utc

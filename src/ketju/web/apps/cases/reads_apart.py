"""What pages show of services that stand for themselves in a case, as an objection was limited to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from ketju.core.cases.gates import Gate
from ketju.web.apps.cases.models import CaseChange, Touched, TouchedService
from ketju.web.apps.cases.projecting import gates_of_customer


@dataclass(frozen=True, slots=True)
class ServicePlace:
    """A service of a customer that stands for itself in a case, with its gates."""

    row: TouchedService
    gates: tuple[Gate, ...]


def services_apart(touched: Touched, at: datetime) -> tuple[ServicePlace, ...]:
    """The services of a customer of a case that stand for themselves, each with its gates."""
    rows = TouchedService.objects.filter(touched=touched)
    return tuple(
        ServicePlace(one, gates_of_customer(touched.change, touched.customer_id, at, one.service)) for one in rows
    )  # fmt: skip


def held_back(changes: Iterable[CaseChange]) -> dict[int, int]:
    """How many customers have a service that a case keeps back while others go on, by the number of the case."""
    rows = TouchedService.objects.filter(touched__change__in=list(changes), free_at=None, effective_at=None)
    some = rows.exclude(touched__free_at=None).order_by().values("touched__change")
    found = some.annotate(size=Count("touched", distinct=True))
    return {one["touched__change"]: one["size"] for one in found}

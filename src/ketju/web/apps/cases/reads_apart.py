"""What pages show of services that stand for themselves in a case, as an objection was limited to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from ketju.core.cases.gates import Gate
from ketju.web.apps.cases.models import Touched, TouchedService
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


def kept_back(places: QuerySet[Touched]) -> QuerySet[Touched]:
    """Those of some customers in cases who have a service that is kept back while others go on."""
    kept = TouchedService.objects.filter(touched=OuterRef("pk"), free_at=None, effective_at=None)
    return places.filter(Exists(kept)).exclude(free_at=None)

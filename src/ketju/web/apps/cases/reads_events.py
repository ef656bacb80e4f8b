"""What happens on which day in several cases at once, in as many queries as for one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, DateTimeField, ExpressionWrapper, F
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import TruncDate

from ketju.web.apps.cases.models import CaseChange, Touched
from ketju.web.apps.cases.reads import Event
from ketju.web.base.access.models import Processor

_A_MOMENT = timedelta(microseconds=1)
"""A period that ends with a day ends on that day, not at the first moment of the next."""


def events_between(
    processor: Processor, changes: Sequence[CaseChange], first: date, last: date
) -> tuple[Event, ...]:
    """The events of cases between two days, both included, by day."""
    zone, by_pk = ZoneInfo(processor.zone), {one.pk: one for one in changes}
    found: list[Event] = []
    for one in changes:
        single = {
            "planned": one.planned_at, "announced": one.announced_at, "supplier": one.supplier_from,
            "object-by": one.object_by,
        }  # fmt: skip
        found += [Event(at.astimezone(zone).date(), kind, one) for kind, at in single.items() if at]
    for kind, column, last_day in (("window", "window_ends", _A_MOMENT), ("free", "free_at", timedelta(0))):
        rows = Touched.objects.filter(**{"change__in": changes, f"{column}__isnull": False}).order_by()
        by_day = rows.annotate(day=TruncDate(_earlier(column, last_day), tzinfo=zone)).values_list(
            "change", "day"
        )
        found += [Event(day, kind, by_pk[pk], count) for pk, day, count in by_day.annotate(size=Count("pk"))]
    within = (one for one in found if first <= one.day <= last)
    return tuple(sorted(within, key=lambda one: (one.day, one.change.pk, one.kind)))


def _earlier(column: str, by: timedelta) -> ExpressionWrapper[CombinedExpression]:
    return ExpressionWrapper(F(column) - by, output_field=DateTimeField())

"""What happens on which day in several cases at once, in as many queries as for one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncDate

from ketju.web.apps.cases.models import CaseChange, Touched
from ketju.web.apps.cases.reads import Event
from ketju.web.base.access.models import Processor


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
    for kind, column in (("window", "window_ends"), ("free", "free_at")):
        rows = Touched.objects.filter(**{"change__in": changes, f"{column}__isnull": False}).order_by()
        by_day = rows.annotate(day=TruncDate(column, tzinfo=zone)).values_list("change", "day")
        found += [Event(day, kind, by_pk[pk], count) for pk, day, count in by_day.annotate(size=Count("pk"))]
    within = (one for one in found if first <= one.day <= last)
    return tuple(sorted(within, key=lambda one: (one.day, one.change.pk, one.kind)))

"""What a list shows as in use and one customer has not: its own gates are shut, or it is left out for good."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from ketju.core.periods.instants import day_start
from ketju.web.apps.cases.matter import COMING
from ketju.web.apps.cases.models import Touched
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.reads_changes import changes_in
from ketju.web.apps.registers.reads_customers import Beginning, Later
from ketju.web.base.access.zones import day_at, day_of


def not_begun(customer: Customer, on: date) -> Later:
    """The entries of published changes that are not in use for a customer on a day: from when they are, as far as that
    is known, or that they never are.
    """
    rows = Touched.objects.filter(customer=customer, change__version__isnull=False, change__withdrawn_at=None)
    ends = day_start(on + timedelta(days=1), ZoneInfo(customer.processor.zone))
    rows = rows.filter(Q(is_excluded=True) | Q(effective_at=None) | Q(effective_at__gte=ends))
    rows = rows.select_related("change__register", "group").prefetch_related("before__group")
    return later_of(rows, customer, on)


def later_of(places: Iterable[Touched], customer: Customer, on: date) -> Later:
    """The same of a customer's places in cases, those that were not published or are withdrawn among them.

    An entry that was in use before, and of which something else changes, is in use.
    """
    ends = day_start(on + timedelta(days=1), ZoneInfo(customer.processor.zone))
    is_ahead = on > day_at(customer.processor)
    found: dict[tuple[str, str], Beginning] = {}
    for one in places:
        if one.change.version_id is None or one.change.withdrawn_at is not None:
            continue
        begins = None if one.is_excluded else one.effective_at or one.free_at
        if begins is not None and begins < ends and (one.effective_at or is_ahead):
            continue
        day = day_of(begins, customer.processor.zone) if begins else None
        coming = {each.new_id for each in changes_in(one.change.changes) if each.kind in COMING}
        begun = {entry for each in one.before.all() if each.since < ends for entry in each.group.entries}
        for entry in (coming - begun) & set(one.group.entries):
            found[one.change.register.slug, entry] = Beginning(day, one.is_excluded)
    return found

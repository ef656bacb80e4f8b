"""Whether what a case was planned with is what its customers' terms still say."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from ketju.web.apps.agreements.models import Acceptance, Deviation
from ketju.web.apps.cases.holdings import Holdings
from ketju.web.apps.cases.models import CaseChange, Touched
from ketju.web.apps.cases.owed_json import terms_data
from ketju.web.apps.cases.problems import TermsChanged
from ketju.web.base.access.zones import day_of


def check_terms(change: CaseChange, at: datetime) -> None:
    """Whether customers are owed today what they were planned with.

    Everybody is asked about who ever agreed anything besides, or accepted an agreement since. Of the others one stands
    for its class: the house policy may be another one since, or the time of a term has come. Raises TermsChanged.
    """
    apart = list(_agreed_apart(change))
    sizes = dict(
        change.groups.annotate(first=Min("touched__customer"), size=Count("touched")).values_list(
            "first", "size"
        )
    )
    known = {one.customer_id for one in apart}
    alike = _rows(change).filter(customer__in=[one for one in sizes if one is not None and one not in known])
    places = [*((one, 1) for one in apart), *((one, sizes[one.customer_id]) for one in alike)]
    holdings = Holdings(change.processor, day_of(at, change.processor.zone))
    holdings.load([one.customer_id for one, _ in places])
    changed = sum(size for one, size in places if _owed(change, one, holdings) != one.group.owed)
    if changed:
        raise TermsChanged(count=changed)


def _rows(change: CaseChange) -> QuerySet[Touched]:
    return Touched.objects.filter(change=change).select_related("group", "customer")


def _agreed_apart(change: CaseChange) -> QuerySet[Touched]:
    """The customers of a case for whom alone terms may have changed since it was begun."""
    deviating = Deviation.objects.filter(processor=change.processor_id)
    accepting = Acceptance.objects.filter(processor=change.processor_id, recorded_at__gte=change.created_at)
    return _rows(change).filter(
        Q(customer__in=deviating.values("customer")) | Q(customer__in=accepting.values("customer"))
    )


def _owed(change: CaseChange, place: Touched, holdings: Holdings) -> dict[str, Any]:
    """What a customer is owed today, as its class keeps it."""
    agreement = holdings.of(place.customer_id, place.customer.signed_up_on)
    own = holdings.own(place.customer_id)
    owed = holdings.owed(agreement, own)
    return terms_data(owed.in_emergency if change.is_emergency else owed, own)

"""Whether what a case was planned with is what its customers' terms still say."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Min, Q, QuerySet

from ketju.web.apps.agreements.models import Acceptance, Deviation
from ketju.web.apps.cases.holdings import Holdings, Own
from ketju.web.apps.cases.models import CaseChange, Touched
from ketju.web.apps.cases.owed_json import terms_data
from ketju.web.apps.cases.problems import TermsChanged
from ketju.web.base.access.zones import day_of

_MANY = 1000
"""From so many customers on, what all of the processor's customers agreed is read at once."""
_Place = tuple[int, int, date | None]
"""A customer and its group, by their numbers, and when it signed up."""


def check_terms(change: CaseChange, at: datetime) -> None:
    """Whether customers are owed today what they were planned with.

    Everybody is asked about who ever agreed anything besides, or accepted an agreement since. Of the others one stands
    for its class: the house policy may be another one since, or the time of a term has come. Raises TermsChanged.
    """
    apart = _places(_agreed_apart(change))
    sizes = dict(
        change.groups.annotate(first=Min("touched__customer"), size=Count("touched")).values_list(
            "first", "size"
        )
    )
    known = {customer for customer, _, _ in apart}
    left = [one for one in sizes if one is not None and one not in known]
    alike = _places(Touched.objects.filter(change=change, customer__in=left))
    holdings = Holdings(change.processor, day_of(at, change.processor.zone))
    holdings.load(None if len(apart) > _MANY else [customer for customer, _, _ in (*apart, *alike)])
    asked = _Asked(change, holdings)
    changed = sum(asked.is_other(one) for one in apart)
    changed += sum(sizes[one[0]] for one in alike if asked.is_other(one))
    if changed:
        raise TermsChanged(count=changed)


def _places(rows: QuerySet[Touched]) -> list[_Place]:
    return list(rows.values_list("customer_id", "group_id", "customer__signed_up_on"))


def _agreed_apart(change: CaseChange) -> QuerySet[Touched]:
    """The customers of a case for whom alone terms may have changed since it was begun."""
    deviating = Deviation.objects.filter(processor=change.processor_id)
    accepting = Acceptance.objects.filter(processor=change.processor_id, recorded_at__gte=change.created_at)
    return Touched.objects.filter(change=change).filter(
        Q(customer__in=deviating.values("customer")) | Q(customer__in=accepting.values("customer"))
    )


class _Asked:
    """What customers are owed today, held against what their groups keep: once for each group and terms."""

    def __init__(self, change: CaseChange, holdings: Holdings) -> None:
        self.change, self.holdings = change, holdings
        self.planned = dict(change.groups.values_list("pk", "owed"))
        self._found: dict[tuple[int, int, Own], bool] = {}

    def is_other(self, place: _Place) -> bool:
        """Whether a customer is owed something else than it was planned with."""
        customer, group, day = place
        agreement, own = self.holdings.of(customer, day), self.holdings.own(customer)
        key = group, agreement.pk if agreement else 0, own
        if key not in self._found:
            owed = self.holdings.owed(agreement, own)
            now = terms_data(owed.in_emergency if self.change.is_emergency else owed, own)
            self._found[key] = now != self.planned[group]
        return self._found[key]

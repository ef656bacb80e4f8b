"""Whether what a case was planned with is what its customers' terms still say."""

from __future__ import annotations

from datetime import datetime

from ketju.web.apps.agreements.models import Deviation
from ketju.web.apps.cases.holdings import Holdings
from ketju.web.apps.cases.models import CaseChange, Touched
from ketju.web.apps.cases.owed_json import terms_data
from ketju.web.apps.cases.problems import TermsChanged
from ketju.web.base.access.zones import day_of


def check_terms(change: CaseChange, at: datetime) -> None:
    """Whether customers who ever agreed anything besides are owed today what they were planned with.

    Others have the agreement's terms, which no version changes. Raises TermsChanged.
    """
    deviating = Deviation.objects.filter(processor=change.processor_id).values("customer")
    rows = Touched.objects.filter(change=change, customer__in=deviating).select_related("group")
    places = list(rows.select_related("customer"))
    if not places:
        return
    holdings = Holdings(change.processor, day_of(at, change.processor.zone))
    holdings.load([one.customer_id for one in places])
    changed = 0
    for one in places:
        agreement = holdings.of(one.customer_id, one.customer.signed_up_on)
        own = holdings.own(one.customer_id)
        changed += terms_data(holdings.owed(agreement, own), own) != one.group.owed
    if changed:
        raise TermsChanged(count=changed)

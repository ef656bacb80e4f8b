"""Under which agreements customers are whom each company touches, and how much time the company leaves them.

It is counted once a day for all companies; what agreements owe is computed when it is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from ketju.core.notices.earliest import planned_for
from ketju.core.notices.forecast import Slack, ahead, slack
from ketju.core.notices.owed import Owed
from ketju.core.periods.instants import Instant
from ketju.web.apps.agreements.models import AgreementVersion
from ketju.web.apps.cases.covering import with_newest
from ketju.web.apps.cases.holdings import Holdings
from ketju.web.apps.cases.models import Engagement
from ketju.web.apps.registers.models import CustomerClass, SortedCustomer
from ketju.web.apps.registers.sorting import sort_all, usage_in
from ketju.web.apps.registers.touching import asked_of, touches_of
from ketju.web.base.access.models import Processor
from ketju.web.base.access.zones import day_of

CHUNK = 20_000
NO_AGREEMENT = 0


def count_owed_by(processor: Processor, at: datetime) -> int:
    """Note for each company in use under which agreements customers are whom it touches; how many notes changed."""
    on = day_of(at, processor.zone)
    sort_all(on)
    engagements = list(with_newest(Engagement.objects.filter(processor=processor, ended_on=None)))
    versions = {one.newest for one in engagements if one.newest}  # type: ignore[attr-defined]
    held = _agreements_by_class(processor, on)
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for version in versions:
        for pk, usages in CustomerClass.objects.filter(processor=processor, pk__in=list(held)).values_list(
            "pk", "usages"
        ):
            for entry in _touched(version, usages, on):
                found[version, entry] |= held[pk]
    changed = 0
    for one in engagements:
        now = sorted(found.get((one.newest, one.entry), ()))  # type: ignore[attr-defined]
        if one.owed_by != now:
            changed += Engagement.objects.filter(pk=one.pk).update(owed_by=now)
    return changed


def _touched(version: str, usages: Iterable[list[object]], on: date) -> set[str]:
    found: set[str] = set()
    for data in usages:
        asked, _ = asked_of(version, usage_in(data), on)
        found |= touches_of(version, asked).keys()
    return found


def _agreements_by_class(processor: Processor, on: date) -> dict[int, set[int]]:
    """The agreements of the customers in each class, by the class."""
    holdings = Holdings(processor, on)
    holdings.load()
    found: dict[int, set[int]] = defaultdict(set)
    rows = SortedCustomer.objects.filter(customer__processor=processor, customer__erased_at=None)
    rows = rows.exclude(customer__ended_on__lte=on).order_by("customer_id")
    for customer, of, signed_up in rows.values_list(
        "customer_id", "of_id", "customer__signed_up_on"
    ).iterator(CHUNK):
        agreement = holdings.of(customer, signed_up)
        found[of].add(agreement.pk if agreement else NO_AGREEMENT)
    return found


class Slacks:
    """How much time companies of a processor leave, today or for a notice; agreements are read once, when needed."""

    def __init__(self, processor: Processor, at: datetime) -> None:
        self.processor, self.at = processor, at
        self.zone = ZoneInfo(processor.zone)

    @cached_property
    def _holdings(self) -> Holdings:
        return Holdings(self.processor, day_of(self.at, self.processor.zone))

    @cached_property
    def _versions(self) -> dict[int, AgreementVersion]:
        return {one.pk: one for one in self._holdings.versions}

    def owed(self, engagement: Engagement) -> tuple[Owed, ...]:
        """What is owed to customers whom a company touches; by every agreement where nobody counted yet."""
        known = engagement.owed_by if engagement.owed_by is not None else list(self._versions)
        found = (
            self._holdings.owed(self._versions.get(pk)) for pk in known if not pk or pk in self._versions
        )
        return tuple(dict.fromkeys(found))

    def undated(self, engagement: Engagement) -> bool:
        """Whether customers are touched for whom no length of notice is enough: they consent, or no period is set."""
        return any(self._planned(one) is None for one in self.owed(engagement))

    def of(
        self, engagement: Engagement, told: datetime | None = None, theirs: datetime | None = None
    ) -> Slack | None:
        """The slack of a company by its contract, or of a notice that came and the day from which its change holds.

        Customers without a date are left out (``undated``). None where nothing is known, or nobody has a date.
        """
        told = told or self.at
        if theirs is None and engagement.told_days is not None:
            theirs = ahead(Instant(told, self.zone), engagement.told_days).utc
        if theirs is None:
            return None
        some = [one for one in self.owed(engagement) if self._planned(one) is not None]
        if not some:
            return None
        return slack(Instant(theirs, self.zone), some, Instant(told, self.zone))

    def _planned(self, owed: Owed) -> Instant | None:
        return planned_for(owed, Instant(self.at, self.zone)).at


def processors_engaging() -> Iterable[Processor]:
    """The processors that have companies in use."""
    return Processor.objects.filter(
        pk__in=Engagement.objects.filter(ended_on=None).values("processor")
    ).order_by("pk")

"""What a plan answers before anything is sent: how many customers are free when, and how much time a supplier leaves.

Customers are grouped by what they are owed: the law is asked once for each group, however many are in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from ketju.core.notices.earliest import Earliest, planned_for
from ketju.core.notices.owed import Owed
from ketju.core.periods.instants import Instant, ordinal_start


@dataclass(frozen=True, slots=True)
class Group:
    """Customers that are owed the same, and when they are free at the earliest."""

    owed: Owed
    count: int
    earliest: Earliest


@dataclass(frozen=True, slots=True)
class Step:
    """A point of the curve: on the day so many customers become free, and so many are by then."""

    day: date
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """What happens when notice goes out at an instant.

    ``steps`` is the curve, day by day; ``unknown`` counts customers for whom no date can be computed, by what is waited
    for ("consent", "terms"). ``all_free`` is when the last one with a date is free.
    """

    groups: tuple[Group, ...]
    steps: tuple[Step, ...]
    unknown: tuple[tuple[str, int], ...]

    @property
    def all_free(self) -> Instant | None:
        """When everybody with a date is free, None where nobody has one."""
        known = [one.earliest.at for one in self.groups if one.earliest.at is not None]
        return max(known, key=lambda at: at.utc, default=None)


def forecast(owed: Mapping[Owed, int], sent: Instant) -> Forecast:
    """When customers are free if notice goes out at an instant and is delivered at once.

    ``owed`` says how many customers are owed what. "If sent today, 312 of 340 are free on 24 December."
    """
    groups = tuple(Group(what, count, planned_for(what, sent)) for what, count in owed.items() if count)
    by_day: Counter[date] = Counter()
    unknown: Counter[str] = Counter()
    for one in groups:
        if one.earliest.at is None:
            unknown[one.earliest.waits] += one.count
        else:
            by_day[one.earliest.at.local.date()] += one.count
    days = sorted(by_day)
    totals = accumulate(by_day[day] for day in days)
    steps = tuple(Step(day, by_day[day], total) for day, total in zip(days, totals, strict=True))
    return Forecast(groups, steps, tuple(sorted(unknown.items())))


@dataclass(frozen=True, slots=True)
class Slack:
    """The time between what a supplier gives and what customers are owed.

    ``ours`` is when the last customer is free if notice goes out at once, ``theirs`` when the supplier's change takes
    effect, ``told`` when the supplier told of it. ``days`` is what is left to react in: negative where the supplier's
    change comes first.
    """

    theirs: Instant
    ours: Instant | None
    days: int | None
    told: Instant | None = None

    @property
    def given(self) -> int:
        """How many whole days ahead the supplier tells."""
        return (self.theirs.day - self.told.day).days if self.told else 0

    @property
    def owed(self) -> int | None:
        """How many whole days pass until the slowest customer is free; None where one has no date."""
        return (self.ours.day - self.told.day).days if self.ours and self.told else None

    @property
    def short(self) -> int:
        """By how many days the supplier's notice is too short, 0 where it is long enough."""
        return max(-self.days, 0) if self.days is not None else 0


def ahead(told: Instant, days: int) -> Instant:
    """The start of the day so many days after that on which something is told, whatever clocks do in between: a change
    of which its supplier tells that long ahead takes effect from then on. Raises PeriodRange.
    """
    return Instant(ordinal_start(told.day.toordinal() + days, told.zone), told.zone)


def slack(theirs: Instant, owed: Iterable[Owed], told: Instant) -> Slack:
    """How many whole days are left when a supplier tells of a change that takes effect at ``theirs``.

    Each customer is owed something; the slowest counts. ``days`` is None where a customer has no date at all, so that
    no time is enough.
    """
    earliest = [planned_for(one, told) for one in set(owed)]
    if any(one.at is None for one in earliest):
        return Slack(theirs, None, None, told)
    ours = max((one.at for one in earliest if one.at is not None), key=lambda at: at.utc, default=told)
    here = Instant(ours.utc, theirs.zone)
    days = (theirs.day - here.day).days
    if days <= 0 and here.local.time() > theirs.local.time():
        days -= 1  # a day that has begun is one too few: the customer is free later in it
    return Slack(theirs, ours, days, told)

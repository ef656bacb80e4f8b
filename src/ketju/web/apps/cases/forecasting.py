"""What a plan answers before anything is sent: who is free when, the earliest permitted date, a supplier's slack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count

from ketju.core.notices.earliest import Earliest, planned_for
from ketju.core.notices.forecast import Forecast, Slack, ahead, forecast, slack
from ketju.core.notices.owed import Owed
from ketju.core.periods.instants import Instant
from ketju.core.periods.lengths import Length
from ketju.web.apps.cases.holdings import Holdings
from ketju.web.apps.cases.models import CaseChange, Group
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.problems import TooEarly
from ketju.web.base.access.models import Processor
from ketju.web.base.access.zones import day_of


@dataclass(frozen=True, slots=True)
class GroupShown:
    """A class of customers of a case: what it is owed, and how many there are."""

    group: Group
    owed: Owed
    size: int


def groups_of(change: CaseChange) -> tuple[GroupShown, ...]:
    """The classes of customers of a case, the largest first, with their agreements."""
    rows = change.groups.annotate(size=Count("touched")).select_related("agreement").order_by("-size", "pk")
    return tuple(GroupShown(one, owed_in(one.owed), one.size) for one in rows)


def owed_counts(change: CaseChange) -> dict[Owed, int]:
    """How many customers of a case are owed what."""
    return counted(groups_of(change))


def counted(groups: Iterable[GroupShown]) -> dict[Owed, int]:
    """How many customers of some classes are owed what."""
    found: Counter[Owed] = Counter()
    for one in groups:
        found[one.owed] += one.size
    return dict(found)


def forecast_of(
    change: CaseChange, sent_at: datetime, groups: Iterable[GroupShown] | None = None
) -> Forecast:
    """When customers are free if notice goes out at an instant: "if sent today, 312 of 340 on 24 December".

    ``groups`` are the classes of the case where they are known already.
    """
    owed = owed_counts(change) if groups is None else counted(groups)
    return forecast(owed, Instant(sent_at, ZoneInfo(change.processor.zone)))


def earliest_of(change: CaseChange, sent_at: datetime) -> Earliest | None:
    """The date before which a case cannot take effect for anybody, or for all at once; None where there is none."""
    sent = Instant(sent_at, ZoneInfo(change.processor.zone))
    found = [planned_for(one, sent) for one in owed_counts(change)]
    known = [one for one in found if one.at is not None]
    if not known:
        return None
    pick = min if change.rollout == "per customer" else max
    return pick(known, key=lambda one: one.at.utc)  # type: ignore[union-attr]


def earliest_permitted(change: CaseChange, sent_at: datetime) -> Instant:
    """The earliest date for which a case can be planned if notice goes out at an instant."""
    found = earliest_of(change, sent_at)
    return found.at if found and found.at else Instant(sent_at, ZoneInfo(change.processor.zone))


def check_date(change: CaseChange, sent_at: datetime) -> None:
    """Whether a case may take effect as planned if notice goes out at an instant; in an emergency waivers decide.

    Raises TooEarly with the earliest permitted date and its working.
    """
    found = earliest_of(change, sent_at)
    if change.is_emergency or found is None or found.at is None or change.planned_at >= found.at.utc:
        return
    zone = found.at.zone
    raise TooEarly(
        found,
        planned=change.planned_at.astimezone(zone).date(), earliest=found.at.local.date(),
        sent=sent_at.astimezone(zone).date(), binding=found.binding,
        notice=_said(found.notice.question.length if found.notice else None),
        window=_said(found.window.question.length if found.window else None),
    )  # fmt: skip


def _said(length: Length | None) -> str:
    return f"{length.count} {length.unit}" if length else "–"


def slack_of(change: CaseChange) -> Slack | None:
    """How many days a supplier's change leaves if customers are told when it told; None where it did not tell, or
    the case is not planned yet.
    """
    if change.supplier_told_at is None or change.supplier_from is None:
        return None
    zone, owed = ZoneInfo(change.processor.zone), owed_counts(change)
    theirs, told = Instant(change.supplier_from, zone), Instant(change.supplier_told_at, zone)
    return slack(theirs, owed, told) if owed else None


def slack_for(processor: Processor, told_days: int, at: datetime) -> Slack:
    """The same for a supplier that tells so many days ahead, against all that agreements and deviations owe today."""
    zone = ZoneInfo(processor.zone)
    holdings = Holdings(processor, day_of(at, processor.zone))
    told = Instant(at, zone)
    theirs = ahead(told, told_days)
    owed = [holdings.owed(one) for one in holdings.versions]
    return slack(theirs, [*owed, *holdings.owed_besides()], told)

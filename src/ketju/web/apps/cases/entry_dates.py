"""The four dates of an entry: announced, when objections close, effective from, in use since.

They come from the newest case that is about the entry: for one customer, for staff over all customers, and for the
public list by general terms alone, so that nothing in it tells of a single customer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import F, Min, QuerySet

from ketju.core.model.change import BEGINNING, Change
from ketju.core.model.date import first_day
from ketju.core.model.publication import EntryDates
from ketju.core.model.register import Entry, Register
from ketju.core.notices.earliest import planned_for
from ketju.core.notices.owed import Owed
from ketju.core.periods.instants import Instant
from ketju.core.periods.lengths import Length, Unit
from ketju.web.apps.cases.holdings import Holdings
from ketju.web.apps.cases.models import CaseChange, TookEffect, Touched
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.content import public_register_of
from ketju.web.apps.registers.models import Register as Listed
from ketju.web.apps.registers.models import Version
from ketju.web.apps.registers.reads_changes import SILENT, changes_in
from ketju.web.base.access.zones import day_of

_UNITS: Mapping[str, Unit] = {
    "days": "days", "working days": "working-days", "weeks": "weeks", "months": "months",
}  # fmt: skip
"""Units as lists state them."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The four dates as instants, None for unknown.

    For all customers ``closes`` is the last window and ``effective`` the first effect; for one they are its own.
    """

    announced: datetime | None = None
    closes: datetime | None = None
    effective: datetime | None = None
    since: datetime | None = None


def dates_of(register: Listed, entry: str, customer: Customer | None = None) -> Dates:
    """The four dates of an entry, of all customers or of one."""
    for change in _announced(register):
        if not any(one.new_id == entry for one in _told(change)):
            continue
        places = Touched.objects.filter(change=change)
        if customer is not None:
            places = places.filter(customer=customer)
        named = [pk for pk, entries in change.groups.values_list("pk", "entries") if entry in entries]
        some = places.filter(group__in=named)
        last = some.order_by(F("window_ends").desc(nulls_last=True)).values_list("window_ends", flat=True)
        found = some.aggregate(free=Min("free_at"), since=Min("effective_at"))
        before = TookEffect.objects.filter(touched__in=places, group__in=named).aggregate(since=Min("since"))
        since = min(filter(None, (found["since"], before["since"])), default=None)
        return Dates(change.announced_at, last.first(), found["free"], since)
    return Dates()


def general_dates(version: Version, on: date) -> Mapping[str, EntryDates]:
    """The four days of each entry of a version that customers were told of, by general terms, looked at on a day.

    The last day to object is that of a notice which reached everybody on the day of its sending, by the terms that the
    list itself states, else by those of the processor's agreement. The day of effect is the planned one.
    """
    found: dict[str, EntryDates] = {}
    content: Register | None = None
    for change in _announced(version.register).filter(version__number__lte=version.number):
        content = content or public_register_of(version)
        entries = {one.id: one for one in content.entries}
        closes = _closes(change, content)
        for one in _told(change):
            if one.new_id in entries and one.new_id not in found:
                found[one.new_id] = _general(change, one, entries[one.new_id], closes, on)
    return found


def _announced(register: Listed) -> QuerySet[CaseChange]:
    """The cases of a register that customers were told of and that were not withdrawn, the newest first."""
    rows = CaseChange.objects.filter(register=register, announced_at__isnull=False, withdrawn_at=None)
    return rows.select_related("processor").order_by("-announced_at")


def _told(change: CaseChange) -> Iterator[Change]:
    yield from (one for one in changes_in(change.changes) if one.new_id and one.kind not in SILENT)


def _general(change: CaseChange, what: Change, entry: Entry, closes: date | None, on: date) -> EntryDates:
    zone = change.processor.zone
    effective = day_of(change.planned_at, zone)
    if what.kind in BEGINNING and entry.since:
        effective = max(effective, date(*first_day(entry.since)))
    assert change.announced_at is not None
    return EntryDates(
        day_of(change.announced_at, zone), closes, effective, effective if effective <= on else None
    )


def _closes(change: CaseChange, content: Register) -> date | None:
    """The last day to object by general terms; None where none closes it, as where customers consent."""
    assert change.announced_at is not None
    owed = _standard(change, content)
    window = planned_for(owed, Instant(change.announced_at, ZoneInfo(change.processor.zone))).window
    return window.safe("right").last_day if window else None


def _standard(change: CaseChange, content: Register) -> Owed:
    """What customers are owed by the list and the processor's own terms, on the day of the notice.

    Where several agreements are in force none of them is everybody's, and the house policy stands.
    """
    processor = change.processor
    on = day_of(change.announced_at or change.created_at, processor.zone)
    holdings = Holdings(processor, on)
    valid = [one for one in holdings.versions if one.valid_from <= on <= (one.valid_to or date.max)]
    owed = holdings.owed(valid[0] if len(valid) == 1 else None)
    if change.is_emergency:
        owed = owed.in_emergency
    stated = content.objection
    if stated is None or not stated.days or not stated.unit or change.is_emergency:
        return owed
    return replace(owed, window=Length(_UNITS[stated.unit], stated.days))

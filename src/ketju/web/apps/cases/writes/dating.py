"""The days that a list shows: a company that customers were told of is planned there until the change takes effect.

A draft whose companies are to begin gets the planned day of its case as the day of use, where nobody gave one. Who gave
one keeps it, unless the list would show the company as in use before it is. Source: D-194, D-198; GDPR Art. 28(2).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from ketju.core.model.change import BEGINNING
from ketju.core.model.date import first_day
from ketju.core.model.register import Entry
from ketju.web.apps.cases.matter import Matter, digest_of, matter_of, matter_of_draft, text_of_changes
from ketju.web.apps.cases.models import CaseChange, Touched
from ketju.web.apps.cases.problems import ShownTooEarly
from ketju.web.apps.registers.content import Record, record_from
from ketju.web.apps.registers.models import Draft
from ketju.web.apps.registers.problems import KeptInGit
from ketju.web.apps.registers.writes.editing import save_record
from ketju.web.apps.registers.writes.publishing import check_draft
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import Actor

SINCE = "since"


def date_entries(*, by: Actor, at: datetime, change: CaseChange, before: date | None = None) -> None:
    """Write the planned day into the draft where a coming company has no day of use, or has ``before``, the day that
    was planned earlier. The case is then one of the draft as it is now. Raises ShownTooEarly.
    """
    draft, day = change.draft, _planned(change)
    assert draft is not None
    draft.refresh_from_db()
    is_checked, stale = draft.checked_revision == draft.revision, {None, before}
    dated = [one for one in _coming(matter_of_draft(draft)) if _since(one) in stale and _since(one) != day]
    if dated and _written(by, at, draft, dated, day):
        draft.refresh_from_db()
        if is_checked:
            check_draft(by=by, at=at, draft=draft, on=day_of(at, change.processor.zone))
        matter = matter_of_draft(draft)
        change.changes, change.digest = text_of_changes(matter.changes), digest_of(matter)
        change.save(update_fields=("changes", "digest"))
    check_days(change)


def check_days(change: CaseChange) -> None:
    """Whether no company would be shown as in use before the planned day. Raises ShownTooEarly.

    A company without a day is in use as soon as the list is published, which ``check_shown`` looks at. An emergency
    may have been met already.
    """
    day = _planned(change)
    for one in () if change.is_emergency else _coming(matter_of(change)):
        since = _since(one)
        if since is not None and since < day:
            raise ShownTooEarly(name=one.name, since=since, planned=day)


def check_shown(change: CaseChange, at: datetime) -> None:
    """Whether a list that is published at an instant shows nothing as in use that is in use for no customer yet.

    What begins on a day to come is shown as planned. Everything else is published when the change takes effect for the
    first customer. Raises ShownTooEarly.
    """
    check_days(change)
    if change.is_emergency or _has_begun(change, at):
        return
    matter, today = matter_of(change), day_of(at, change.processor.zone)
    told = {place for places in change.groups.values_list("told", flat=True) for place in places}
    begin = {one.id for one in _coming(matter)}
    for place in sorted(told):
        entry = matter.entry(matter.changes[place].new_id or "")
        since = _since(entry) if entry and entry.id in begin else None
        if since is None or since <= today:
            name = entry.name if entry else matter.changes[place].name
            raise ShownTooEarly(name=name, since=today, planned=_planned(change))


def is_shown_early(change: CaseChange, at: datetime) -> bool:
    """Whether a list that is published at an instant would show as in use what is in use for nobody yet."""
    try:
        check_shown(change, at)
    except ShownTooEarly:
        return True
    return False


def _has_begun(change: CaseChange, at: datetime) -> bool:
    """Whether the change is in effect for somebody at an instant, or touches nobody."""
    rows = Touched.objects.filter(change=change)
    if change.planned_at > at:
        return False
    return rows.filter(free_at__lte=at).exists() or not rows.exists()


def _planned(change: CaseChange) -> date:
    return day_of(change.planned_at, change.processor.zone)


def _coming(matter: Matter) -> Iterator[Entry]:
    begin = {one.new_id for one in matter.changes if one.kind in BEGINNING}
    yield from (one for one in matter.new.entries if one.id in begin and one.role == "processor")


def _since(entry: Entry) -> date | None:
    return date(*first_day(entry.since)) if entry.since else None


def _written(by: Actor, at: datetime, draft: Draft, entries: list[Entry], day: date) -> bool:
    """Write the day; a list that is kept elsewhere is changed there."""
    for one in entries:
        row = draft.records.get(kind="entries", slug=one.id)
        data = record_from(row).data
        wanted = Record("entries", one.id, {**data, SINCE: day.isoformat()})
        try:
            save_record(by=by, at=at, draft=draft, record=wanted, opened=data)
        except KeptInGit:
            return False
    return True

"""Look at the companies in use, each day: what covers their places, and which of them have ended.

Whoever is interrupted begins again: what was noted stands, and nothing is noted twice.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from ketju.core.cases.rechecks import ENDED, ENDS, Covered, is_settled, rechecks
from ketju.core.model.date import last_day
from ketju.core.model.register import Entry
from ketju.core.register.status import status_of
from ketju.web.apps.cases.covering import cover_in, covers_of, data_of_cover, entry_of, with_newest
from ketju.web.apps.cases.models import Engagement, Recheck
from ketju.web.apps.cases.projecting import project_of
from ketju.web.apps.cases.writes.ending import ask_where_ended
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import MACHINE, audited


def look_at_places(at: datetime) -> int:
    """Look what covers each place of the companies in use; how many companies have one that nothing covers.

    What differs from the last look has to be looked at by a person: it is noted as a recheck (D-141). Cases that rest
    on a company of which this changed are brought up to date. A company whose last day has passed has ended.
    """
    found = 0
    rows = with_newest(Engagement.objects.filter(ended_on=None)).select_related("processor", "register")
    for one in rows.prefetch_related("evidence", "rechecks").order_by("register", "pk"):
        entry, on = entry_of(one), day_of(at, one.processor.zone)
        is_used = entry is not None and status_of(entry, on) != "ended"
        with transaction.atomic():
            if entry is not None and not is_used:
                _end(one, entry, on, at)
            found += _looked(
                one, covers_of(entry, one.evidence.all(), on) if entry and is_used else {}, on, at
            )
    ask_where_ended(at)
    return found


def _end(engagement: Engagement, entry: Entry, on: date, at: datetime) -> None:
    """Note that a company is not used any longer, as its last day has passed."""
    ended = min(date(*last_day(entry.until)) + timedelta(days=1), on) if entry.until else on
    Engagement.objects.filter(pk=engagement.pk, ended_on=None).update(ended_on=ended)
    audited(
        MACHINE, "engagements.end", "engagement", at=at, processor=engagement.processor,
        subject=engagement.public_id, fields=("ended_on",),
    )  # fmt: skip


def _looked(engagement: Engagement, covers: dict[str, Covered], on: date, at: datetime) -> bool:
    """Note what covers the places of a company now; whether one of them is covered by nothing."""
    before = None
    if engagement.places is not None:
        before = {code: cover_in(data) for code, data in engagement.places.items()}
    _note(engagement, before, covers, on, at)
    open_ = [code for code, cover in covers.items() if cover.is_missing]
    if before != covers or open_ != engagement.uncovered:
        since = (engagement.uncovered_at or at) if open_ else None
        places = {code: data_of_cover(cover) for code, cover in covers.items()}
        Engagement.objects.filter(pk=engagement.pk).update(places=places, uncovered=open_, uncovered_at=since)
        project_of(engagement, at)
    return bool(open_)


def _note(
    engagement: Engagement, before: dict[str, Covered] | None, covers: dict[str, Covered], on: date, at: datetime
) -> None:  # fmt: skip
    """Note what has to be looked at again, close what settled itself, and open again what was not done."""
    known = {(one.country, one.reason, one.decision, one.on): one for one in engagement.rechecks.all()}
    for one in known.values():
        cover = covers.get(one.country)
        if one.closed_at is None and is_settled(cover, one.reason):  # type: ignore[arg-type]
            outcome = "covered" if cover is not None and one.reason == "uncovered" else "gone"
            Recheck.objects.filter(pk=one.pk).update(closed_at=at, outcome=outcome)
        elif one.outcome == "ending" and one.leaves_on and one.leaves_on < on and cover is not None:
            _open_again(one)
    for found in rechecks(before, covers, on):
        ahead = known.get((found.code, ENDS, found.decision, found.on))
        if found.reason == ENDED and ahead is not None and _was_foreseen(ahead, covers[found.code]):
            continue
        held = known.get((found.code, found.reason, found.decision, found.on))
        if held is None:
            Recheck.objects.create(
                engagement=engagement, country=found.code, reason=found.reason, decision=found.decision, on=found.on,
                cover=covers[found.code].kind, opened_at=at,
            )  # fmt: skip
        elif held.closed_at is not None and found.reason == "uncovered":
            _open_again(held)


def _was_foreseen(ahead: Recheck, cover: Covered) -> bool:
    """Whether the end of a decision that is there now was noted before it came: what is open goes on as that of the
    end, and what was settled with something that covers the place needs nobody.
    """
    if ahead.closed_at is None:
        Recheck.objects.filter(pk=ahead.pk).update(reason=ENDED, cover=cover.kind)
        return True
    return not cover.is_missing


def _open_again(one: Recheck) -> None:
    Recheck.objects.filter(pk=one.pk).update(closed_at=None, closed_by=None, outcome="", leaves_on=None)

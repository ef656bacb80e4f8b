"""Look at the places of companies in use: whether a decision, a stated tool or evidence still covers each."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from ketju.core.model.register import Entry
from ketju.core.register.status import status_of
from ketju.web.apps.cases.models import CaseChange, Engagement
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.registers.content import register_by_id
from ketju.web.apps.registers.models import Version
from ketju.web.apps.registers.safeguards import safeguard_at
from ketju.web.apps.registers.touching import codes_of
from ketju.web.base.access.zones import day_of


def look_at_places(at: datetime) -> int:
    """Note for each company in use which of its places nothing covers; how many companies have any.

    The cases that rest on a company of which this changed are brought up to date.
    """
    found = 0
    newest = Version.objects.filter(register=OuterRef("register")).order_by("-number").values("public_id")[:1]
    rows = (
        Engagement.objects.filter(ended_on=None).annotate(newest=Subquery(newest)).select_related("processor")
    )
    for one in rows.prefetch_related("evidence").order_by("register", "pk"):
        entry = _entry(one.newest, one.entry) if one.newest else None
        on = day_of(at, one.processor.zone)
        open_ = _uncovered(one, entry, on) if entry and status_of(entry, on) != "ended" else []
        found += bool(open_)
        if open_ != one.uncovered:
            since = (one.uncovered_at or at) if open_ else None
            Engagement.objects.filter(pk=one.pk).update(uncovered=open_, uncovered_at=since)
            _again(one, at)
    return found


def _entry(version: str, entry: str) -> Entry | None:
    return next((one for one in register_by_id(version).entries if one.id == entry), None)


def _uncovered(engagement: Engagement, entry: Entry, on: date) -> list[str]:
    held = {
        one.country
        for one in engagement.evidence.all()
        if one.kind == "transfer" and one.ended_at is None and one.first <= on <= (one.last or date.max)
    }
    return [
        code
        for code in codes_of(entry)
        if code not in held and safeguard_at(code, entry.transfer, on).is_missing
    ]


def _again(engagement: Engagement, at: datetime) -> None:
    rows = CaseChange.objects.filter(register=engagement.register_id, withdrawn_at=None, closed_at=None)
    for change in rows.exclude(digest="").select_related("processor", "draft__base", "version"):
        project(change, at)

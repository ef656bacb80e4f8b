"""What covers the places of companies in use, by the list, by decisions on adequacy and by evidence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from ketju.core.cases.rechecks import BY_DECISION, FREE, Covered
from ketju.core.model.register import Entry, Transfer
from ketju.core.territory.facts import decisions
from ketju.web.apps.cases.models import Engagement, Evidence
from ketju.web.apps.registers.content import register_by_id
from ketju.web.apps.registers.models import Version
from ketju.web.apps.registers.safeguards import safeguard_at
from ketju.web.apps.registers.touching import codes_of


def with_newest(rows: QuerySet[Engagement]) -> QuerySet[Engagement]:
    """Engagements with the public id of the newest version of their register, as ``newest``."""
    newest = Version.objects.filter(register=OuterRef("register")).order_by("-number").values("public_id")[:1]
    return rows.annotate(newest=Subquery(newest))


def entry_of(engagement: Engagement) -> Entry | None:
    """The entry of an engagement in the newest version of its register; None where it is not there any longer."""
    newest = getattr(engagement, "newest", None)
    if newest is None:
        rows = Version.objects.filter(register=engagement.register_id).order_by("-number")
        newest = rows.values_list("public_id", flat=True).first()
    return entry_in(newest, engagement.entry) if newest else None


def entry_in(version: str, entry: str) -> Entry | None:
    """An entry of a version."""
    return next((one for one in register_by_id(version).entries if one.id == entry), None)


def covers_now(engagement: Engagement, on: date) -> dict[str, Covered]:
    """What covers each place of an engagement on a day, by the newest version and by evidence; {} without an entry."""
    entry = entry_of(engagement)
    evidence = Evidence.objects.filter(engagement=engagement, kind="transfer", ended_at=None)
    return covers_of(entry, evidence, on) if entry else {}


def covers_of(entry: Entry, evidence: Iterable[Evidence], on: date) -> dict[str, Covered]:
    """What covers each place of an entry on a day."""
    proven = {
        one.country
        for one in evidence
        if one.kind == "transfer" and one.ended_at is None and one.first <= on <= (one.last or date.max)
    }
    return {code: _cover(code, entry, code in proven, on) for code in codes_of(entry)}


def _cover(code: str, entry: Entry, is_proven: bool, on: date) -> Covered:
    found = safeguard_at(code, entry.transfer, on)
    if found.is_missing and is_proven:
        return Covered("proven")
    ends = _end_of(found.decision) if found.kind in BY_DECISION else None
    return Covered(found.kind, found.decision, ends)


def covered_to(code: str, transfer: Transfer | None, on: date) -> date | None:
    """The last day on which decisions cover a place, one after another from a day on; None where they have no end, or
    none covers it on that day.
    """
    last: date | None = None
    while (found := safeguard_at(code, transfer, on)).kind in BY_DECISION:
        last = _end_of(found.decision)
        if last is None:
            return None
        on = last + timedelta(days=1)
    return None if found.kind in FREE else last


def _end_of(number: str) -> date | None:
    """The last day of a decision that is known to end."""
    return next((one.last for one in decisions() if one.decision == number), None)


def data_of_cover(cover: Covered) -> list[str]:
    """What covers a place, as JSON."""
    return [cover.kind, cover.decision, cover.ends.isoformat() if cover.ends else ""]


def cover_in(data: list[str]) -> Covered:
    """What covers a place, from the JSON that ``data_of_cover`` made."""
    kind, decision, ends = data
    return Covered(kind, decision, date.fromisoformat(ends) if ends else None)

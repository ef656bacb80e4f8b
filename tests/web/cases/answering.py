"""Answer for what the rules find in the list that tests use, and publish a draft of it."""

from __future__ import annotations

from datetime import date, datetime

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Waiver
from ketju.web.apps.registers.checking import findings_of
from ketju.web.apps.registers.models import Draft, Version
from ketju.web.apps.registers.writes.publishing import check_draft, publish, waive
from ketju.web.base.access.zones import day_of
from tests.web.cases.desk import AT, Desk


def answered(desk: Desk, draft: Draft, at: datetime) -> None:
    on = date(2026, 11, 26)
    draft.refresh_from_db()
    errors = [one for one in findings_of(draft, on) if one.level == "error" and one.waiver is None]
    if errors:
        until = PartialDate(2027, 11, 1)
        waivers = [Waiver(one.rule, "old list", "Aino Kallio", until, entry=one.entry) for one in errors]
        waive(by=desk.officer, at=at, draft=draft, waivers=waivers)
        check_draft(by=desk.officer, at=at, draft=draft, on=on)


def out(desk: Desk, draft: Draft, when: datetime = AT) -> Version:
    """Publish a draft, as the officer."""
    on = day_of(when, desk.kite.zone)
    check_draft(by=desk.officer, at=when, draft=draft, on=on)
    answered(desk, draft, when)
    return publish(by=desk.officer, at=when, draft=draft, on=on, why="x", audience="TLP:CLEAR")

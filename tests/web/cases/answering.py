"""Answer for what the rules find in the list that tests use."""

from __future__ import annotations

from datetime import date, datetime

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Waiver
from ketju.web.apps.registers.checking import findings_of
from ketju.web.apps.registers.models import Draft
from ketju.web.apps.registers.writes.publishing import check_draft, waive
from tests.web.cases.desk import Desk


def answered(desk: Desk, draft: Draft, at: datetime) -> None:
    on = date(2026, 11, 26)
    draft.refresh_from_db()
    errors = [one for one in findings_of(draft, on) if one.level == "error" and one.waiver is None]
    if errors:
        until = PartialDate(2027, 11, 1)
        waivers = [Waiver(one.rule, "old list", "Aino Kallio", until, entry=one.entry) for one in errors]
        waive(by=desk.officer, at=at, draft=draft, waivers=waivers)
        check_draft(by=desk.officer, at=at, draft=draft, on=on)

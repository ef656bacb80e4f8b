"""Staff prepare a change of the plan until it can be announced; later they correct it, or give it up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ketju.web.apps.cases.models import CaseChange, Engagement
from ketju.web.apps.cases.writes.again import withdraw_change, write_correction
from ketju.web.apps.cases.writes.announcing import prepare_notice
from ketju.web.apps.cases.writes.engaging import (
    approve_change,
    record_access,
    record_evidence,
    record_terms,
)
from ketju.web.apps.cases.writes.planning import propose_change
from ketju.web.apps.registers.models import Draft
from tests.web.cases.desk import Desk

WRONG = dict.fromkeys(("en", "fi", "sv"), "The address of the company was wrong.")


def prepared(case: dict[str, Any], draft: Draft, desk: Desk, at: datetime) -> CaseChange:
    """A case that is planned, of whose companies everything is known, with texts that a second person approved."""
    change = propose_change(
        by=desk.owner, at=at, draft=draft, title=case["id"], rollout=case["rollout"],
        planned_at=datetime.fromisoformat(case["planned_at"]),
    )  # fmt: skip
    for entry, firsts in case["evidence"].items():
        engagement = Engagement.objects.get(register=change.register, entry=entry)
        for kind, first in zip(("due-diligence", "contract"), firsts, strict=True):
            day = datetime.fromisoformat(first).date()
            record_evidence(
                by=desk.officer, at=at, engagement=engagement, kind=kind, name=f"{kind}.pdf", first=day
            )
        record_access(by=desk.officer, at=at, engagement=engagement, access="metadata")
    _known(desk, change, case, at)
    prepare_notice(by=desk.owner, at=at, change=change, sent_at=at, contact="privacy@kite.example.com")
    change.refresh_from_db()
    approve_change(by=desk.officer, at=at, change=change, digest=change.digest)
    return change


def _known(desk: Desk, change: CaseChange, case: dict[str, Any], at: datetime) -> None:
    """Companies that were in use before the list was kept here."""
    names = [one["entry"] for one in case["changes"] if one["entry"] not in case["evidence"]]
    for one in Engagement.objects.filter(register=change.register, entry__in=names):
        record_terms(by=desk.officer, at=at, engagement=one, told_days=None, is_opening=True)


def told_again(case: dict[str, Any], change: CaseChange, desk: Desk, at: datetime) -> tuple[str, int]:
    """What was announced is "corrected" or "withdrawn", and by which notice of the case."""
    if "correct" in case:
        write_correction(by=desk.owner, at=at, change=change, why=WRONG)
        return "corrected", desk.sends_again(change, at).number
    withdraw_change(by=desk.owner, at=at, change=change, reason="Not needed any longer", why=WRONG)
    return "withdrawn", desk.sends_again(change, at).number

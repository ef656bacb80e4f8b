"""Somebody answers for findings of a draft: for one, or for all of an old list at once (D-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ketju.core.lint.baseline import waivers_for
from ketju.core.model.date import PartialDate
from ketju.core.model.finding import Finding, Level
from ketju.core.model.register import Waiver
from ketju.web.apps.registers.checking import findings_in
from ketju.web.apps.registers.models import Draft
from ketju.web.apps.registers.problems import NotChecked
from ketju.web.apps.registers.writes.publishing import waive
from ketju.web.apps.registers.writes.rechecking import check_again
from ketju.web.base.audit.writing import Actor

LONGEST = timedelta(days=366)
"""Nobody answers for something longer than this without looking at it again."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Why a finding may stand, who answers for it, from which day and until which, both included."""

    reason: str
    owner: str
    since: date
    until: date

    @property
    def has_good_end(self) -> bool:
        """Whether the last day is one to come, at most a year away."""
        return self.since < self.until <= self.since + LONGEST


def finding_at(draft: Draft, number: int, path: str) -> Finding:
    """A finding by its place in the list and what it is about. Raises NotChecked where the draft has moved on."""
    found = findings_in(draft.findings)
    if not 0 <= number < len(found) or found[number][0].path != path:
        raise NotChecked
    return found[number][0]


def answer_for(*, by: Actor, at: datetime, draft: Draft, finding: Finding, answer: Answer) -> None:
    """Somebody answers for one finding. Raises DraftClosed, KeptInGit."""
    waiver = Waiver(
        finding.slug, answer.reason, answer.owner, _partial(answer.until), _partial(answer.since), finding.entry,
        "" if finding.entry else finding.path,
    )  # fmt: skip
    waive(by=by, at=at, draft=draft, waivers=[waiver])
    check_again(by=by, at=at, draft=draft, always=True)


def answer_for_all(*, by: Actor, at: datetime, draft: Draft, least: Level, answer: Answer) -> int:
    """Somebody answers for every open finding of at least a level; how many waivers that makes.

    Raises NotChecked, DraftClosed, KeptInGit.
    """
    if draft.checked_revision != draft.revision:
        raise NotChecked
    open_findings = [finding for finding, is_waived in findings_in(draft.findings) if not is_waived]
    waivers = waivers_for(
        open_findings, least=least, reason=answer.reason, owner=answer.owner,
        since=_partial(answer.since), until=_partial(answer.until),
    )  # fmt: skip
    if waivers:
        waive(by=by, at=at, draft=draft, waivers=waivers)
        check_again(by=by, at=at, draft=draft, always=True)
    return len(waivers)


def _partial(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)

"""A place that has to be looked at again is settled: with a new tool, as it is covered, or by giving the company up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from ketju.web.apps.cases.covering import covers_now
from ketju.web.apps.cases.models import Recheck
from ketju.web.apps.cases.problems import (
    DaysWrong,
    EvidenceWrong,
    ReasonMissing,
    RecheckClosed,
    StillUncovered,
)
from ketju.web.apps.cases.writes.engaging import record_evidence
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.pages.uploads import Upload

OUTCOMES = ("tool", "covered", "ending")
"""How a recheck ends: a new tool covers the place; the place is covered as it is; the company is given up."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool of GDPR Art. 46 for a place, with the impact assessment for it: names of documents, and their days.

    ``kind`` is one of ``engaging.TOOLS``, "" where nobody said.
    """

    name: str
    first: date
    last: date | None = None
    assessment: str = ""
    kind: str = ""


def close_recheck(
    *,
    by: Actor,
    at: datetime,
    recheck: Recheck,
    outcome: str,
    why: str,
    tool: Tool | None = None,
    leaves_on: date | None = None,
    upload: Upload | None = None,
) -> Recheck:
    """Settle a recheck. A tool is recorded as evidence of the place; "covered" is believed only where it is so.

    Who gives the company up says from when; the recheck opens again if the company is still in use then. Raises
    RecheckClosed, ReasonMissing, EvidenceWrong without a tool, DaysWrong without a day to come, StillUncovered.
    """
    if not why.strip() or by.user is None:
        raise ReasonMissing
    with transaction.atomic():
        held = _open(recheck)
        on = day_of(at, held.engagement.processor.zone)
        if outcome == "tool":
            _record(held, tool, upload, by, at)
        elif outcome == "ending":
            if leaves_on is None or leaves_on < on:
                raise DaysWrong
            held.leaves_on = leaves_on
        elif outcome != "covered":
            raise EvidenceWrong(found=outcome, known=", ".join(OUTCOMES))
        if outcome != "ending":
            cover = covers_now(held.engagement, on).get(held.country)
            if cover is not None and cover.is_missing:
                raise StillUncovered
        held.outcome, held.why, held.closed_at, held.closed_by = outcome, why, at, by.user
        held.save(update_fields=("outcome", "why", "closed_at", "closed_by", "leaves_on"))
        audited(
            by, "rechecks.settled", "engagement", at=at, processor=held.engagement.processor,
            subject=held.engagement.public_id, fields=(held.reason, outcome),
        )  # fmt: skip
    return held


def _open(recheck: Recheck) -> Recheck:
    rows = Recheck.objects.select_for_update(of=("self",)).select_related("engagement__processor")
    held = rows.get(pk=recheck.pk)
    if held.closed_at is not None:
        raise RecheckClosed
    return held


def _record(recheck: Recheck, tool: Tool | None, upload: Upload | None, by: Actor, at: datetime) -> None:
    if tool is None or not tool.name.strip():
        raise EvidenceWrong(found="–", known=", ".join(OUTCOMES))
    documents: Mapping[str, str] = {"transfer": tool.name, "impact-assessment": tool.assessment}
    for kind, name in documents.items():
        if name.strip():
            record_evidence(
                by=by, at=at, engagement=recheck.engagement, kind=kind, name=name, first=tool.first, last=tool.last,
                country=recheck.country, tool=tool.kind if kind == "transfer" else "",
                upload=upload if kind == "transfer" else None,
            )  # fmt: skip

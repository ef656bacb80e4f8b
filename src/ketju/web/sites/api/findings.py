"""Endpoints for what the rules find in a draft, and for answering for it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status

from ketju.core.lint.waiving import is_in_force
from ketju.core.model.finding import LEVELS, Finding
from ketju.core.model.register import Waiver
from ketju.text.findings import finding_words
from ketju.text.render import Phrasebook
from ketju.web.apps.parties.checking import Fault, Refused
from ketju.web.apps.registers.checking import findings_in, waivers_in
from ketju.web.apps.registers.problems import NotChecked
from ketju.web.apps.registers.writes.answering import Answer, answer_for, answer_for_all, finding_at
from ketju.web.apps.registers.writes.rechecking import check_again
from ketju.web.apps.registers.writes.waivers import end_waiver
from ketju.web.base.access.zones import day_at
from ketju.web.sites.api import drafts_shapes as shapes
from ketju.web.sites.api.doors import actor
from ketju.web.sites.api.endpoints import endpoint
from ketju.web.sites.api.found import draft_at, said

router = Router(tags=["findings"])
READ, WRITE = "registers.read", "registers.write"


def _finding(number: int, finding: Finding, is_waived: bool, book: Phrasebook) -> dict[str, Any]:
    words = finding_words(finding, book)
    return {
        "number": number, "rule": finding.rule, "slug": finding.slug, "level": finding.level, "title": words.title,
        "message": words.sentence, "fix": words.fix, "entry": finding.entry or "", "path": finding.path,
        "related": list(finding.related), "is_waived": is_waived,
    }  # fmt: skip


@endpoint(router, "GET", "/drafts/{draft_id}/findings", READ, shapes.FindingsOut)
def list_findings(request: HttpRequest, draft_id: str, asked: Query[shapes.FindingsAsked]) -> Any:
    """What the rules found at the last check, in words of the language that is asked for."""
    one, book = draft_at(request, draft_id), said()
    every = [(number, *found) for number, found in enumerate(findings_in(one.findings))]
    counts = {level: sum(each.level == level and not waived for _, each, waived in every) for level in LEVELS}
    some = [
        (number, each, waived)
        for number, each, waived in every
        if number >= asked.after and asked.level in ("", each.level) and asked.waived in (None, waived)
    ]
    more = some[asked.size : asked.size + 1]
    return {
        "checked_revision": one.checked_revision, "is_outdated": one.checked_revision != one.revision,
        "counts": {**counts, "waived": sum(waived for _, _, waived in every)},
        "items": [_finding(*each, book) for each in some[: asked.size]], "next": more[0][0] if more else None,
    }  # fmt: skip


def _answer(payload: Any, on: Any) -> Answer:
    answer = Answer(payload.reason, payload.owner, on, payload.until)
    if not answer.has_good_end:
        raise Refused([Fault("until", "web.registers.waiver.until-wrong")])
    return answer


@endpoint(router, "GET", "/drafts/{draft_id}/waivers", READ, shapes.WaiversOut)
def list_waivers(request: HttpRequest, draft_id: str) -> Any:
    """Who answers for what in a draft, why, and until when."""
    one = draft_at(request, draft_id)
    on = day_at(one.processor)
    return {"items": [_waiver(at, each, is_in_force(each, on)) for at, each in enumerate(waivers_in(one))]}


def _waiver(number: int, one: Waiver, holds: bool) -> dict[str, Any]:
    return {
        "number": number, "rule": one.rule, "entry": one.entry, "reason": one.reason, "owner": one.owner,
        "since": str(one.since or ""), "until": str(one.until), "is_in_force": holds,
    }  # fmt: skip


@endpoint(router, "POST", "/drafts/{draft_id}/waivers", WRITE, shapes.WaivedOut, 201)
def waive_finding(request: HttpRequest, draft_id: str, payload: shapes.WaiverIn) -> Any:
    """Somebody answers for one finding, by its number and path."""
    one = draft_at(request, draft_id)
    answer = _answer(payload, day_at(one.processor))
    finding = finding_at(one, payload.finding, payload.path)
    answer_for(by=actor(request), at=timezone.now(), draft=one, finding=finding, answer=answer)
    return Status(201, {"count": 1})


@endpoint(router, "POST", "/drafts/{draft_id}/waivers-for-all", WRITE, shapes.WaivedOut, 201)
def waive_all(request: HttpRequest, draft_id: str, payload: shapes.BulkWaiverIn) -> Any:
    """Somebody answers for every open finding of at least a level, so that an old list can start."""
    one = draft_at(request, draft_id)
    answer = _answer(payload, day_at(one.processor))
    count = answer_for_all(
        by=actor(request), at=timezone.now(), draft=one, least=payload.least, answer=answer
    )
    return Status(201, {"count": count})


@endpoint(router, "POST", "/drafts/{draft_id}/waivers/{number}/end", WRITE, shapes.WaiversOut)
def end_one_waiver(request: HttpRequest, draft_id: str, number: int, payload: shapes.EndWaiverIn) -> Any:
    """Take a waiver back: what it was about counts again."""
    one, now = draft_at(request, draft_id), timezone.now()
    if number < 0 or not end_waiver(by=actor(request), at=now, draft=one, number=number, rule=payload.rule):
        raise NotChecked
    check_again(by=actor(request), at=now, draft=one, always=True)
    return list_waivers(request, draft_id)

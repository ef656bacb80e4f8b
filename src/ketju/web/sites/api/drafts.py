"""Endpoints for drafts: how far they are, what publishing changes, publishing now or later, undoing, giving up."""

from __future__ import annotations

import json
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Status

from ketju.core.model.register import Register as Content
from ketju.web.apps.parties.checking import Fault, Refused
from ketju.web.apps.registers.models import Draft, DraftChange
from ketju.web.apps.registers.problems import MovedOn
from ketju.web.apps.registers.pushing import push_of
from ketju.web.apps.registers.reads.staff import changes_of, next_of, next_undo, record_counts, reviewed
from ketju.web.apps.registers.writes.drafting import OPEN, discard_draft
from ketju.web.apps.registers.writes.editing import undo
from ketju.web.apps.registers.writes.publishing import ELSEWHERE, publish, schedule, unschedule
from ketju.web.apps.registers.writes.rechecking import check_again
from ketju.web.base.access.zones import day_at
from ketju.web.sites.api import drafts_shapes as shapes
from ketju.web.sites.api import registers_shapes
from ketju.web.sites.api.doors import actor
from ketju.web.sites.api.endpoints import endpoint
from ketju.web.sites.api.found import draft_at, note_read, processor_of, register_at
from ketju.web.sites.api.given import Asked, Counted
from ketju.web.sites.api.registers import version_data
from ketju.web.sites.api.versions import diff_data

router = Router(tags=["drafts"])
READ, WRITE, PUBLISH = "registers.read", "registers.write", "registers.publish"
_LINE = ("kind", "state", "revision", "errors", "warnings", "publish_at", "created_at", "changed_at")


class DraftsAsked(Asked):
    """Which drafts: those that are worked on, or all; of one register or of all."""

    state: Literal["open", "all"] = "open"
    register_id: str = ""


def draft_data(one: Draft) -> dict[str, Any]:
    """A draft for ``DraftOut``."""
    done, push = reviewed(one), push_of(one)
    return {
        "id": one.public_id, "register_id": one.register.public_id, **{name: getattr(one, name) for name in _LINE},
        "base": one.base.number if one.base else None,
        "document_id": one.snapshot.public_id if one.snapshot else "", "checked_revision": one.checked_revision,
        "records": record_counts(one), "reviewed": done.done, "doubtful": done.doubtful, "on": one.on,
        "why": one.why, "version": one.version.number if one.version else None,
        "pushed": push.public_id if push else "", "needs_look": push is not None and push.looked_at is None,
    }  # fmt: skip


@endpoint(router, "GET", "/drafts", READ, shapes.DraftsOut)
def list_drafts(request: HttpRequest, asked: Query[DraftsAsked]) -> Any:
    """Drafts, the newest first."""
    rows = Draft.objects.filter(processor=processor_of(request)).defer("findings").select_related("register")
    if asked.state == "open":
        rows = rows.filter(state__in=OPEN)
    if asked.register_id:
        rows = rows.filter(register=register_at(request, asked.register_id))
    if asked.after:
        rows = rows.filter(pk__lt=draft_at(request, asked.after).pk)
    found = list(rows.order_by("-pk")[: asked.size + 1])
    shown = found[: asked.size]
    items = [
        {"id": one.public_id, "register_id": one.register.public_id, **{name: getattr(one, name) for name in _LINE}}
        for one in shown
    ]  # fmt: skip
    return {"items": items, "next": shown[-1].public_id if len(found) > asked.size else None}


@endpoint(router, "GET", "/drafts/{draft_id}", READ, shapes.DraftOut)
def get_draft(request: HttpRequest, draft_id: str, response: HttpResponse) -> Any:
    """A draft and how far it is."""
    one = draft_at(request, draft_id)
    response["ETag"] = f'"{one.revision}"'
    return draft_data(one)


@endpoint(router, "GET", "/drafts/{draft_id}/diff", READ, registers_shapes.DiffOut)
def compare_draft(request: HttpRequest, draft_id: str, asked: Query[Counted]) -> Any:
    """What publishing a draft changes, and what customers are owed notice of. A first version changes nothing."""
    coming = next_of(draft_at(request, draft_id))
    return diff_data(coming.before or Content(), coming.content, coming.changes, asked.after, asked.size)


@endpoint(router, "POST", "/drafts/{draft_id}/check", WRITE, shapes.DraftOut)
def check(request: HttpRequest, draft_id: str, payload: shapes.EmptyIn) -> Any:
    """Run the rules over a draft as it is now."""
    one = draft_at(request, draft_id)
    check_again(by=actor(request), at=timezone.now(), draft=one, always=True)
    return draft_data(draft_at(request, draft_id))


@endpoint(router, "POST", "/drafts/{draft_id}/publish", PUBLISH, registers_shapes.VersionOut, 201)
def publish_draft(request: HttpRequest, draft_id: str, payload: registers_shapes.PublishIn) -> Any:
    """Publish a checked draft as the next version."""
    one = draft_at(request, draft_id)
    made = publish(
        by=actor(request), at=timezone.now(), draft=one, on=day_at(one.processor), why=payload.why,
        audience=payload.audience,
    )  # fmt: skip
    return Status(201, version_data(made))


@endpoint(router, "POST", "/drafts/{draft_id}/schedule", PUBLISH, shapes.DraftOut)
def schedule_draft(request: HttpRequest, draft_id: str, payload: registers_shapes.ScheduleIn) -> Any:
    """Publish a checked draft at an instant to come."""
    one, now = draft_at(request, draft_id), timezone.now()
    if payload.publish_at <= now or one.kind in ELSEWHERE:
        raise Refused([Fault("publish_at", "web.registers.publish.at-past")])
    schedule(
        by=actor(request), at=now, draft=one, publish_at=payload.publish_at, why=payload.why,
        audience=payload.audience,
    )  # fmt: skip
    return draft_data(draft_at(request, draft_id))


@endpoint(router, "POST", "/drafts/{draft_id}/unschedule", PUBLISH, shapes.DraftOut)
def unschedule_draft(request: HttpRequest, draft_id: str, payload: shapes.EmptyIn) -> Any:
    """Do not publish a draft later after all."""
    unschedule(by=actor(request), at=timezone.now(), draft=draft_at(request, draft_id))
    return draft_data(draft_at(request, draft_id))


@endpoint(router, "POST", "/drafts/{draft_id}/discard", WRITE, shapes.DraftOut)
def discard(request: HttpRequest, draft_id: str, payload: shapes.EmptyIn) -> Any:
    """Give a draft up; what was in it stays."""
    discard_draft(by=actor(request), at=timezone.now(), draft=draft_at(request, draft_id))
    return draft_data(draft_at(request, draft_id))


@endpoint(router, "GET", "/drafts/{draft_id}/history", READ, shapes.HistoryOut)
def list_history(request: HttpRequest, draft_id: str, asked: Query[Counted]) -> Any:
    """What was changed in a draft, the newest first: each record before and after."""
    one = draft_at(request, draft_id)
    found = changes_of(one, before=asked.after, most=asked.size + 1)
    shown = found[: asked.size]
    note_read(request, "draft", one.public_id, len(shown))
    more = len(found) > asked.size
    return {"items": [_step(each) for each in shown], "next": shown[-1].revision if more else None}


def _step(one: DraftChange) -> dict[str, Any]:
    return {
        "revision": one.revision, "at": one.at, "kind": one.kind, "id": one.slug, "act": one.act,
        "before": json.loads(one.before) if one.before else None,
        "after": json.loads(one.after) if one.after else None, "undone": one.undone,
    }  # fmt: skip


@endpoint(router, "POST", "/drafts/{draft_id}/undo", WRITE, shapes.DraftOut)
def undo_last(request: HttpRequest, draft_id: str, payload: shapes.UndoIn) -> Any:
    """Take the newest change of a draft back."""
    one = draft_at(request, draft_id)
    last = next_undo(one)
    if last is None or last.revision != payload.revision:
        raise MovedOn
    undo(by=actor(request), at=timezone.now(), draft=one)
    check_again(by=actor(request), at=timezone.now(), draft=one)
    return draft_data(draft_at(request, draft_id))

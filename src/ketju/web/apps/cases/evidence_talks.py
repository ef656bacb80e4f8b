"""Objections in the evidence of a change: every step of the talk, the message it came in, and its files by hash."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ketju.web.apps.cases.models import CaseChange, Objection, ObjectionStep
from ketju.web.apps.cases.reads_originals import FILES, Original, Talk, talks_of
from ketju.web.apps.parties.models import Customer


def iso(value: datetime | date | None) -> str:
    """An instant or a day as ISO 8601, "" for none."""
    return value.isoformat() if value is not None else ""


def objections_in_pack(change: CaseChange, customer: Customer | None) -> list[dict[str, Any]]:
    """The objections of a customer, or of all, as plain data.

    ``files`` of a step have a SHA-256 each; those of a message have that of the message, in which they lie.
    """
    rows = Objection.objects.filter(change=change).select_related("customer")
    rows = rows.prefetch_related("steps__by", FILES)
    found = list(rows.filter(customer=customer) if customer is not None else rows)
    talks = talks_of(found)
    return [_objection(one, talks[one.pk]) for one in found]


def _objection(one: Objection, talk: Talk) -> dict[str, Any]:
    return {
        "id": one.public_id, "customer": one.customer.public_id, "services": one.services, "channel": one.channel,
        "ground": one.ground, "link_sent_at": iso(one.link_sent_at),
        "text": one.text, "original": one.original, "late": one.is_late, "state": one.state,
        "received_at": iso(one.received_at), "settled_at": iso(one.settled_at),
        "steps": [_step(step, came) for step, came in talk],
    }  # fmt: skip


def _step(step: ObjectionStep, came: Original | None) -> dict[str, Any]:
    return {
        "at": iso(step.at), "side": step.side, "kind": step.kind, "offer": step.offer, "state": step.state,
        "text": step.text, "original": step.original, "original_sha256": came.sha256 if came else "",
        "by": step.by.public_id if step.by else "", "files": _files(step, came),
    }  # fmt: skip


def _files(step: ObjectionStep, came: Original | None) -> list[dict[str, Any]]:
    """Files that were handed in, then those of the message."""
    given = [
        {"id": one.public_id, "file_name": one.name, "kind": one.form, "size": one.size, "sha256": one.sha256}
        for one in step.files.all()
    ]
    mailed = [
        {"id": "", "file_name": one.name, "kind": one.kind, "size": one.size, "sha256": ""}
        for one in (came.files if came else ())
    ]
    return given + mailed

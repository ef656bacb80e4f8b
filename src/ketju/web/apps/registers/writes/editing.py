"""Records of a draft are saved, removed, reviewed; a change is undone. Nobody's work is lost silently."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from ketju.web.apps.registers.checking import faults_in
from ketju.web.apps.registers.content import Record, json_of
from ketju.web.apps.registers.models import Draft, DraftChange, DraftRecord
from ketju.web.apps.registers.problems import ChangedMeanwhile, DraftClosed, KeptInGit, RecordWrong
from ketju.web.apps.registers.writes.drafting import OPEN
from ketju.web.base.audit.writing import Actor, audited

Data = Mapping[str, Any]


def save_record(
    *, by: Actor, at: datetime, draft: Draft, record: Record, opened: Data | None, review: str = ""
) -> DraftRecord:
    """Save a record as it should stand.

    ``opened`` is the data of the record as it was when the person began, None for a new one. Where somebody else
    changed other members since then, both changes are kept; where both changed the same one, nothing is saved. Raises
    RecordWrong, ChangedMeanwhile, DraftClosed, KeptInGit.
    """
    with transaction.atomic():
        found = _locked(draft)
        row = found.records.filter(kind=record.kind, slug=record.slug).first()
        before = json.loads(row.data) if row else None
        data = merged(record.name, opened, before, record.data)
        if faults := faults_in(found, Record(record.kind, record.slug, data)):
            raise RecordWrong(faults)
        act = "change" if row else "add"
        return _set(found, Record(record.kind, record.slug, data), row, act, by, at, review)


def remove_record(*, by: Actor, at: datetime, draft: Draft, kind: str, slug: str, opened: Data) -> None:
    """Take a record out. Raises ChangedMeanwhile, RecordWrong where others refer to it, DraftClosed, KeptInGit."""
    with transaction.atomic():
        found = _locked(draft)
        row = found.records.filter(kind=kind, slug=slug).first()
        if row is None:
            return
        now = json.loads(row.data)
        if now != opened:
            raise ChangedMeanwhile(row.name, now, sorted(_differing(opened, now)))
        if faults := faults_in(found, Record(kind, slug, {}), is_removed=True):
            raise RecordWrong(faults)
        _remove(found, row, "remove", by, at)


def review_record(*, by: Actor, at: datetime, draft: Draft, kind: str, slug: str, review: str) -> None:
    """Note that somebody looked at a record and takes it as it is ("accepted"), or takes that back (""). Raises
    DraftClosed.
    """
    with transaction.atomic():
        found = _locked(draft, for_content=False)
        found.records.filter(kind=kind, slug=slug).update(review=review)
        audited(
            by, "drafts.review", "draft", at=at, processor=found.processor, subject=found.public_id,
            fields=(f"{kind}/{slug}",),
        )  # fmt: skip


def undo(*, by: Actor, at: datetime, draft: Draft) -> DraftChange | None:
    """Take the newest change back that was not taken back yet; None where there is none. Raises DraftClosed."""
    with transaction.atomic():
        found = _locked(draft)
        last = found.changes.exclude(act="undo").filter(undone=None).order_by("-revision").first()
        if last is None:
            return None
        row = found.records.filter(kind=last.kind, slug=last.slug).first()
        if last.before:
            _set(found, Record(last.kind, last.slug, json.loads(last.before)), row, "undo", by, at, "")
        elif row is not None:
            _remove(found, row, "undo", by, at)
        last.undone = found.revision
        last.save(update_fields=("undone",))
        return last


def merged(name: str, opened: Data | None, now: Data | None, wanted: Data) -> dict[str, Any]:
    """What a record becomes when two people changed it: members that only one changed are that one's.

    Raises ChangedMeanwhile where both changed one differently, or it was removed or added meanwhile.
    """
    if now in (opened, wanted):
        return dict(wanted)
    if now is None or opened is None:
        raise ChangedMeanwhile(name, dict(now or {}), [])
    mine, theirs = _differing(opened, wanted), _differing(opened, now)
    both = sorted(one for one in mine & theirs if wanted.get(one) != now.get(one))
    if both:
        raise ChangedMeanwhile(name, dict(now), both)
    kept = {member: value for member, value in now.items() if member not in mine}
    return kept | {member: wanted[member] for member in mine if member in wanted}


def _differing(one: Data, other: Data) -> set[str]:
    return {name for name in {*one, *other} if one.get(name) != other.get(name)}


def _locked(draft: Draft, *, for_content: bool = True) -> Draft:
    found = Draft.objects.select_for_update().select_related("processor", "register").get(pk=draft.pk)
    if found.state not in OPEN:
        raise DraftClosed
    if for_content and found.register.source == "file":
        raise KeptInGit
    return found


def _set(
    draft: Draft, record: Record, row: DraftRecord | None, act: str, by: Actor, at: datetime, review: str
) -> DraftRecord:
    before, after = row.data if row else "", json_of(record.data)
    if row is not None and before == after and row.review == (review or row.review):
        return row
    _advance(draft, record.kind, record.slug, act, before, after, by, at)
    if row is None:
        last = draft.records.filter(kind=record.kind).aggregate(last=Max("position"))["last"]
        row = DraftRecord(draft=draft, kind=record.kind, slug=record.slug, position=(last or 0) + 1)
    row.name, row.countries, row.data, row.revision = record.name, record.countries, after, draft.revision
    row.review = review or ("corrected" if act == "change" else row.review)
    row.save()
    return row


def _remove(draft: Draft, row: DraftRecord, act: str, by: Actor, at: datetime) -> None:
    _advance(draft, row.kind, row.slug, act, row.data, "", by, at)
    row.delete()


def _advance(
    draft: Draft, kind: str, slug: str, act: str, before: str, after: str, by: Actor, at: datetime
) -> None:
    """Count a change, keep what stood there, and note it; what was checked has to be checked again."""
    draft.revision, draft.changed_at, draft.state, draft.publish_at = draft.revision + 1, at, "draft", None
    draft.save(update_fields=("revision", "changed_at", "state", "publish_at"))
    DraftChange.objects.create(
        draft=draft, revision=draft.revision, by=by.user, at=at, kind=kind, slug=slug, act=act,
        before=before, after=after,
    )  # fmt: skip
    audited(
        by, f"drafts.{act}", "draft", at=at, processor=draft.processor, subject=draft.public_id,
        fields=(f"{kind}/{slug}"[:200],),
    )  # fmt: skip

"""Drafts are begun, from what was read or from a version, and given up."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from django.db import transaction

from ketju.core.model.register import Register as Content
from ketju.core.model.result import Provenance
from ketju.core.register.alignment import aligned
from ketju.web.apps.registers.content import Record, records_of, register_of, row_from
from ketju.web.apps.registers.keeping import with_what_stays
from ketju.web.apps.registers.models import Draft, DraftRecord, Register, Snapshot, Version
from ketju.web.apps.registers.problems import DraftClosed, KeptInGit, NothingRead
from ketju.web.apps.registers.readings import KETJU, reading_in
from ketju.web.base.audit.writing import Actor, audited

OPEN = ("draft", "checked", "scheduled")
"""States of drafts in which something can still happen."""
SURE = 1.0
"""The confidence of a value that was not guessed."""


def newest_version(register: Register) -> Version | None:
    """The version that was published last."""
    return register.versions.order_by("-number").first()


def begin_draft(*, by: Actor, at: datetime, register: Register) -> Draft:
    """A draft of what is published, or an empty one. Raises KeptInGit."""
    if register.source == "file":
        raise KeptInGit
    base = newest_version(register)
    content = register_of(base) if base else Content(publisher=register.processor.name)
    return _made(Draft(register=register, base=base), content, {}, by, at)


def draft_from_snapshot(
    *,
    by: Actor,
    at: datetime,
    snapshot: Snapshot,
    kind: str = "next",
    on: date | None = None,
    agreement: str = "",
) -> Draft:
    """A draft of what was read from a document, written like the version before it where it means the same.

    ``kind`` "opening" or "past" takes in a version that was published elsewhere and held from ``on``, under the version
    of the agreement with the public id ``agreement``. Raises NothingRead.
    """
    if not snapshot.entries:
        raise NothingRead(file=snapshot.name)
    base = newest_version(snapshot.register)
    content, read = content_of(snapshot, kind, register_of(base) if base else None)
    draft = Draft(
        register=snapshot.register, base=base, snapshot=snapshot, kind=kind, on=on, agreement=agreement
    )
    return _made(draft, content, _doubts(read), by, at)


def content_of(
    snapshot: Snapshot, kind: str, before: Content | None
) -> tuple[Content, tuple[Provenance, ...]]:
    """What was read from a document, written like the register before it, and where each value was read."""
    result = reading_in(snapshot.reading).result
    content = result.register
    if before is not None:
        content = aligned([content, before])[0]
        if kind == "next" and snapshot.form != KETJU:
            content = with_what_stays(content, before)
    return content, result.provenance


def discard_draft(*, by: Actor, at: datetime, draft: Draft) -> None:
    """Give a draft up; what was in it stays. Raises DraftClosed."""
    with transaction.atomic():
        found = Draft.objects.select_for_update().get(pk=draft.pk)
        if found.state not in OPEN:
            raise DraftClosed
        found.state, found.publish_at, found.changed_at = "discarded", None, at
        found.save(update_fields=("state", "publish_at", "changed_at"))
        audited(by, "drafts.discard", "draft", at=at, processor=found.processor, subject=found.public_id)


def _doubts(provenance: tuple[Provenance, ...]) -> Counter[str]:
    """How many values of each entry were guessed."""
    return Counter(one.path.split("/")[1] for one in provenance if one.confidence < SURE and "/" in one.path)


def _made(draft: Draft, content: Content, doubts: dict[str, int], by: Actor, at: datetime) -> Draft:
    draft.processor, draft.by = draft.register.processor, by.user
    draft.created_at = draft.changed_at = at
    rows = list(enumerate(records_of(content)))
    with transaction.atomic():
        draft.save()
        DraftRecord.objects.bulk_create(
            (_row(draft, record, position, doubts) for position, record in rows), batch_size=500
        )
        audited(by, "drafts.create", "draft", at=at, processor=draft.processor, subject=draft.public_id)
    return draft


def _row(draft: Draft, record: Record, position: int, doubts: dict[str, int]) -> DraftRecord:
    found = doubts.get(record.slug, 0) if record.kind == "entries" else 0
    return row_from(draft, record, position, found)

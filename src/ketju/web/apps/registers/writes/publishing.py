"""Drafts are checked, scheduled and published as versions; findings are answered for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime

from django.db import transaction

from ketju.core.model.change import Change
from ketju.core.model.date import PartialDate
from ketju.core.model.register import Register as Content
from ketju.core.model.register import Waiver
from ketju.core.register.canonical import content_hash, data_from_register
from ketju.core.register.comparison.changes import changes_between
from ketju.core.register.projection import label_for, public_register
from ketju.web.apps.registers.checking import findings_of, text_of_findings
from ketju.web.apps.registers.content import (
    FACTS,
    Record,
    record_from,
    register_of,
    register_of_draft,
    text_of,
)
from ketju.web.apps.registers.models import Draft, Version
from ketju.web.apps.registers.problems import (
    DraftClosed,
    NotChecked,
    NothingChanged,
    NotReady,
    OutdatedBase,
    TooLate,
)
from ketju.web.apps.registers.writes.drafting import OPEN, newest_version
from ketju.web.apps.registers.writes.editing import save_record
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import Actor, audited

ELSEWHERE = ("opening", "past")
"""Kinds of versions that were published elsewhere, before: whom was told of them is unknown."""

checks: list[Callable[[Draft, Version, datetime], None]] = []
"""What has to be so before a draft is published as a version, in the same transaction: each raises a Problem else."""
published: list[Callable[[Version, datetime], None]] = []
"""What has to happen in the transaction in which a version is published: its files are made, subscribers are told."""


def check_draft(*, by: Actor, at: datetime, draft: Draft, on: date) -> Draft:
    """Run the rules over a draft and keep what they find. Raises DraftClosed."""
    with transaction.atomic():
        found = _open(draft)
        findings = findings_of(found, on)
        counted = Counter(one.level for one in findings if one.waiver is None)
        found.findings, found.checked_revision = text_of_findings(findings), found.revision
        found.errors, found.warnings = counted["error"], counted["warning"]
        found.state = "checked" if found.state == "draft" else found.state
        found.save(update_fields=("findings", "checked_revision", "errors", "warnings", "state"))
        audited(by, "drafts.check", "draft", at=at, processor=found.processor, subject=found.public_id)
    return found


def waive(*, by: Actor, at: datetime, draft: Draft, waivers: Sequence[Waiver]) -> None:
    """Answer for findings until a day: one waiver, or one for each finding of an old list. Raises DraftClosed."""
    with transaction.atomic():
        facts = draft.records.filter(kind=FACTS).first()
        data = record_from(facts).data if facts else {}
        told = data_from_register(Content(waivers=tuple(waivers)), whole=True).get("waivers", [])
        wanted = {**data, "waivers": [*data.get("waivers", []), *told]}
        save_record(by=by, at=at, draft=draft, record=Record(FACTS, "", wanted), opened=data)


def schedule(
    *, by: Actor, at: datetime, draft: Draft, publish_at: datetime, why: str, audience: str = ""
) -> Draft:
    """Publish a checked draft later, at an instant. Raises NotChecked, NotReady, DraftClosed."""
    with transaction.atomic():
        found = _ready(draft)
        _try_out(found, publish_at, why, audience, by)
        found.state, found.publish_at, found.why = "scheduled", publish_at, why[:400]
        found.audience = audience
        found.save(update_fields=("state", "publish_at", "why", "audience"))
        audited(by, "drafts.schedule", "draft", at=at, processor=found.processor, subject=found.public_id)
    return found


def unschedule(*, by: Actor, at: datetime, draft: Draft) -> Draft:
    """Do not publish a draft later after all; twice is as once. Raises DraftClosed."""
    with transaction.atomic():
        found = _open(draft)
        if found.state == "scheduled":
            found.state, found.publish_at, found.changed_at = "checked", None, at
            found.save(update_fields=("state", "publish_at", "changed_at"))
            audited(by, "drafts.stop", "draft", at=at, processor=found.processor, subject=found.public_id)
    return found


def publish(*, by: Actor, at: datetime, draft: Draft, on: date, why: str, audience: str = "") -> Version:
    """Publish a checked draft as the next version, which holds from ``on``.

    ``audience`` is the TLP label that the person confirms; without it the list has to carry one (D-4). Raises
    NotChecked, NotReady, NothingChanged, OutdatedBase, TooLate, DraftClosed, LabelMissing, LabelTooStrict.
    """
    with transaction.atomic():
        found = _ready(draft)
        before = newest_version(found.register)
        _check_order(found, before)
        version = _version(found, before, on, why, audience, by, at)
        for check in checks:
            check(found, version, at)
        found.state, found.version, found.publish_at, found.changed_at = "published", version, None, at
        found.save(update_fields=("state", "version", "publish_at", "changed_at"))
        audited(
            by, "versions.publish", "version", at=at, processor=found.processor, subject=version.public_id
        )
        for follow in published:
            follow(version, at)
    return version


def _try_out(draft: Draft, at: datetime, why: str, audience: str, by: Actor) -> None:
    """Raise what publishing at an instant would raise, as far as it is known now; nothing of it stays."""
    before, begun = newest_version(draft.register), transaction.savepoint()
    try:
        _check_order(draft, before)
        version = _version(draft, before, day_of(at, draft.processor.zone), why, audience, by, at)
        for check in checks:
            check(draft, version, at)
    finally:
        transaction.savepoint_rollback(begun)


def _open(draft: Draft) -> Draft:
    found = Draft.objects.select_for_update().select_related("processor", "register").get(pk=draft.pk)
    if found.state not in OPEN:
        raise DraftClosed
    return found


def _ready(draft: Draft) -> Draft:
    found = _open(draft)
    if found.checked_revision != found.revision:
        raise NotChecked
    if found.errors:
        raise NotReady(count=found.errors)
    return found


def _check_order(draft: Draft, before: Version | None) -> None:
    if (draft.base_id or None) != (before.pk if before else None):
        raise OutdatedBase(number=before.number if before else 0)
    if draft.kind in ELSEWHERE and before and before.kind not in ELSEWHERE:
        raise TooLate(on=str(before.on))


def _version(
    draft: Draft, before: Version | None, on: date, why: str, audience: str, by: Actor, at: datetime
) -> Version:
    number = before.number + 1 if before else 1
    content = register_of_draft(draft)
    content = replace(
        content, version=str(number), version_on=PartialDate(on.year, on.month, on.day),
        tlp=label_for(content.tlp, audience),
    )  # fmt: skip
    digest = content_hash(content)
    if before and before.content_hash == digest:
        raise NothingChanged(number=before.number)
    changes = changes_between(register_of(before), content) if before else ()
    return Version.objects.create(
        processor=draft.processor, register=draft.register, number=number, kind=draft.kind,
        on=draft.on or on, content=text_of(content), content_hash=digest,
        public_hash=content_hash(public_register(content)), entries=len(content.entries),
        changes=_text_of(changes), counts=dict(Counter(one.kind for one in changes)),
        owed=sum(one.notice.owed != "no" for one in changes), why=why[:400], agreement=draft.agreement,
        by=by.user, published_at=at,
    )  # fmt: skip


def _text_of(changes: Sequence[Change]) -> str:
    return json.dumps([asdict(one) for one in changes], ensure_ascii=False) if changes else ""

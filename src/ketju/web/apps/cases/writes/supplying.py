"""What suppliers tell of changes of their own is recorded, and opens a change whose clock runs already."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ketju.web.apps.cases.models import CaseChange, Engagement, SupplierNotice
from ketju.web.apps.cases.problems import (
    CaseThere,
    DaysWrong,
    EntryGone,
    HintOnly,
    NothingOwed,
    ReasonMissing,
    SupplierNoticeDone,
)
from ketju.web.apps.cases.writes.attaching import attach
from ketju.web.apps.cases.writes.planning import plan_change
from ketju.web.apps.registers.content import Record
from ketju.web.apps.registers.models import Draft
from ketju.web.apps.registers.problems import DraftClosed
from ketju.web.apps.registers.writes.drafting import OPEN, begin_draft
from ketju.web.apps.registers.writes.editing import save_record
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.pages.uploads import Upload

CHANNELS = ("mail", "letter", "portal", "page")
"""How we learnt of it: by mail, by letter, in the supplier's own portal; or it was seen on its page."""
SORTS = ("place", "legal-entity", "data", "purpose", "sub-processor", "terms", "ending", "other")
"""What a supplier's change is about."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a supplier said. ``place`` is the code of a country that data go to, ``legal_entity`` the new name of the
    company, ``until`` the last day of its service: what of the entry can be filled in; "" and None where it is silent.
    """

    kind: str
    channel: str
    received_at: datetime
    effective_at: datetime | None = None
    object_by: datetime | None = None
    sorts: Sequence[str] = ()
    text: str = ""
    place: str = ""
    legal_entity: str = ""
    until: date | None = None

    @property
    def changes(self) -> dict[str, str]:
        """What of the entry it changes."""
        until = self.until.isoformat() if self.until else ""
        found = {"place": self.place, "legal_entity": self.legal_entity.strip(), "until": until}
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Opening:
    """How a change is opened from a notice: its title, and the draft to use, None to begin one."""

    title: str
    draft: Draft | None = None
    rollout: str = field(default="per customer")


def record_supplier_notice(
    *,
    by: Actor,
    at: datetime,
    engagement: Engagement,
    said: Said,
    upload: Upload | None = None,
    hint: SupplierNotice | None = None,
    original: str = "",
) -> SupplierNotice:
    """Record what a supplier told of a change, or a hint of one that was only seen; ``hint`` is what was seen before,
    ``original`` the message in the inbox that it was made of.

    Raises DaysWrong for a notice from tomorrow, one whose change held before it came, or a deadline before it.
    """
    if said.received_at > at or any(
        one is not None and one < said.received_at for one in (said.effective_at, said.object_by)
    ):
        raise DaysWrong
    with transaction.atomic():
        made = SupplierNotice.objects.create(
            processor=engagement.processor, engagement=engagement, kind=said.kind, channel=said.channel,
            received_at=said.received_at, effective_at=said.effective_at, object_by=said.object_by,
            sorts=list(said.sorts), changes=said.changes, text=said.text, hint=hint, by=by.user, recorded_at=at,
            original=original, attachment=attach(by=by, at=at, processor=engagement.processor, upload=upload),
        )  # fmt: skip
        audited(
            by, "suppliers.receive", "supplier-notice", at=at, processor=engagement.processor, subject=made.public_id,
            fields=(said.kind, said.channel),
        )  # fmt: skip
    return made


def open_change(*, by: Actor, at: datetime, notice: SupplierNotice, opening: Opening) -> CaseChange:
    """Open the change that a supplier's notice asks for, with its days. Its clock runs since the notice came.

    The entry is changed in the draft as far as the notice says how; a case of which nothing is known yet that customers
    are owed notice of is not planned until somebody says the rest in the draft. Raises HintOnly, SupplierNoticeDone,
    EntryGone, CaseThere, DraftClosed, KeptInGit.
    """
    with transaction.atomic():
        held = _open_notice(notice)
        if held.kind == "hint":
            raise HintOnly
        draft = _draft(held, opening, by, at)
        made = CaseChange.objects.create(
            processor=held.processor, register_id=held.engagement.register_id, draft=draft,
            title=opening.title[:200], rollout=opening.rollout, changes="[]",
            planned_at=held.effective_at or at, owner=by.user, supplier_told_at=held.received_at,
            supplier_from=held.effective_at, object_by=held.object_by, created_at=at,
        )  # fmt: skip
        SupplierNotice.objects.filter(pk=held.pk).update(change=made)
        audited(by, "changes.create", "change", at=at, processor=held.processor, subject=made.public_id)
    return plan_if_owed(by=by, at=at, change=made)


def plan_if_owed(*, by: Actor, at: datetime, change: CaseChange) -> CaseChange:
    """Plan a case, where its draft changes anything that customers are owed notice of."""
    try:
        return plan_change(by=by, at=at, change=change)
    except NothingOwed:
        return CaseChange.objects.select_related("processor", "register", "draft__base").get(pk=change.pk)


def settle_supplier_notice(*, by: Actor, at: datetime, notice: SupplierNotice, why: str) -> None:
    """Note that nothing follows from a notice or a hint, and why. Raises SupplierNoticeDone, ReasonMissing."""
    if not why.strip() or by.user is None:
        raise ReasonMissing
    with transaction.atomic():
        held = _open_notice(notice)
        held.settled_at, held.settled_by, held.settled_why = at, by.user, why
        held.save(update_fields=("settled_at", "settled_by", "settled_why"))
        audited(
            by,
            "suppliers.settled",
            "supplier-notice",
            at=at,
            processor=held.processor,
            subject=held.public_id,
        )


def _open_notice(notice: SupplierNotice) -> SupplierNotice:
    rows = SupplierNotice.objects.select_for_update(of=("self",))
    held = rows.select_related("processor", "engagement__register__processor").get(pk=notice.pk)
    if held.change_id is not None or held.settled_at is not None:
        raise SupplierNoticeDone
    return held


def _draft(notice: SupplierNotice, opening: Opening, by: Actor, at: datetime) -> Draft:
    register, draft = notice.engagement.register, opening.draft
    if draft is None:
        draft = begin_draft(by=by, at=at, register=register)
    elif draft.state not in OPEN or draft.register_id != register.pk:
        raise DraftClosed
    elif there := CaseChange.objects.filter(draft=draft).first():
        raise CaseThere(title=there.title)
    alter_entry(by=by, at=at, draft=draft, entry=notice.engagement.entry, changes=notice.changes)
    return draft


def alter_entry(*, by: Actor, at: datetime, draft: Draft, entry: str, changes: Mapping[str, str]) -> None:
    """Write into a draft what is to change of an entry: a place more, another legal entity, a last day.

    Raises EntryGone, ChangedMeanwhile, RecordWrong.
    """
    if not changes:
        return
    row = draft.records.filter(kind="entries", slug=entry).first()
    if row is None:
        raise EntryGone
    data = json.loads(row.data)
    wanted = altered(data, changes)
    if wanted != data:
        save_record(by=by, at=at, draft=draft, record=Record("entries", entry, wanted), opened=data)


def altered(data: Mapping[str, Any], changes: Mapping[str, str]) -> dict[str, Any]:
    """The data of an entry in the canonical form, with the changes of a notice."""
    found = dict(data)
    place = changes.get("place", "")
    places = list(found.get("places", ()))
    if place and all(one.get("code") != place for one in places):
        found["places"] = [*places, {"code": place}]
    for name in ("legal_entity", "until"):
        if changes.get(name):
            found[name] = changes[name]
    return found

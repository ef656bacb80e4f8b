"""A change is closed when nothing about it is open any longer; its evidence is frozen then, with a hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from ketju.core.cases.objections import UNSETTLED
from ketju.text.render import phrasebook
from ketju.web.apps.cases.freezing import frozen_pdf, frozen_text, sha256_of
from ketju.web.apps.cases.models import CaseChange, FrozenEvidence, Objection, TookEffect, Touched
from ketju.web.apps.cases.problems import AlreadyClosed, StillOpen
from ketju.web.apps.cases.recipients import language_for
from ketju.web.apps.cases.waiting import waiting_places
from ketju.web.apps.cases.writes.again import waiting_notices
from ketju.web.apps.notices.models import Delivery
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.pages.today import counted


@dataclass(frozen=True, slots=True)
class OpenThing:
    """Something that keeps a change from being closed: ``kind`` names its words, ``count`` how many there are."""

    kind: str
    count: int


def open_things(change: CaseChange, at: datetime) -> tuple[OpenThing, ...]:
    """What keeps a change from being closed: customers who wait, objections, letters, mail that has not left, a
    correction or withdrawal that waits to be sent, a list that is not published. A change that was withdrawn waits for
    its messages alone.
    """
    queries: dict[str, QuerySet[Any]] = {
        "notice": waiting_notices(change),
        "letters": undone_messages(change).filter(channel="letter"),
        "messages": undone_messages(change).filter(channel="e-mail"),
    }
    if change.withdrawn_at is None:
        shaken = Touched.objects.filter(change=change, effective_at__isnull=False, is_excluded=False)
        queries |= {
            "customers": waiting_places(change, at),
            "shaken": shaken.exclude(waits=""),
            "objections": Objection.objects.filter(change=change, state__in=UNSETTLED),
        }
    found = [OpenThing(kind, count) for kind, count in counted(queries).items() if count]
    if change.withdrawn_at is None and (change.announced_at is None or change.version_id is None):
        found.insert(0, OpenThing("announcement" if change.announced_at is None else "version", 1))
    return tuple(found)


def undone_messages(change: CaseChange) -> QuerySet[Delivery]:
    """Letters that were not posted and mail that has not left."""
    rows = Delivery.objects.filter(notice__about=change.public_id, notice__released_at__isnull=False)
    return rows.filter(failed_at=None, bounced_at=None, posted_at=None, sent_at=None)


def close_change(*, by: Actor, at: datetime, change: CaseChange) -> CaseChange:
    """Close a change, and freeze its evidence as it stands. Raises AlreadyClosed, StillOpen with what is open."""
    with transaction.atomic():
        rows = CaseChange.objects.select_for_update(of=("self",))
        held = rows.select_related("processor", "draft__base", "version", "approved_by").get(pk=change.pk)
        if held.closed_at is not None:
            raise AlreadyClosed
        if left := open_things(held, at):
            raise StillOpen(left)
        held.closed_at, held.closed_by, held.outcome = at, by.user, outcome_of(held)
        held.save(update_fields=("closed_at", "closed_by", "outcome"))
        freeze(held, at)
        audited(
            by, "changes.finish", "change", at=at, processor=held.processor, subject=held.public_id,
            fields=(held.outcome,),
        )  # fmt: skip
    return held


def freeze(change: CaseChange, at: datetime) -> FrozenEvidence:
    """Keep the evidence of a change as it stands: as JSON, and as PDF in the language of the processor."""
    text = frozen_text(change, at)
    pdf = frozen_pdf(text, phrasebook(language_for(change.processor.language)))
    return FrozenEvidence.objects.create(
        change=change, text=text, sha256=sha256_of(text), size=len(text.encode()), at=at, pdf=pdf,
        pdf_sha256=sha256_of(pdf) if pdf else "",
    )  # fmt: skip


def outcome_of(change: CaseChange) -> str:
    """How a change ended: "withdrawn", "in-effect" for everybody, "in-part", or "none" as it took effect for nobody."""
    if change.withdrawn_at is not None:
        return "withdrawn"
    places = Touched.objects.filter(change=change)
    count, live = places.count(), places.filter(effective_at__isnull=False).count()
    has_begun = live or TookEffect.objects.filter(touched__change=change).exists()
    return "in-effect" if live == count else "in-part" if has_begun else "none"

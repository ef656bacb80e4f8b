"""A message in the inbox is taken for a supplier's notice: its clock runs since it came. A mistake is undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from ketju.web.apps.cases.models import Engagement, SupplierNotice
from ketju.web.apps.cases.problems import MessageTaken, NotFromMail, SupplierNoticeDone
from ketju.web.apps.cases.writes.supplying import Said, record_supplier_notice
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.inbox.models import Received
from ketju.web.base.inbox.originals import original_of
from ketju.web.base.inbox.writes import finish_received, reopen_received
from ketju.web.base.pages.uploads import Upload

FORM = "eml"
"""The form of a message as it came (RFC 5322)."""


def record_from_mail(
    *, by: Actor, at: datetime, received: Received, engagement: Engagement, said: Said
) -> SupplierNotice:
    """Record a message as a notice of a company, with its bytes as they came, and mark it as done in the inbox.

    Both are of one processor. The time of ``said`` is that of the message, unless somebody set another. Raises
    MessageTaken, DaysWrong.
    """
    with transaction.atomic():
        held = Received.objects.select_for_update().get(pk=received.pk, processor=engagement.processor_id)
        if SupplierNotice.objects.filter(original=held.public_id, is_mistake=False).exists():
            raise MessageTaken
        made = record_supplier_notice(
            by=by, at=at, engagement=engagement, said=replace(said, kind="notice", channel="mail"),
            upload=Upload(f"{held.public_id}.{FORM}", FORM, original_of(held)), original=held.public_id,
        )  # fmt: skip
        finish_received(by=by, at=at, received=held)
    return made


def take_back_notice(*, by: Actor, at: datetime, notice: SupplierNotice) -> None:
    """Note that a message was no notice of this company: it waits in the inbox again, and what it said is forgotten
    here. Raises NotFromMail, and SupplierNoticeDone once something followed from it.
    """
    with transaction.atomic():
        held = SupplierNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
        if not held.original:
            raise NotFromMail
        if held.change_id is not None or held.settled_at is not None:
            raise SupplierNoticeDone
        kept, held.attachment = held.attachment, None
        held.text, held.changes, held.sorts = "", {}, []
        held.is_mistake, held.settled_at, held.settled_by = True, at, by.user
        held.save()
        if kept is not None:
            kept.delete()
        received = Received.objects.select_related("processor").filter(public_id=held.original).first()
        if received is not None:
            reopen_received(by=by, at=at, received=received)
        audited(
            by, "suppliers.undo", "supplier-notice", at=at, processor=held.processor, subject=held.public_id
        )

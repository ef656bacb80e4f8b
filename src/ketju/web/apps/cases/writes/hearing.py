"""Answers that come in by mail: one to a notice is an objection, or a word in one that is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ketju.core.cases.objections import UNSETTLED
from ketju.web.apps.cases.models import CaseChange, Objection
from ketju.web.apps.cases.writes.confirming import confirm_objection
from ketju.web.apps.cases.writes.objecting import NO_WORDS, add_message, receive_objection
from ketju.web.apps.cases.writes.writing_to import PURPOSE as TALK
from ketju.web.apps.notices.answers import PURPOSE as NOTICE
from ketju.web.apps.notices.models import Delivery
from ketju.web.base.audit.writing import MACHINE, Actor
from ketju.web.base.inbox.models import Received, ReplyAddress


def hear(received: Received, belongs: Sequence[ReplyAddress], at: datetime) -> None:
    """Take an answer in, where its address names a message of a notice or an objection, and a person wrote it.

    The message stays as it came, with its files, and belongs to the customer from now on; what follows is work on the
    objection. An answer in a talk that has ended stays in the inbox, for a person to look at.
    """
    if received.kind != "person":
        return
    for one in belongs:
        made = _heard(received, one, at)
        if made is not None:
            received.processor, received.customer = made.processor, made.customer.public_id
            received.done_at = at if made.state in UNSETTLED else None
            received.save(update_fields=("processor", "customer", "done_at"))
            return


def _heard(received: Received, one: ReplyAddress, at: datetime) -> Objection | None:
    mail = {"original": received.public_id, "text": str(received.text).strip() or NO_WORDS}
    if one.purpose == NOTICE:
        return objection_by_mail(
            by=MACHINE, at=at, delivery=one.subject, sender=str(received.sender), received_at=received.received_at,
            **mail,
        )  # fmt: skip
    if one.purpose == TALK:
        rows = Objection.objects.select_related("change__processor", "customer", "processor")
        found = rows.filter(public_id=one.subject).first()
        if found is not None and found.state in UNSETTLED:
            _follow(found, by=MACHINE, at=at, **mail)
            found.refresh_from_db()
        return found
    return None


def objection_by_mail(
    *, by: Actor, at: datetime, delivery: str, original: str, sender: str, text: str, received_at: datetime
) -> Objection | None:
    """An answer to a notice by mail, known by the delivery that its address names: a new objection, or a step of one
    that is open. ``original`` is the message as it was kept. None where it answers no notice of a change.
    """
    found = Delivery.objects.select_related("notice", "customer").filter(public_id=delivery).first()
    change = CaseChange.objects.filter(public_id=found.notice.about).first() if found else None
    if found is None or change is None:
        return None
    there = Objection.objects.filter(change=change, customer=found.customer, state__in=UNSETTLED).first()
    if there is not None:
        _follow(there, by=by, at=at, text=text, original=original)
        return there
    return receive_objection(
        by=by, at=at, change=change, customer=found.customer, channel="e-mail", received_at=received_at,
        text=text, by_name=sender, original=original,
    )  # fmt: skip


def _follow(objection: Objection, *, by: Actor, at: datetime, text: str, original: str) -> None:
    if objection.state == "to-confirm":
        confirm_objection(by=by, at=at, objection=objection, text=text, original=original)
    else:
        add_message(by=by, at=at, objection=objection, side="customer", text=text, original=original)

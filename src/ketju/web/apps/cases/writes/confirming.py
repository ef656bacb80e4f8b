"""Oral objections are answered with a link by which they are confirmed in writing (D-201).

The link goes to the people of the customer who are told of changes. It works once and for a time, the newest alone, and
names nobody. Whoever does not follow it has objected all the same: the objection stays open, and holds.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from ketju.web.apps.cases.models import Objection
from ketju.web.apps.cases.problems import ConfirmedAlready, LinkOld, ReasonMissing
from ketju.web.apps.cases.writes.objecting import add_step, held_objection, noted_state
from ketju.web.apps.cases.writes.writing_to import mail_about, people_of
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import MACHINE, Actor, audited

HOLDS = timedelta(days=30)
"""How long a link holds."""
_SALT = "ketju.cases.objections"


def send_link(*, by: Actor, at: datetime, objection: Objection) -> int:
    """Mail a new link to the people of the customer; to how many. The one before holds no longer.

    0 where nobody can be written to: then it is for staff to get it in writing. Raises ObjectionClosed,
    ConfirmedAlready.
    """
    with transaction.atomic():
        held = held_objection(objection)
        if held.state != "to-confirm":
            raise ConfirmedAlready
        if not people_of(held, at):
            return 0
        held.link_sent_at = at
        held.save(update_fields=("link_sent_at",))
        audited(
            by, "objections.ask", "objection", at=at, processor=held.processor, customer=held.customer.public_id,
            subject=held.public_id,
        )  # fmt: skip
        zone = held.processor.zone
        return mail_about(
            held, by, at, "link", f"{held.public_id}:{_stamp(at)}", link=link_of(held),
            day=day_of(held.received_at, zone), until=day_of(at + HOLDS, zone),
        )  # fmt: skip


def link_of(objection: Objection) -> str:
    """The address in the mail."""
    return settings.PUBLIC_URL + reverse(
        "objection-confirm", kwargs={"secret": confirmation_token(objection)}
    )


def confirmation_token(objection: Objection) -> str:
    """What the newest link holds: which objection, and when the link was sent."""
    return signing.dumps([objection.public_id, _stamp(objection.link_sent_at)], salt=_SALT)


def objection_named(token: str, at: datetime) -> Objection:
    """The objection that a link is about, while it can be confirmed by it. Raises LinkOld, ConfirmedAlready."""
    try:
        name, sent = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise LinkOld from None
    rows = Objection.objects.select_related("change__processor", "customer", "processor")
    found = rows.filter(public_id=name).first()
    if found is None or found.link_sent_at is None:
        raise LinkOld
    if found.state != "to-confirm":
        raise ConfirmedAlready
    if sent != _stamp(found.link_sent_at) or at >= found.link_sent_at + HOLDS:
        raise LinkOld
    return found


def confirm_by_link(*, at: datetime, token: str, text: str, by_name: str, request_id: str = "") -> Objection:
    """Confirm an oral objection in writing by a link, once. Raises LinkOld, ConfirmedAlready, ReasonMissing."""
    with transaction.atomic():
        found = objection_named(token, at)
        by = Actor(kind=MACHINE.kind, role="link", request_id=request_id)
        confirm_objection(by=by, at=at, objection=found, text=text, by_name=by_name)
    return found


def confirm_objection(
    *, by: Actor, at: datetime, objection: Objection, text: str, by_name: str = "", original: str = ""
) -> None:
    """Note that an oral objection was confirmed in writing, and by whom. Raises ObjectionClosed, ReasonMissing."""
    if not text.strip():
        raise ReasonMissing
    with transaction.atomic():
        held = held_objection(objection)
        if held.state != "to-confirm":
            return
        if by_name.strip():
            held.by_name = by_name.strip()[:200]
            held.save(update_fields=("by_name",))
        add_step(held, "customer", "message", by, at, state="open", text=text, original=original)
        noted_state(held, "open", by, at)


def _stamp(at: datetime | None) -> int:
    return round(at.timestamp() * 1000) if at else 0

"""Objections: they come in by any way, none is rejected by a machine, and each is talked about to its end.

Source: GDPR Art. 28(2); D-199 to D-203; X-7.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core import signing
from django.db import transaction

from ketju.core.cases.objections import is_late
from ketju.core.periods.instants import Instant
from ketju.web.apps.cases.models import CaseChange, Objection, ObjectionStep, Touched
from ketju.web.apps.cases.problems import (
    NotAnnounced,
    NotTouched,
    ObjectionClosed,
    ReasonMissing,
    StepWrong,
)
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.parties.models import Customer
from ketju.web.base.audit.writing import Actor, audited

CHANNELS = ("portal", "e-mail", "letter", "oral")
GROUNDS = ("", "data-security", "data-protection", "place", "other")
"""Grounds as they are chosen; any is heard (D-200)."""
OFFERS = ("alternative", "exclusion", "safeguards", "termination")
"""What can be offered (D-203)."""
OUTCOMES = ("settled", "upheld", "exit", "decided")
"""How the talk ends: the customer is content; not for this customer; it leaves; a late one was decided on."""
OPEN = ("to-confirm", "open")
_SALT = "ketju.cases.objections"


def receive_objection(
    *,
    by: Actor,
    at: datetime,
    change: CaseChange,
    customer: Customer,
    channel: str,
    received_at: datetime,
    text: str = "",
    by_name: str = "",
    ground: str = "",
    services: Sequence[str] = (),
    original: str = "",
) -> Objection:
    """Take an objection in. One that came after the window is kept apart as late, and holds all the same.

    An oral one waits to be confirmed in writing (``confirmation_token``); it holds meanwhile. Raises NotAnnounced,
    NotTouched, StepWrong for an unknown channel, ground or service.
    """
    _known(channel, CHANNELS)
    _known(ground, GROUNDS)
    with transaction.atomic():
        held = _change(change)
        place = Touched.objects.filter(change=held, customer=customer).select_related("group").first()
        if place is None:
            raise NotTouched
        for one in services:
            _known(one, place.group.services)
        made = Objection.objects.create(
            processor=held.processor, change=held, customer=customer, services=sorted(set(services)), channel=channel,
            ground=ground, text=text, by_name=by_name, original=original, is_late=_late(place, received_at),
            state="to-confirm" if channel == "oral" else "open", received_at=received_at, recorded_at=at,
        )  # fmt: skip
        if text:
            _step(made, "customer", "message", by, at, text=text)
        _noted(by, "objections.receive", made, at)
    return made


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
    there = Objection.objects.filter(change=change, customer=found.customer, state__in=OPEN).first()
    if there is not None:
        if there.state == "to-confirm":
            confirm_objection(by=by, at=at, objection=there, text=text)
        else:
            add_message(by=by, at=at, objection=there, side="customer", text=text)
        return there
    return receive_objection(
        by=by, at=at, change=change, customer=found.customer, channel="e-mail", received_at=received_at,
        text=text, by_name=sender, original=original,
    )  # fmt: skip


def confirmation_token(objection: Objection) -> str:
    """What the link holds with which an oral objection is confirmed in writing (D-201)."""
    return signing.dumps(objection.public_id, salt=_SALT)


def objection_named(token: str) -> Objection | None:
    """The objection of such a link; None for a token that is not ours."""
    try:
        name = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return Objection.objects.select_related("change__processor", "customer").filter(public_id=name).first()


def confirm_objection(*, by: Actor, at: datetime, objection: Objection, text: str) -> None:
    """Note that an oral objection was confirmed in writing. Raises ObjectionClosed, ReasonMissing."""
    if not text.strip():
        raise ReasonMissing
    with transaction.atomic():
        held = _held(objection)
        if held.state != "to-confirm":
            return
        _step(held, "customer", "message", by, at, state="open", text=text)
        _set(held, "open", by, at)


def add_message(*, by: Actor, at: datetime, objection: Objection, side: str, text: str) -> ObjectionStep:
    """Add what was said to the talk, by the customer or by staff. Raises ObjectionClosed, ReasonMissing."""
    return _add(objection, side, "message", by, at, text)


def make_offer(*, by: Actor, at: datetime, objection: Objection, offer: str, text: str) -> ObjectionStep:
    """Offer something: another company, to leave out the service, more safeguards, an end of the agreement (D-203).

    Raises StepWrong, ObjectionClosed, ReasonMissing.
    """
    _known(offer, OFFERS)
    return _add(objection, "staff", "offer", by, at, text, offer)


def answer_offer(*, by: Actor, at: datetime, objection: Objection, text: str) -> ObjectionStep:
    """The customer's answer to an offer. Raises ObjectionClosed, ReasonMissing, StepWrong where nothing was offered."""
    if not objection.steps.filter(kind="offer").exists():
        raise StepWrong(found="answer", known="message, offer")
    return _add(objection, "customer", "answer", by, at, text)


def end_objection(*, by: Actor, at: datetime, objection: Objection, outcome: str, reasons: str) -> None:
    """End the talk with an outcome and its reasons, by a person who is named. "decided" is for late ones alone.

    Raises StepWrong, ReasonMissing, ObjectionClosed.
    """
    _known(outcome, OUTCOMES if objection.is_late else OUTCOMES[:-1])
    if not reasons.strip() or by.user is None:
        raise ReasonMissing
    with transaction.atomic():
        held = _held(objection)
        _step(held, "staff", "outcome", by, at, state=outcome, text=reasons)
        _set(held, outcome, by, at)


def withdraw_objection(*, by: Actor, at: datetime, objection: Objection, text: str = "") -> None:
    """The customer takes its objection back. Raises ObjectionClosed."""
    with transaction.atomic():
        held = _held(objection)
        _step(held, "customer", "outcome", by, at, state="withdrawn", text=text)
        _set(held, "withdrawn", by, at)


def _change(change: CaseChange) -> CaseChange:
    held = CaseChange.objects.select_related("processor", "draft__base", "version").get(pk=change.pk)
    if held.announced_at is None:
        raise NotAnnounced
    return held


def _held(objection: Objection) -> Objection:
    rows = Objection.objects.select_for_update(of=("self",)).select_related(
        "change__processor", "change__draft__base", "change__version", "customer", "processor"
    )
    held = rows.get(pk=objection.pk)
    if held.state not in OPEN:
        raise ObjectionClosed
    return held


def _late(place: Touched, received_at: datetime) -> bool:
    ends = place.window_ends
    return is_late(
        Instant(received_at, received_at.tzinfo or ends.tzinfo), Instant(ends, ends.tzinfo) if ends else None  # type: ignore[union-attr,arg-type]
    )  # fmt: skip


def _add(
    objection: Objection, side: str, kind: str, by: Actor, at: datetime, text: str, offer: str = ""
) -> ObjectionStep:
    _known(side, ("customer", "staff"))
    if not text.strip():
        raise ReasonMissing
    with transaction.atomic():
        held = _held(objection)
        made = _step(held, side, kind, by, at, text=text, offer=offer)
        _noted(by, "objections.answer", held, at)
    return made


def _step(
    objection: Objection, side: str, kind: str, by: Actor, at: datetime, *, text: str, offer: str = "", state: str = ""
) -> ObjectionStep:  # fmt: skip
    return ObjectionStep.objects.create(
        objection=objection, side=side, kind=kind, offer=offer, state=state, text=text, by=by.user, at=at
    )


def _set(objection: Objection, state: str, by: Actor, at: datetime) -> None:
    objection.state = state
    objection.settled_at = None if state in OPEN else at
    objection.save(update_fields=("state", "settled_at"))
    _noted(by, "objections.end" if state != "open" else "objections.answer", objection, at)


def _noted(by: Actor, action: str, objection: Objection, at: datetime) -> None:
    audited(
        by, action, "objection", at=at, processor=objection.processor, customer=objection.customer.public_id,
        subject=objection.public_id,
    )  # fmt: skip
    project(objection.change, at, [objection.customer_id])


def _known(found: str, known: Sequence[str]) -> None:
    if found not in known:
        raise StepWrong(found=found, known=", ".join(filter(None, known)))

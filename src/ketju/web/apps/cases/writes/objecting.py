"""Objections: they come in by any way, none is rejected by a machine, and each is talked about to its end.

Source: GDPR Art. 28(2); D-199 to D-203; X-7.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from ketju.core.cases.objections import UNSETTLED, is_late
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
from ketju.web.apps.cases.writes.attaching import attach_to_step
from ketju.web.apps.cases.writes.writing_to import mail_step
from ketju.web.apps.parties.models import Customer
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.pages.uploads import Upload

CHANNELS = ("portal", "e-mail", "letter", "oral")
GROUNDS = ("", "data-security", "data-protection", "place", "other")
"""Grounds as they are chosen; any is heard (D-200)."""
OFFERS = ("alternative", "exclusion", "safeguards", "termination")
"""What can be offered (D-203)."""
OUTCOMES = ("settled", "upheld", "exit", "decided")
"""How the talk ends: the customer is content; not for this customer; it leaves; a late one was decided on."""

NO_WORDS = "–"
"""What stands for a message without a text: what it says is in its files."""


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
    uploads: Sequence[Upload] = (),
) -> Objection:
    """Take an objection in. One that came after the window is kept apart as late, and holds all the same.

    An oral one waits to be confirmed in writing (``confirming.send_link``); it holds meanwhile. Raises NotAnnounced,
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
        if text or uploads:
            said = text if text.strip() else NO_WORDS
            add_step(made, "customer", "message", by, at, text=said, original=original, uploads=uploads)
        _noted(by, "objections.receive", made, at)
    return made


def add_message(
    *, by: Actor, at: datetime, objection: Objection, side: str, text: str, original: str = "",
    uploads: Sequence[Upload] = (),
) -> ObjectionStep:  # fmt: skip
    """Add what was said to the talk, by the customer or by staff; what staff say goes to the customer by mail as well.

    ``original`` is the message that came in. Raises ObjectionClosed, ReasonMissing where there are neither words nor
    files.
    """
    return _add(objection, side, "message", by, at, text, original=original, uploads=uploads)


def make_offer(
    *, by: Actor, at: datetime, objection: Objection, offer: str, text: str, uploads: Sequence[Upload] = ()
) -> ObjectionStep:
    """Offer something: another company, to leave out the service, more safeguards, an end of the agreement (D-203).

    Raises StepWrong, ObjectionClosed, ReasonMissing.
    """
    _known(offer, OFFERS)
    return _add(objection, "staff", "offer", by, at, text, offer, uploads=uploads)


def answer_offer(
    *, by: Actor, at: datetime, objection: Objection, text: str, uploads: Sequence[Upload] = ()
) -> ObjectionStep:
    """The customer's answer to an offer. Raises ObjectionClosed, ReasonMissing, StepWrong where nothing was offered."""
    if not objection.steps.filter(kind="offer").exists():
        raise StepWrong(found="answer", known="message, offer")
    return _add(objection, "customer", "answer", by, at, text, uploads=uploads)


def end_objection(
    *,
    by: Actor,
    at: datetime,
    objection: Objection,
    outcome: str,
    reasons: str,
    uploads: Sequence[Upload] = (),
) -> None:
    """End the talk with an outcome and its reasons, by a person who is named. "decided" is for late ones alone.

    Raises StepWrong, ReasonMissing, ObjectionClosed.
    """
    _known(outcome, OUTCOMES if objection.is_late else OUTCOMES[:-1])
    if not reasons.strip() or by.user is None:
        raise ReasonMissing
    with transaction.atomic():
        held = held_objection(objection)
        made = add_step(held, "staff", "outcome", by, at, state=outcome, text=reasons, uploads=uploads)
        noted_state(held, outcome, by, at)
        mail_step(made, by, at)


def withdraw_objection(
    *, by: Actor, at: datetime, objection: Objection, text: str = "", uploads: Sequence[Upload] = ()
) -> None:
    """The customer takes its objection back, by a letter that staff hand in or otherwise. Raises ObjectionClosed."""
    with transaction.atomic():
        held = held_objection(objection)
        add_step(held, "customer", "outcome", by, at, state="withdrawn", text=text, uploads=uploads)
        noted_state(held, "withdrawn", by, at)


def _change(change: CaseChange) -> CaseChange:
    held = CaseChange.objects.select_related("processor", "draft__base", "version").get(pk=change.pk)
    if held.announced_at is None:
        raise NotAnnounced
    return held


def held_objection(objection: Objection) -> Objection:
    """An objection that is open, locked in the transaction of the caller. Raises ObjectionClosed."""
    rows = Objection.objects.select_for_update(of=("self",)).select_related(
        "change__processor", "change__draft__base", "change__version", "customer", "processor"
    )
    held = rows.get(pk=objection.pk)
    if held.state not in UNSETTLED:
        raise ObjectionClosed
    return held


def _late(place: Touched, received_at: datetime) -> bool:
    ends = place.window_ends
    return is_late(
        Instant(received_at, received_at.tzinfo or ends.tzinfo), Instant(ends, ends.tzinfo) if ends else None  # type: ignore[union-attr,arg-type]
    )  # fmt: skip


def _add(
    objection: Objection, side: str, kind: str, by: Actor, at: datetime, text: str, offer: str = "",
    original: str = "", uploads: Sequence[Upload] = (),
) -> ObjectionStep:  # fmt: skip
    _known(side, ("customer", "staff"))
    if not text.strip() and not uploads:
        raise ReasonMissing
    with transaction.atomic():
        held = held_objection(objection)
        said = text if text.strip() else NO_WORDS
        made = add_step(held, side, kind, by, at, text=said, offer=offer, original=original, uploads=uploads)
        _noted(by, "objections.answer", held, at)
        if side == "staff":
            mail_step(made, by, at)
    return made


def add_step(
    objection: Objection, side: str, kind: str, by: Actor, at: datetime, *, text: str, offer: str = "",
    state: str = "", original: str = "", uploads: Sequence[Upload] = (),
) -> ObjectionStep:  # fmt: skip
    """Add a step to the talk with its files, in the transaction of the caller."""
    made = ObjectionStep.objects.create(
        objection=objection, side=side, kind=kind, offer=offer, state=state, text=text, original=original, by=by.user,
        at=at,
    )  # fmt: skip
    attach_to_step(by=by, at=at, step=made, uploads=uploads)
    return made


def noted_state(objection: Objection, state: str, by: Actor, at: datetime) -> None:
    """Set the state of an objection and note it, in the transaction of the caller."""
    objection.state = state
    objection.settled_at = None if state in UNSETTLED else at
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

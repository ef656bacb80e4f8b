"""What the reader of a letter answers: "I am", "ask somebody else", "you have the wrong people"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from ketju.web.apps.campaigns.letters import mail_letter
from ketju.web.apps.campaigns.models import Ask
from ketju.web.apps.campaigns.problems import AnsweredAlready, NobodyElse
from ketju.web.apps.parties.models import Contact
from ketju.web.apps.parties.writes import change, make_room
from ketju.web.apps.selfservice.contacts import add_contact, change_contact
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.encryption.keys import blind_index

MOST_TURNS = 5
"""So many people are asked one after the other at most."""


def answerer(ask: Ask, request_id: str = "") -> Actor:
    """Who acts: whoever the letter went to, by its link and the code."""
    contact = ask.contact
    user = contact.user if contact is not None else None
    return Actor(
        user=user, kind="link", role="main-user", reason=ask.campaign.public_id, request_id=request_id
    )


def confirm(*, by: Actor, at: datetime, ask: Ask, values: Mapping[str, str]) -> None:
    """The reader is the main user, with the name and number given; whoever was before is none any longer.

    Raises AnsweredAlready.
    """
    with transaction.atomic():
        held = _locked(ask)
        contact = held.contact
        assert contact is not None
        customer = held.customer
        change_contact(
            by=by, at=at, customer=customer.public_id, contact=contact.public_id, values=values, is_own=True,
            is_all=False,
        )  # fmt: skip
        contact.refresh_from_db()
        make_room(contact, {"is_main_user": True}, by, at)
        change(contact, {"is_main_user": True}, by=by, at=at, kind="contact", customer=customer)
        _answer(by, at, held, "confirmed")


def name_another(*, by: Actor, at: datetime, ask: Ask, values: Mapping[str, str]) -> None:
    """The reader says who is to be asked instead: a contact is made, and asked by a letter of its own.

    Nobody is main user by being named; the old link leads nowhere. Raises AnsweredAlready, NobodyElse.
    """
    with transaction.atomic():
        held = _locked(ask)
        customer = held.customer
        index = blind_index(values["email"], "email")
        if held.turn >= MOST_TURNS or (held.contact and bytes(held.contact.email_index) == index):
            raise NobodyElse
        known = Contact.objects.filter(customer=customer, email_index=index, ended_on=None).first()
        named = known or add_contact(
            by=by, at=at, customer=customer.public_id, values={**values, "language": _language(held)}
        )
        held.contact, held.turn, held.named_at, held.reminders = named, held.turn + 1, at, 0
        held.code_hash, held.code_until, held.reminded_at = b"", None, None
        held.save()
        _note(by, at, held, "campaigns.name")
        mail_letter(by=by, at=at, ask=held, kind="named")


def refuse(*, by: Actor, at: datetime, ask: Ask) -> None:
    """The reader has nothing to do with the customer: staff look for somebody else. Raises AnsweredAlready."""
    with transaction.atomic():
        _answer(by, at, _locked(ask), "not-us")


def _language(ask: Ask) -> str:
    return (ask.contact.language if ask.contact else "") or ask.customer.language


def _locked(ask: Ask) -> Ask:
    rows = Ask.objects.select_related("campaign__processor", "customer__processor", "contact")
    held = rows.select_for_update(of=("self",)).get(pk=ask.pk)
    if held.answered_at is not None or held.turn != ask.turn:
        raise AnsweredAlready
    return held


def _answer(by: Actor, at: datetime, ask: Ask, answer: str) -> None:
    ask.answer, ask.answered_at = answer, at
    ask.save(update_fields=["answer", "answered_at"])
    _note(by, at, ask, "campaigns.answer", answer)


def _note(by: Actor, at: datetime, ask: Ask, action: str, *fields: str) -> None:
    audited(
        by, action, "campaign", at=at, processor=ask.campaign.processor, customer=ask.customer.public_id,
        subject=ask.public_id, fields=fields,
    )  # fmt: skip

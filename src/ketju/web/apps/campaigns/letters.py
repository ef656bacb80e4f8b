"""The letters of a campaign: the first one, the one to a person whom another named, and the reminder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ketju.text.render import phrasebook
from ketju.text.values import date_words
from ketju.web.apps.campaigns.links import HOLDS, language_of, link_of
from ketju.web.apps.campaigns.models import Ask
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.writing import Actor
from ketju.web.base.inbox.addresses import tokened_address
from ketju.web.base.outbox.models import Message
from ketju.web.base.outbox.writes import AddressWrong, enqueue_message

PURPOSE = "campaign"
"""The purpose of addresses that answers to these letters go to."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written to somebody, in one language."""

    language: str
    subject: str
    text: str


def letter_of(ask: Ask, at: datetime, kind: str = "first", link: str = "", language: str = "") -> Letter:
    """The words of a letter: "first", "named" or "reminder"; without a link, as it is looked at beforehand."""
    said = phrasebook(language or language_of(ask))
    words = {
        "processor": ask.campaign.processor.name,
        "customer": ask.customer.name,
        "link": link or said("web.campaign.letter.link"),
        "until": date_words(day_at(ask.campaign.processor, at + HOLDS), said),
    }
    subject = said(f"web.campaign.letter.subject.{kind}", **words)
    return Letter(said.language, subject, said(f"web.campaign.letter.text.{kind}", **words))


def mail_letter(*, by: Actor, at: datetime, ask: Ask, kind: str = "first") -> bool:
    """Put the letter into the outbox, once for each turn and reminder; False where the address takes no mail."""
    contact = ask.contact
    assert contact is not None
    letter = letter_of(ask, at, kind, link_of(ask))
    processor, customer = ask.campaign.processor, ask.customer.public_id
    number = ask.reminders + 1 if kind == "reminder" else 0
    try:
        with transaction.atomic():
            message = enqueue_message(
                by=by, at=at, processor=processor, key=f"campaign:{ask.public_id}:{ask.turn}:{number}",
                kind="campaign", to=contact.email, subject=letter.subject, text=letter.text,
                language=letter.language, customer=customer,
                reply_to=tokened_address(PURPOSE, ask.public_id, processor=processor, customer=customer),
            )  # fmt: skip
    except AddressWrong:
        Ask.objects.filter(pk=ask.pk).update(contact=None, obstacle="unreachable")
        return False
    _note(ask, message, at, number)
    return True


def _note(ask: Ask, message: Message, at: datetime, number: int) -> None:
    ask.message = message
    columns: dict[str, object] = {"message": message}
    columns |= {"reminded_at": at, "reminders": number} if number else {"mailed_at": at}
    Ask.objects.filter(pk=ask.pk).update(**columns)

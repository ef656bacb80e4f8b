"""Who at a customer is told of a change, and why, in words: what its terms name, who that is, how each is reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ketju.core.notices.owed import Owed
from ketju.core.terms.parameters import parameters
from ketju.text.agreements import value_words
from ketju.text.render import Phrasebook
from ketju.text.values import date_words
from ketju.web.apps.cases.models import Touched
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.recipients import Recipient, contacts_told
from ketju.web.apps.cases.wording import by_layer
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.notices.reasons import Reason, reason_in
from ketju.web.apps.parties.models import Contact
from ketju.web.base.access.zones import day_of

PARAMETER = "notice.recipients"


@dataclass(frozen=True, slots=True)
class ToldPerson:
    """Somebody who would be told: ``why`` in words, ``way`` "e-mail", "in-app" or "none", whether it counts."""

    contact: Contact
    name: str
    why: str
    way: str
    counts: bool


@dataclass(frozen=True, slots=True)
class ToldPeople:
    """The people of a customer who would be told today. ``lead`` says what they were chosen by."""

    lead: str
    people: tuple[ToldPerson, ...]


def people_told(place: Touched, at: datetime, phrases: Phrasebook) -> ToldPeople:
    """Who of a customer in a case would be told today, by the terms that it was planned with."""
    on, owed = day_of(at, place.change.processor.zone), owed_in(place.group.owed)
    contacts, found = contacts_told(place, on)
    by_id = {one.public_id: one for one in contacts.values()}
    people = tuple(
        ToldPerson(whom, _name(whom), why_words(one.why, by_id, phrases), _way(one), one.counts)
        for one in found
        for whom in (contacts[one.contact],)
    )
    return ToldPeople(_lead(owed, found, phrases), people)


def recipients_words(owed: Owed, phrases: Phrasebook) -> str:
    """Whom the terms name, with the layer of terms that says it; that nobody is named where they are silent."""
    if not owed.recipients:
        return phrases("web.told.usual")
    said = phrases("web.told.named", who=_sorts(owed.recipients, phrases))
    return f"{by_layer(said, owed, PARAMETER, phrases)}."


def _lead(owed: Owed, found: tuple[Recipient, ...], phrases: Phrasebook) -> str:
    said = recipients_words(owed, phrases)
    if owed.recipients and not any(one.counts for one in found):
        said = f"{said} {phrases('web.told.missing')}"
    return said


def whys_of(rows: Iterable[Delivery], phrases: Phrasebook) -> dict[int, str]:
    """Why each of some messages went to whom it went, in words, by its number; as it was kept when it was written."""
    held = list(rows)
    contacts = {one.contact.public_id: one.contact for one in held if one.contact}
    named = {why.stands_in_for for one in held if (why := reason_in(one.why))} - {"", *contacts}
    if named:
        contacts |= {one.public_id: one for one in Contact.objects.filter(public_id__in=named)}
    return {one.pk: why_words(one.why, contacts, phrases) for one in held}


def why_words(why: str, contacts: Mapping[str, Contact], phrases: Phrasebook) -> str:
    """A reason as it is kept, in words, "" for none; ``contacts`` are those whom others stand in for."""
    held = reason_in(why)
    if held is None:
        return ""
    if held.kind not in ("terms", "usual"):
        return phrases(f"web.channels.why.{held.kind}", what=_what(held, phrases))
    said = phrases(f"web.told.why.{held.kind}", who=_sorts(held.what, phrases))
    whom = contacts.get(held.stands_in_for)
    if not held.stands_in_for or held.until is None:
        return said
    name, until = _name(whom) if whom else held.stands_in_for, date_words(held.until, phrases)
    return f"{said} {phrases('web.told.stands-in', name=name, until=until)}"


def _what(held: Reason, phrases: Phrasebook) -> str:
    """The role of somebody who looked, or the channel that failed."""
    group = "web.role." if held.kind == "looked" else "web.changes.way."
    return ", ".join(phrases(f"{group}{one}") for one in held.what)


def _sorts(named: tuple[str, ...], phrases: Phrasebook) -> str:
    return value_words(parameters()[PARAMETER], named, phrases)


def _name(contact: Contact) -> str:
    return f"{contact.first_name} {contact.last_name}".strip() or str(contact.email) or contact.public_id


def _way(one: Recipient) -> str:
    if one.has_email:
        return "e-mail"
    return "in-app" if one.user is not None else "none"

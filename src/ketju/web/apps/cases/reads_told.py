"""Who at a customer is told of a change, and why, in words: what its terms name, who that is, how each is reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ketju.core.notices.owed import Owed
from ketju.core.notices.told import USUAL
from ketju.core.terms.parameters import parameters
from ketju.text.agreements import value_words
from ketju.text.render import Phrasebook
from ketju.text.values import date_words
from ketju.web.apps.cases.models import Touched
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.recipients import Recipient, contacts_told
from ketju.web.apps.cases.wording import by_layer
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
    people = tuple(
        ToldPerson(whom, _name(whom), _why(one, contacts, phrases), _way(one), one.counts)
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


def _why(one: Recipient, contacts: dict[int, Contact], phrases: Phrasebook) -> str:
    because = one.because
    named = tuple(sort for sort in USUAL if sort in because.sorts) if not because.is_named else because.sorts
    said = phrases(f"web.told.why.{'terms' if because.is_named else 'usual'}", who=_sorts(named, phrases))
    whom = contacts.get(because.stands_in_for) if because.stands_in_for is not None else None
    if whom is None:
        return said
    until = date_words(whom.away_until or date.max, phrases)
    return f"{said} {phrases('web.told.stands-in', name=_name(whom), until=until)}"


def _sorts(named: tuple[str, ...], phrases: Phrasebook) -> str:
    return value_words(parameters()[PARAMETER], named, phrases)


def _name(contact: Contact) -> str:
    return f"{contact.first_name} {contact.last_name}".strip() or str(contact.email) or contact.public_id


def _way(one: Recipient) -> str:
    if one.has_email:
        return "e-mail"
    return "in-app" if one.user is not None else "none"

"""What a customer is asked for: each with the page where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.selfservice.agreements import waiting_versions
from ketju.web.apps.selfservice.contacts import CONFIRMED_FOR, confirmed_at, contacts_of
from ketju.web.apps.selfservice.services import services_of
from ketju.web.apps.services.models import Service
from ketju.web.base.access.permission import Standing


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked for: ``kind`` names its words, ``subject`` the thing, ``name`` what it is
    called, or ``service``.
    """

    kind: str
    subject: str = ""
    name: str = ""
    service: Service | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """The first page of a customer."""

    asks: tuple[Ask, ...]
    services: tuple[Service, ...]
    contacts: tuple[Contact, ...]


def start_of(customer: Customer, standing: Standing, on: date, at: datetime) -> Start:
    """What is asked of this person for the customer, and what the customer has."""
    contacts, services = contacts_of(customer, on), services_of(customer, on)
    asks = [*_of_contacts(customer, standing, contacts, at)]
    if standing.may("portal.accept", customer.public_id):
        asks += [Ask("agreement", one.public_id, one.name) for one in waiting_versions(customer, on)]
    if standing.may("portal.data", customer.public_id):
        undeclared = (one for one in services if one.declared_at is None)
        asks += [Ask("data", one.public_id, service=one) for one in undeclared]
    return Start(tuple(asks), tuple(services), tuple(contacts))


def _of_contacts(customer: Customer, standing: Standing, contacts: list[Contact], at: datetime) -> list[Ask]:
    own = [one for one in contacts if one.user_id == standing.user.pk]
    asks = [Ask("confirm", one.public_id) for one in own if one.verified_at is None]
    if not standing.may("portal.contacts", customer.public_id):
        return asks
    if not any(one.role == "privacy" for one in contacts):
        asks.append(Ask("privacy-contact"))
    if contacts and ((confirmed_at(customer) or customer.created_at) <= at - CONFIRMED_FOR):
        asks.append(Ask("contacts"))
    return asks

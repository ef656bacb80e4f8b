"""Look up customers, contacts and what was done with their data. Reads by people are noted by who calls them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from ketju.web.apps.parties.models import Contact, Customer, Disclosure, MarketingObjection
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.models import AuditEntry

PAGE = 20
_ID = re.compile(r"[a-z]{3}_[0-9a-z]{26}")
STATES = ("current", "ended", "all")


@dataclass(frozen=True, slots=True)
class Page:
    """Some customers in the order of their making, and where the next ones begin: None at the end."""

    customers: tuple[Customer, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which customers: their state, country and role; "" for every one."""

    state: str = "current"
    country: str = ""
    role: str = ""


def customers_of(processor: Processor, wanted: Filter, on: date, *, after: int = 0, size: int = PAGE) -> Page:
    """A page of customers. Pages go on from the last one seen, so that a late page costs as little as the first."""
    rows = list(filtered(processor, wanted, on).filter(pk__gt=after).order_by("pk")[: size + 1])
    return Page(tuple(rows[:size]), rows[size - 1].pk if len(rows) > size else None)


def filtered(processor: Processor, wanted: Filter, on: date) -> QuerySet[Customer]:
    """The customers that fit a filter."""
    found = Customer.objects.filter(processor=processor)
    if wanted.state == "current":
        found = found.filter(Q(ended_on=None) | Q(ended_on__gt=on))
    elif wanted.state == "ended":
        found = found.filter(ended_on__lte=on)
    if wanted.country:
        found = found.filter(country=wanted.country)
    if wanted.role:
        found = found.filter(role=wanted.role)
    return found


def is_id(text: str) -> bool:
    """Whether a text looks like a public id, so that it may be looked up."""
    return _ID.fullmatch(text) is not None


def customer_of(processor: Processor, public_id: str) -> Customer | None:
    """A customer of a processor."""
    if not is_id(public_id):
        return None
    return (
        Customer.objects.select_related("processor").filter(processor=processor, public_id=public_id).first()
    )


def contact_of(processor: Processor, public_id: str) -> Contact | None:
    """A contact of a processor's customer."""
    if not is_id(public_id):
        return None
    found = Contact.objects.select_related("customer", "customer__processor", "processor", "deputy")
    return found.filter(processor=processor, public_id=public_id).first()


def contacts_of(customer: Customer) -> tuple[Contact, ...]:
    """The contacts of a customer, the main user first and those that have ended last."""
    people = Contact.objects.filter(customer=customer).select_related("deputy")
    return tuple(sorted(people, key=lambda one: (one.ended_on is not None, not one.is_main_user, one.pk)))


def main_user_of(customer: Customer) -> Contact | None:
    """The main user of a customer, or its first contact where there is none."""
    people = [one for one in contacts_of(customer) if one.ended_on is None and one.email]
    return people[0] if people else None


def customers_with_address(processor: Processor, index: bytes, most: int = 10) -> list[Customer]:
    """Customers with a contact whose e-mail address has a blind index."""
    if not index:
        return []
    people = Contact.objects.filter(processor=processor, email_index=index, ended_on=None)
    found = Customer.objects.filter(pk__in=people.values("customer"), erased_at=None)
    return list(found.order_by("pk")[:most])


def standing_in(contact: Contact, on: date) -> Contact:
    """Who answers for a contact on a day: its deputy while it is away or has ended, unless that one is too."""
    is_away = (contact.away_until is not None and on <= contact.away_until) or _has_ended(contact, on)
    deputy = contact.deputy
    if not is_away or deputy is None or _has_ended(deputy, on):
        return contact
    return contact if deputy.away_until is not None and on <= deputy.away_until else deputy


def _has_ended(contact: Contact, on: date) -> bool:
    return contact.ended_on is not None and contact.ended_on <= on


def disclosures_of(customer: Customer) -> tuple[Disclosure, ...]:
    """What of a customer went to others, the newest first."""
    return tuple(Disclosure.objects.filter(customer=customer))


def objections_of(customer: Customer) -> tuple[MarketingObjection, ...]:
    """Objections of a customer's contacts to marketing."""
    return tuple(MarketingObjection.objects.filter(contact__customer=customer).select_related("contact"))


def history_of(processor: Processor, customer: Customer, size: int = 50) -> Sequence[AuditEntry]:
    """The newest acts that concern a customer, with what was before and after where it is still kept."""
    entries = AuditEntry.objects.filter(processor=processor, customer=customer.public_id)
    return tuple(entries.select_related("payload", "actor").order_by("-id")[:size])

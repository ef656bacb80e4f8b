"""Contacts as the customer's people see and change them: everybody their own, main users all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.parties.searching import index_contact
from ketju.web.apps.selfservice.models import Confirmation, Correction
from ketju.web.apps.selfservice.organisation import customer_of
from ketju.web.apps.selfservice.problems import DeputyPast, DeputyUnfit, NotThere
from ketju.web.apps.selfservice.recording import recorded
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.encryption.keys import blind_index

OWN: Final = ("first_name", "last_name", "email", "phone", "language")
"""What everybody changes about themselves."""
ALL: Final = (*OWN, "relation", "role", "is_role_address", "may_instruct")
"""What a main user changes about anybody."""
RELATIONS: Final = ("employee", "partner")
CONFIRMED_FOR: Final = timedelta(days=365)
"""So long after somebody said that the contacts are right it is asked again."""
Confirmed = Callable[[Customer, datetime], None]
confirmed: Final[list[Confirmed]] = []
"""What is told that a customer's contacts were confirmed, in the same transaction."""
ROLES: Final = ("privacy", "contract", "security", "billing", "technical", "other")


def contacts_of(customer: Customer, on: date) -> list[Contact]:
    """The contacts that have not ended."""
    held = customer.contacts.select_related("deputy").filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
    return sorted(held, key=lambda one: (one.last_name.casefold(), one.first_name.casefold(), one.pk))


def contact_of(customer: Customer, public_id: str) -> Contact:
    """One contact of the customer. Raises NotThere."""
    found = customer.contacts.filter(public_id=public_id, ended_on__isnull=True).first()
    if found is None:
        raise NotThere
    return found


def change_contact(
    *, by: Actor, at: datetime, customer: str, contact: str, values: Mapping[str, object], is_own: bool,
    is_all: bool,
) -> Correction | None:  # fmt: skip
    """Change a contact: everything of it or less (``is_all``). What people say of themselves (``is_own``) counts as
    confirmed; an address that another gives has to be confirmed. Raises NotThere.
    """
    with transaction.atomic():
        whose = customer_of(customer)
        one = contact_of(whose, contact)
        before = shown(one)
        _fill(one, values, ALL if is_all else OWN)
        if is_own:
            one.verified_at = at
        elif before["email"] != one.email:
            one.verified_at = None
        one.save()
        index_contact(one)
        return recorded(by, whose, "contact", one.public_id, before, shown(one), at=at)


def add_contact(*, by: Actor, at: datetime, customer: str, values: Mapping[str, object]) -> Contact:
    """A new contact. Raises NotThere."""
    with transaction.atomic():
        whose = customer_of(customer)
        one = Contact(processor=whose.processor, customer=whose)
        _fill(one, values, ALL)
        one.save()
        index_contact(one)
        recorded(by, whose, "contact", one.public_id, {}, shown(one), at=at)
        return one


def end_contact(*, by: Actor, at: datetime, on: date, customer: str, contact: str) -> None:
    """A contact is one no longer. Raises NotThere."""
    with transaction.atomic():
        whose = customer_of(customer)
        one = contact_of(whose, contact)
        one.ended_on = on
        one.save(update_fields=["ended_on", "changed_at"])
        index_contact(one)
        recorded(by, whose, "contact", one.public_id, {}, {"ended_on": on.isoformat()}, at=at)


def confirm_contacts(*, by: Actor, at: datetime, customer: str) -> Confirmation:
    """Somebody of the customer says that its contacts are right, with the day; whoever says so is confirmed as well.

    Raises NotThere.
    """
    with transaction.atomic():
        whose = customer_of(customer)
        made = Confirmation.objects.create(customer=whose, by=by.user, at=at)
        whose.contacts.filter(user=by.user, ended_on=None).exclude(user=None).update(verified_at=at)
        audited(
            by, "contacts.confirm", "customer", at=at, processor=whose.processor, customer=whose.public_id,
            subject=whose.public_id,
        )  # fmt: skip
        for tell in confirmed:
            tell(whose, at)
    return made


def confirmed_at(customer: Customer) -> datetime | None:
    """When somebody said last that the customer's contacts are right."""
    return Confirmation.objects.filter(customer=customer).values_list("at", flat=True).first()


def name_deputy(
    *, by: Actor, at: datetime, on: date, customer: str, contact: str, deputy: str, until: date | None
) -> Correction | None:
    """Somebody stands in for a contact up to a day, that day included; without a deputy nobody does any longer.

    Raises NotThere, also for a deputy of another customer, and DeputyUnfit.
    """
    with transaction.atomic():
        whose = customer_of(customer)
        one = contact_of(whose, contact)
        other = contact_of(whose, deputy) if deputy else None
        if other == one or (other is not None and not other.email):
            raise DeputyUnfit
        if other is not None and (until is None or until < on):
            raise DeputyPast
        before = _standing_in(one)
        one.deputy, one.away_until = other, until if other else None
        one.save(update_fields=["deputy", "away_until", "changed_at"])
        return recorded(by, whose, "contact", one.public_id, before, _standing_in(one), at=at)


def _standing_in(one: Contact) -> dict[str, str]:
    """Who stands in and to which day, as texts."""
    deputy = one.deputy
    name = f"{deputy.first_name} {deputy.last_name}".strip() or deputy.email if deputy else ""
    return {"deputy": name, "away_until": one.away_until.isoformat() if one.away_until else ""}


def shown(one: Contact) -> dict[str, str]:
    """The values that can be changed, as texts."""
    return {name: _text(getattr(one, name)) for name in ALL}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value or "")


def _fill(one: Contact, values: Mapping[str, object], names: tuple[str, ...]) -> None:
    for name in names:
        if name in values:
            setattr(one, name, values[name])
    one.email_index = blind_index(one.email, "email") if one.email else b""

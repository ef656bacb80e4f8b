"""People of a customer who can sign in: who they are, inviting, and the end of access."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from ketju.text.render import phrasebook
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.parties.searching import index_contact
from ketju.web.apps.selfservice.organisation import customer_of
from ketju.web.apps.selfservice.problems import LastMainUser, NotThere, RoleUnknown
from ketju.web.apps.selfservice.recording import recorded
from ketju.web.base.access.models import Membership
from ketju.web.base.access.roles import ROLES, side_of
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.writing import Actor
from ketju.web.base.encryption.keys import blind_index
from ketju.web.base.outbox.models import Message

CUSTOMER_ROLES: Final = tuple(role for role in ROLES if side_of(role) == "customer")


_ASKED_ABOUT: Final = {
    "privacy-contact": "privacy",
    "billing": "billing",
    "technical-partner": "technical",
    "instructing-partner": "technical",
}
"""What to ask a contact about, by the role that was given."""


def names_of(customer: Customer, held: list[Membership]) -> dict[str, str]:
    """What this customer calls its people, by id of the membership: the name of the contact, else the address."""
    contacts = customer.contacts.filter(user__in=[one.user_id for one in held])
    names = {one.user_id: f"{one.first_name} {one.last_name}".strip() for one in contacts}
    return {one.public_id: names.get(one.user_id) or one.user.email for one in held}


def members_of(customer: Customer, on: date) -> list[Membership]:
    """Who may sign in for the customer on a day."""
    held = Membership.objects.holding(on).filter(processor=customer.processor, customer=customer.public_id)
    return list(held.select_related("user"))


def invite_person(
    *, by: Actor, at: datetime, on: date, customer: str, email: str, name: str, role: str, language: str
) -> Membership:
    """Let somebody sign in for the customer, and tell them by mail; who has the role already keeps it.

    Raises NotThere, RoleUnknown.
    """
    if role not in CUSTOMER_ROLES:
        raise RoleUnknown(role=role)
    with transaction.atomic():
        whose = _locked(customer)
        known = User.objects.filter(email=email.lower()).first()
        user = known or User.objects.made_or_found(email, name=name, language=language)[0]
        held = [one for one in members_of(whose, on) if one.user_id == user.pk and one.role == role]
        if held:
            return held[0]
        made = Membership.objects.create(
            user=user,
            processor=whose.processor,
            customer=whose.public_id,
            role=role,
            first=on,
            granted_by=by.user,
        )
        _made_contact(whose, user, name, role, by, at)
        _tell(whose, user, made, language)
        recorded(by, whose, "membership", made.public_id, {}, {"email": user.email, "role": role}, at=at)
        return made


def end_access(*, by: Actor, at: datetime, on: date, customer: str, membership: str) -> None:
    """End somebody's access at once; the last main user keeps it. Raises NotThere, LastMainUser."""
    with transaction.atomic():
        whose = _locked(customer)
        held = members_of(whose, on)
        one = next((one for one in held if one.public_id == membership), None)
        if one is None:
            raise NotThere
        if one.role == "main-user" and sum(other.role == "main-user" for other in held) == 1:
            raise LastMainUser
        before = {"email": one.user.email, "role": one.role}
        _end(one, on)
        recorded(by, whose, "membership", membership, before, {}, at=at)


def _locked(customer: str) -> Customer:
    """The customer, while nobody else changes who may sign in for it. Raises NotThere."""
    return Customer.objects.select_for_update(no_key=True).get(pk=customer_of(customer).pk)


def _end(one: Membership, on: date) -> None:
    """End a grant at once. Its last day is the day before; one that began today leaves no day, and so no row."""
    if one.first >= on:
        one.delete()
        return
    one.last = on - timedelta(days=1)
    one.save(update_fields=["last"])


def _made_contact(customer: Customer, user: User, name: str, role: str, by: Actor, at: datetime) -> None:
    """Whoever may sign in is a contact too, who keeps the own data right; a contact with the address stays as it is.

    The name is the one given here: what others call the person with the same address is not shown.
    """
    index = blind_index(user.email, "email")
    held = customer.contacts.filter(email_index=index, ended_on__isnull=True).first()
    if held is not None:
        if held.user_id is None:
            held.user = user
            held.save(update_fields=["user", "changed_at"])
        return
    made = Contact.objects.create(
        processor=customer.processor, customer=customer, user=user, last_name=name, email=user.email,
        email_index=index, role=_ASKED_ABOUT.get(role, ""),
    )  # fmt: skip
    index_contact(made)
    recorded(by, customer, "contact", made.public_id, {}, {"last_name": name, "email": user.email}, at=at)


def _tell(customer: Customer, user: User, made: Membership, language: str) -> None:
    said = phrasebook(language)
    address = settings.PUBLIC_URL + reverse("portal", kwargs={"customer": customer.public_id})
    params = {"organisation": customer.name, "processor": customer.processor.name, "address": address}
    Message.objects.create(
        processor=customer.processor, customer=customer.public_id, key=f"invitation-{made.public_id}",
        kind="invitation", language=language, to=user.email, domain=user.email.rpartition("@")[2],
        subject=said("web.portal.invitation.subject", **params), text=said("web.portal.invitation.text", **params),
    )  # fmt: skip

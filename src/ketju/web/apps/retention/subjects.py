"""Whom an erasure is about: everything by which rows of any table may name a customer, a contact or a person."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account.models import EmailAddress

from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.people.models import Invitation
from ketju.web.base.access.models import Membership
from ketju.web.base.accounts.models import User
from ketju.web.base.subjects.concerning import Subject


def customer_subject(one: Customer) -> Subject:
    """A customer, with the addresses and names of its contacts and of whom it invited."""
    contacts = list(Contact.objects.filter(customer=one))
    invited = Invitation.objects.filter(customer=one.public_id)
    addresses = [*(each.email for each in contacts), *(each.email for each in invited)]
    names = [one.name, one.business_id, *(_name(each) for each in contacts)]
    return Subject(
        "customer", one.public_id, one.processor_id, one.public_id, addresses=_told(addresses),
        names=_told(names), external=one.external_id,
    )  # fmt: skip


def contact_subject(one: Contact) -> Subject:
    """A contact of a customer."""
    return Subject(
        "contact", one.public_id, one.processor_id, one.customer.public_id,
        user=one.user.public_id if one.user else "", addresses=_told([one.email]), names=_told([_name(one)]),
    )  # fmt: skip


def person_subject(one: User) -> Subject:
    """A person who could sign in."""
    own = EmailAddress.objects.filter(user=one.pk).values_list("email", flat=True)
    return Subject("person", one.public_id, user=one.public_id, addresses=_told([one.email, *own]),
                   names=_told([one.name]))  # fmt: skip


def left_alone(subject: Subject) -> list[User]:
    """People who could sign in for a subject and, once that is over, have nothing else here."""
    if subject.kind == "person":
        return []
    grants = Membership.objects.filter(customer=subject.customer)
    if subject.kind == "contact":
        grants = grants.filter(user__public_id=subject.user)
    found = []
    for user in User.objects.filter(pk__in=grants.values("user")):
        others = Membership.objects.filter(user=user).exclude(customer=subject.customer)
        contacts = Contact.objects.filter(user=user, erased_at=None).exclude(
            customer__public_id=subject.customer
        )
        if not others.exists() and not contacts.exists():
            found.append(user)
    return found


def _name(one: Contact) -> str:
    return f"{one.first_name} {one.last_name}".strip()


def _told(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, without those too short to tell anybody apart."""
    return tuple(dict.fromkeys(one for one in texts if len(one) > 3))

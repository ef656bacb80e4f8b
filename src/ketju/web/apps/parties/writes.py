"""Every write to customers and contacts: one transaction of checking, saving, and noting it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models.fields import Field

from ketju.web.apps.parties.checking import Fault, Refused, contact_from, customer_from
from ketju.web.apps.parties.models import ChangePayload, Contact, Customer
from ketju.web.apps.parties.searching import index_contact, index_customer
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.encryption.keys import blind_index
from ketju.web.base.storing import save_new


def indexes_of(values: Mapping[str, Any]) -> dict[str, bytes]:
    """The blind indexes of the columns that are given."""
    found = {}
    for name in ("name", "business_id", "email"):
        if name in values:
            found[f"{name}_index"] = blind_index(values[name], name) if values[name] else b""
    return found


def create_customer(*, by: Actor, at: datetime, processor: Processor, given: Mapping[str, str]) -> Customer:
    """A new customer. Raises Refused."""
    values, faults = customer_from(given)
    if faults:
        raise Refused(faults)
    with transaction.atomic():
        customer = Customer(processor=processor, **values, **indexes_of(values))
        _save_new(customer)
        index_customer(customer, is_new=True)
        audited(
            by,
            "customers.create",
            "customer",
            at=at,
            processor=processor,
            customer=customer.public_id,
            subject=customer.public_id,
            fields=sorted(values),
        )
    return customer


def _save_new(thing: models.Model) -> None:
    """Save, with a fault for an external id that is taken; the fault ends the transaction that this is in."""
    try:
        save_new(thing) if thing._state.adding else thing.save()
    except IntegrityError:
        raise Refused([Fault("external_id", "web.wrong.taken")]) from None


def correct_customer(*, by: Actor, at: datetime, customer: Customer, given: Mapping[str, str]) -> list[str]:
    """Put fields of a customer right; the names of those that changed. Raises Refused."""
    whole = {"country": customer.country, "role": customer.role, **given}
    values, faults = customer_from(whole, is_new=False)
    if faults:
        raise Refused(faults)
    with transaction.atomic():
        changed = change(customer, values, by=by, at=at, kind="customer", customer=customer)
        if {"name", "business_id", "external_id"} & set(changed):
            index_customer(customer)
    return changed


def change(
    thing: Any, values: Mapping[str, Any], *, by: Actor, at: datetime, kind: str, customer: Customer
) -> list[str]:
    """Save the fields that differ, note them, and keep before and after; the names of those fields."""
    before = {name: getattr(thing, name) for name in values}
    changed = [name for name, value in values.items() if before[name] != value]
    if not changed:
        return []
    for name in changed:
        setattr(thing, name, values[name])
    for name, index in indexes_of({name: values[name] for name in changed}).items():
        if _has_column(thing, name):
            setattr(thing, name, index)
    _save_new(thing)
    entry = audited(
        by,
        f"{kind}s.correct",
        kind,
        at=at,
        processor=customer.processor,
        customer=customer.public_id,
        subject=thing.public_id,
        fields=sorted(changed),
    )
    pairs = {name: (told(before[name]), told(values[name])) for name in sorted(changed)}
    ChangePayload.objects.create(entry=entry, customer=customer, values=json.dumps(pairs, ensure_ascii=False))
    return changed


def _has_column(thing: models.Model, name: str) -> bool:
    return any(isinstance(one, Field) and one.name == name for one in thing._meta.get_fields())


def told(value: object) -> str:
    """A value as a text, for what was before and what is after."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else str(value)


def end_customer(*, by: Actor, at: datetime, customer: Customer, on: date) -> None:
    """Note that a customer has left: its data go when nothing holds them any longer (``apps.retention``)."""
    if customer.signed_up_on and on < customer.signed_up_on:
        raise Refused([Fault("ended_on", "web.wrong.order")])
    with transaction.atomic():
        change(customer, {"ended_on": on}, by=by, at=at, kind="customer", customer=customer)


def hold_customer(*, by: Actor, at: datetime, customer: Customer, reason: str) -> None:
    """Keep a customer's data from erasure for a reason, or let them go with none."""
    with transaction.atomic():
        change(customer, {"held_for": reason.strip()[:80]}, by=by, at=at, kind="customer", customer=customer)


def add_contact(*, by: Actor, at: datetime, customer: Customer, given: Mapping[str, str]) -> Contact:
    """A new contact of a customer; a new main user takes the place of the old one. Raises Refused."""
    values, faults = contact_from(given)
    if faults:
        raise Refused(faults)
    with transaction.atomic():
        _check_address(customer, values)
        contact = Contact(
            processor_id=customer.processor_id, customer=customer, **values, **indexes_of(values)
        )
        make_room(contact, values, by, at)
        _save_new(contact)
        index_contact(contact)
        audited(
            by,
            "contacts.create",
            "contact",
            at=at,
            processor=customer.processor,
            customer=customer.public_id,
            subject=contact.public_id,
            fields=sorted(values),
        )
    return contact


def correct_contact(*, by: Actor, at: datetime, contact: Contact, given: Mapping[str, str]) -> list[str]:
    """Put fields of a contact right; the names of those that changed. Raises Refused."""
    whole = {"relation": contact.relation, "authority_proof": contact.authority_proof, **given}
    values, faults = contact_from(whole, is_new=False)
    email, phone = values.get("email", contact.email), values.get("phone", contact.phone)
    if not faults and not email and not phone:
        faults.append(Fault("email", "web.wrong.unreachable"))
    if faults:
        raise Refused(faults)
    with transaction.atomic():
        _check_address(contact.customer, values, contact)
        make_room(contact, values, by, at)
        if "email" in values and values["email"] != contact.email:
            contact.verified_at = None
        changed = change(contact, values, by=by, at=at, kind="contact", customer=contact.customer)
        if changed:
            index_contact(contact)
    return changed


def _check_address(customer: Customer, values: Mapping[str, Any], but: Contact | None = None) -> None:
    """Raises Refused where another contact of the customer has the address already."""
    if not values.get("email"):
        return
    same = Contact.objects.filter(
        customer=customer, email_index=blind_index(values["email"], "email"), ended_on=None
    )
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Refused([Fault("email", "web.wrong.twice")])


def make_room(contact: Contact, values: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """A customer has one main user: the one before is none any longer."""
    if not values.get("is_main_user"):
        return
    others = Contact.objects.filter(customer=contact.customer, is_main_user=True).exclude(pk=contact.pk)
    for one in others:
        change(one, {"is_main_user": False}, by=by, at=at, kind="contact", customer=contact.customer)


def end_contact(*, by: Actor, at: datetime, contact: Contact, on: date) -> None:
    """Note that a contact is none any longer: nothing is sent there, and searches do not find it."""
    with transaction.atomic():
        change(
            contact, {"ended_on": on, "is_main_user": False},
            by=by, at=at, kind="contact", customer=contact.customer,
        )  # fmt: skip
        index_contact(contact)


def set_deputy(*, by: Actor, at: datetime, contact: Contact, deputy: Contact | None) -> None:
    """Say who stands in for a contact. Raises Refused for itself, and for somebody of another customer."""
    if deputy is not None and (deputy == contact or deputy.customer_id != contact.customer_id):
        raise Refused([Fault("deputy", "web.wrong.deputy")])
    with transaction.atomic():
        contact.deputy = deputy
        contact.save(update_fields=("deputy", "changed_at"))
        audited(
            by,
            "contacts.correct",
            "contact",
            at=at,
            processor=contact.processor,
            customer=contact.customer.public_id,
            subject=contact.public_id,
            fields=("deputy",),
        )

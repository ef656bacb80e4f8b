"""Erasure: of what is due, what nobody holds is erased in every table, noted in the ledger, and certified."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from ketju.core.retention.periods import Kept
from ketju.web.apps.exchange.models import Import
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.retention.clearing import clear
from ketju.web.apps.retention.due import Due, due, open_classes, untils_of
from ketju.web.apps.retention.ledger import Noted, note
from ketju.web.apps.retention.models import Erasure, rules_of
from ketju.web.apps.retention.subjects import contact_subject, customer_subject, left_alone, person_subject
from ketju.web.base.access.models import Processor
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.subjects.concerning import Subject
from ketju.web.base.tokens.models import KeptAnswer

LEFT_OVER = timedelta(days=7)
"""Rows of imports that were never written go after this."""
ANSWERS = timedelta(days=1)
"""Answers kept for repeated requests go after this."""
OF_PERSON = ("service", "account", "days")
"""The classes of what goes with a person who could sign in."""


def erase(
    *, by: Actor, at: datetime, processor: Processor, on: date, keys: Iterable[str] | None = None
) -> list[Due]:
    """Erase what is due, or of that what is named; what was erased. What is held stays."""
    wanted = None if keys is None else set(keys)
    erased = []
    for one in due(processor, on):
        if one.held_for or (wanted is not None and one.key not in wanted):
            continue
        _erase_due(one, processor, by, at)
        erased.append(one)
    Import.objects.filter(processor=processor, finished_at=None, created_at__lt=at - LEFT_OVER).update(
        rows="", problems="", missing=[]
    )
    KeptAnswer.objects.filter(token__processor=processor, created_at__lt=at - ANSWERS).delete()
    return erased


def _erase_due(one: Due, processor: Processor, by: Actor, at: datetime) -> Erasure:
    if one.contact is not None:
        return erase_contact(by=by, at=at, contact=one.contact)
    if one.customer is not None:
        return erase_customer(by=by, at=at, customer=one.customer, over=one.kept)
    assert one.person is not None
    return erase_person(by=by, at=at, person=one.person, processor=processor)


def erase_customer(
    *, by: Actor, at: datetime, customer: Customer, over: Collection[Kept], again: bool = False
) -> Erasure:
    """Erase of a customer the classes that are over, in every table; people whom only it knew go with it."""
    classes = tuple(one.why for one in over)
    untils = untils_of(customer, rules_of(customer.processor).rules)
    # Where the service's own time is the longest, one class stands for those that end with it.
    is_last = "books" in classes or len(over) == len(open_classes(customer))
    return erase_classes(
        by=by, at=at, customer=customer, classes=classes, is_last=is_last, untils=untils, again=again
    )


def erase_classes(
    *,
    by: Actor,
    at: datetime,
    customer: Customer,
    classes: Collection[str],
    is_last: bool,
    untils: Mapping[str, date],
    again: bool = False,
) -> Erasure:
    """The same by the names of the classes; ``is_last`` where nothing is left to wait for."""
    gone = {*classes, *(("service", "days") if "service" in classes else ())}
    if is_last:
        gone |= {"service", "days", "vouchers", "books"}
    with transaction.atomic():
        subject = customer_subject(customer)
        alone = left_alone(subject) if "service" in gone else []
        made = _erased(subject, customer.processor, gone, untils, by=by, at=at, is_last=is_last, again=again)
        if "service" in gone and customer.cleared_at is None:
            Contact.objects.filter(customer=customer, erased_at=None).update(erased_at=at)
            Customer.objects.filter(pk=customer.pk).update(cleared_at=at)
        if is_last:
            Customer.objects.filter(pk=customer.pk).update(erased_at=at)
        _erase_people(alone, customer.processor, by, at, again)
    return made


def erase_contact(*, by: Actor, at: datetime, contact: Contact, again: bool = False) -> Erasure:
    """Erase a contact in every table; with it the person, where nothing else is left of them here."""
    with transaction.atomic():
        subject, customer = contact_subject(contact), contact.customer
        alone = left_alone(subject)
        untils = untils_of(customer, rules_of(customer.processor).rules)
        made = _erased(subject, customer.processor, {"service", "days"}, untils, by=by, at=at, again=again)
        Contact.objects.filter(pk=contact.pk).update(erased_at=at)
        _erase_people(alone, customer.processor, by, at, again)
    return made


def erase_person(
    *, by: Actor, at: datetime, person: User, processor: Processor | None, again: bool = False
) -> Erasure:
    """Erase a person who could sign in: account, second factors, sessions, invitations, mail."""
    with transaction.atomic():
        return _erased(person_subject(person), processor, set(OF_PERSON), {}, by=by, at=at, again=again)


def _erase_people(people: list[User], processor: Processor, by: Actor, at: datetime, again: bool) -> None:
    for one in people:
        erase_person(by=by, at=at, person=one, processor=processor, again=again)


def _erased(
    subject: Subject,
    processor: Processor | None,
    classes: set[str],
    untils: Mapping[str, date],
    *,
    by: Actor,
    at: datetime,
    is_last: bool = False,
    again: bool,
) -> Erasure:
    """Clear, certify, note in the audit trail, and at last in the ledger: whatever fails undoes all of it."""
    cleared, named = clear(subject, classes, untils), tuple(sorted(classes))
    made = Erasure.objects.create(
        processor=processor, kind=subject.kind, subject=subject.id, classes=",".join(named),
        counts=cleared.counts, left=cleared.left, at=at, again=again,
    )  # fmt: skip
    action = "people.erase" if subject.kind == "person" else "customers.erase"
    audited(
        by, action, "user" if subject.kind == "person" else subject.kind, at=at, processor=processor,
        customer=subject.customer, subject=subject.id, fields=named,
    )  # fmt: skip
    if not again:
        note(Noted(made.public_id, subject.kind, subject.id, named, at.isoformat(), is_last))
    return made

"""Erasure: what is due is listed first, with its reason; then it is erased, and what is held is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q

from ketju.core.retention.periods import Class, Kept, Rules, kept
from ketju.web.apps.exchange.models import Import
from ketju.web.apps.parties.models import Contact, Customer, SearchToken
from ketju.web.apps.retention.declaration import Table, declaration
from ketju.web.apps.retention.models import rules_of
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.tokens.models import KeptAnswer

LEFT_OVER = timedelta(days=7)
"""Rows of imports that were never written go after this."""
ANSWERS = timedelta(days=1)
"""Answers kept for repeated requests go after this."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is to be erased: a customer's data of some classes, or a contact that has ended.

    ``held_for`` is why it is not erased although it is due; "" where it is.
    """

    customer: Customer
    kept: tuple[Kept, ...]
    contact: Contact | None = None
    held_for: str = ""

    @property
    def key(self) -> str:
        """What it is called in a list that is sent back."""
        return self.contact.public_id if self.contact else self.customer.public_id


def due(processor: Processor, on: date, most: int = 1000) -> list[Due]:
    """What is to be erased on a day: nothing is written."""
    return due_under(processor, on, rules_of(processor).rules, most)


def due_under(processor: Processor, on: date, rules: Rules, most: int = 1000) -> list[Due]:
    """What would be due on a day under some rules."""
    return [*_customers(processor, on, rules, most), *_contacts(processor, on, rules, most)]


def _customers(processor: Processor, on: date, rules: Rules, most: int) -> Iterator[Due]:
    ended = Customer.objects.filter(processor=processor, ended_on__lt=on, erased_at=None).order_by("pk")
    found = 0
    for customer in ended.iterator(500):
        assert customer.ended_on is not None
        over = [one for one in _classes(customer.ended_on, rules, customer) if one.is_over(on)]
        if over:
            yield Due(customer, tuple(over), held_for=customer.held_for)
            found += 1
        if found == most:
            return


def _classes(ended_on: date, rules: Rules, customer: Customer) -> list[Kept]:
    wanted: tuple[Class, ...] = (
        ("vouchers", "books") if customer.cleared_at else ("service", "vouchers", "books")
    )
    return [kept(one, ended_on, rules) for one in wanted]


def _contacts(processor: Processor, on: date, rules: Rules, most: int) -> Iterator[Due]:
    """Contacts that have ended, of customers whose own data stay."""
    ended = Contact.objects.filter(processor=processor, ended_on__lt=on, erased_at=None)
    current = ended.filter(Q(customer__cleared_at=None), customer__erased_at=None).select_related("customer")
    for contact in current.order_by("pk")[:most]:
        assert contact.ended_on is not None
        until = kept("service", contact.ended_on, rules)
        customer = contact.customer
        is_with_customer = customer.ended_on is not None and kept(
            "service", customer.ended_on, rules
        ).is_over(on)
        if until.is_over(on) and not is_with_customer:
            yield Due(customer, (until,), contact, customer.held_for)


def erase(
    *, by: Actor, at: datetime, processor: Processor, on: date, keys: Iterable[str] | None = None
) -> list[Due]:
    """Erase what is due, or of that what is named; what was erased. What is held stays."""
    wanted = None if keys is None else set(keys)
    erased = []
    for one in due(processor, on):
        if one.held_for or (wanted is not None and one.key not in wanted):
            continue
        with transaction.atomic():
            _erase(one, at)
            audited(
                by,
                "customers.erase",
                "contact" if one.contact else "customer",
                at=at,
                processor=processor,
                customer=one.customer.public_id,
                subject=one.key,
                fields=[each.why for each in one.kept],
            )
        erased.append(one)
    Import.objects.filter(processor=processor, finished_at=None, created_at__lt=at - LEFT_OVER).update(
        rows="", problems=""
    )
    KeptAnswer.objects.filter(token__processor=processor, created_at__lt=at - ANSWERS).delete()
    return erased


def _erase(one: Due, at: datetime) -> None:
    if one.contact is not None:
        table = declaration().tables["parties_contact"]
        rows = Contact.objects.filter(pk=one.contact.pk)
        rows.update(**_empty(Contact, table, "service"), erased_at=at)
        SearchToken.objects.filter(customer=one.customer, contact=one.contact).delete()
        return
    classes = [each.why for each in one.kept]
    for table in declaration().tables.values():
        if table.customer:
            _erase_rows(table, one.customer, classes)
    if one.customer.cleared_at is None:
        Contact.objects.filter(customer=one.customer).update(erased_at=at)
        Customer.objects.filter(pk=one.customer.pk).update(cleared_at=at)
    if {each.why for each in one.kept} >= {"books"} or _nothing_left(one):
        Customer.objects.filter(pk=one.customer.pk).update(erased_at=at)


def _nothing_left(one: Due) -> bool:
    """Whether everything is over, also where the service's own time was the longest."""
    wanted = 2 if one.customer.cleared_at else 3
    return len(one.kept) == wanted


def _erase_rows(table: Table, customer: Customer, classes: list[Class]) -> None:
    model = _model(table.name)
    rows = model._default_manager.filter(**{table.customer: customer.pk})
    if table.is_deleted and "service" in classes:
        rows.delete()
        return
    values: dict[str, Any] = {}
    for why in classes:
        values |= _empty(model, table, why)
    if values:
        rows.update(**values)


def _empty(model: type[models.Model], table: Table, why: Class) -> dict[str, Any]:
    """Nothing, for each personal column of a class."""
    found: dict[str, Any] = {}
    for column in table.of(why):
        field = model._meta.get_field(column.name)
        assert isinstance(field, models.Field)
        found[column.name] = None if field.null else field.get_default()
    return found


def _model(name: str) -> type[models.Model]:
    return next(one for one in apps.get_models() if one._meta.db_table == name)

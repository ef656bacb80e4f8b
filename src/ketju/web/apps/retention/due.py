"""What is to be erased on a day, with its reason. Nothing is written here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ketju.core.retention.periods import Class, Kept, Rules, kept
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.retention.models import rules_of
from ketju.web.base.access.models import Membership, Processor
from ketju.web.base.access.zones import day_of
from ketju.web.base.accounts.models import User


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is to be erased: a customer's data of some classes, a contact or a member of staff that has ended.

    ``held_for`` is why it is not erased although it is due; "" where it is.
    """

    customer: Customer | None
    kept: tuple[Kept, ...]
    contact: Contact | None = None
    held_for: str = ""
    person: User | None = None
    ended_on: date | None = None

    @property
    def key(self) -> str:
        """What it is called in a list that is sent back."""
        found = self.contact or self.customer or self.person
        assert found is not None
        return found.public_id


def due(processor: Processor, on: date, most: int = 1000) -> list[Due]:
    """What is to be erased on a day: nothing is written."""
    return due_under(processor, on, rules_of(processor).rules, most)


def due_under(processor: Processor, on: date, rules: Rules, most: int = 1000) -> list[Due]:
    """What would be due on a day under some rules."""
    return [
        *_customers(processor, on, rules, most),
        *_contacts(processor, on, rules, most),
        *_staff(processor, on, rules),
    ]


def _customers(processor: Processor, on: date, rules: Rules, most: int) -> Iterator[Due]:
    ended = Customer.objects.filter(processor=processor, ended_on__lt=on, erased_at=None).order_by("pk")
    found = 0
    for customer in ended.iterator(500):
        over = [one for one in classes_of(customer, rules) if one.is_over(on)]
        if over:
            yield Due(customer, tuple(over), held_for=customer.held_for, ended_on=customer.ended_on)
            found += 1
        if found == most:
            return


def classes_of(customer: Customer, rules: Rules) -> list[Kept]:
    """To when each class of a customer that has ended is kept, of those that were not erased yet."""
    return (
        [kept(one, customer.ended_on, rules) for one in open_classes(customer)] if customer.ended_on else []
    )


def open_classes(customer: Customer) -> tuple[Class, ...]:
    """The classes of a customer that were not erased yet."""
    return ("vouchers", "books") if customer.cleared_at else ("service", "vouchers", "books")


def untils_of(customer: Customer, rules: Rules) -> dict[str, date]:
    """The last day of each class of a customer that has ended."""
    days = [one.until for one in classes_of(customer, rules)]
    return dict(zip(open_classes(customer), days, strict=False))


def _contacts(processor: Processor, on: date, rules: Rules, most: int) -> Iterator[Due]:
    """Contacts that have ended, of customers whose own data stay."""
    ended = Contact.objects.filter(processor=processor, ended_on__lt=on, erased_at=None)
    current = ended.filter(Q(customer__cleared_at=None), customer__erased_at=None)
    for contact in current.select_related("customer", "user").order_by("pk")[:most]:
        assert contact.ended_on is not None
        until, customer = kept("service", contact.ended_on, rules), contact.customer
        own = kept("service", customer.ended_on, rules) if customer.ended_on else None
        if until.is_over(on) and not (own and own.is_over(on)):
            yield Due(customer, (until,), contact, customer.held_for, ended_on=contact.ended_on)


def _staff(processor: Processor, on: date, rules: Rules) -> Iterator[Due]:
    """People who were staff, whose last grant anywhere is long over."""
    grants = Membership.objects.filter(processor=processor, customer="")
    people = User.objects.filter(pk__in=grants.values("user"), is_erased=False)
    ends_of: dict[int, list[date | None]] = defaultdict(list)
    for one in Membership.objects.filter(user__in=people).select_related("processor"):
        ends_of[one.user_id].append(_last_day(one))
    for user in people.order_by("pk"):
        ends = ends_of[user.pk]
        if None in ends:
            continue
        ended_on = max(one for one in ends if one)
        until = kept("service", ended_on, rules)
        if until.is_over(on):
            yield Due(None, (until,), person=user, ended_on=ended_on)


def _last_day(one: Membership) -> date | None:
    ended = day_of(one.ended_at, one.processor.zone) if one.ended_at else None
    return min(each for each in (ended, one.last) if each) if ended or one.last else None

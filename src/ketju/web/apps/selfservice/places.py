"""Where a person belongs: processors as staff, customers as one of their people. One sign-in, any number of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Membership, Processor
from ketju.web.base.accounts.models import User


@dataclass(frozen=True, slots=True)
class StaffPlace:
    """A processor, with the person's roles there."""

    processor: Processor
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CustomerPlace:
    """A customer, with the person's roles there."""

    customer: Customer
    roles: tuple[str, ...]

    @property
    def name(self) -> str:
        """The customer's name."""
        return str(self.customer.name)


@dataclass(frozen=True, slots=True)
class Places:
    """All of them, by name."""

    staff: tuple[StaffPlace, ...]
    customers: tuple[CustomerPlace, ...]


def places_of(user: User, at: datetime) -> Places:
    """Where a person belongs at an instant: for each place its processor's day counts."""
    roles: dict[Processor, list[str]] = {}
    held = Membership.objects.holding_at(at, user.pk)
    for one in (one for one in held if not one.customer):
        roles.setdefault(one.processor, []).append(one.role)
    staff = (StaffPlace(processor, tuple(each)) for processor, each in roles.items())
    customers = _customer_places([one for one in held if one.customer])
    return Places(
        tuple(sorted(staff, key=lambda one: one.processor.name.casefold())),
        tuple(sorted(customers, key=lambda one: one.name.casefold())),
    )


def _customer_places(held: list[Membership]) -> list[CustomerPlace]:
    roles: dict[str, list[str]] = {}
    for one in held:
        roles.setdefault(one.customer, []).append(one.role)
    found = Customer.objects.filter(public_id__in=roles).select_related("processor")
    return [CustomerPlace(one, tuple(roles[one.public_id])) for one in found]

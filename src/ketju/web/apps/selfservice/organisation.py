"""The organisation itself: what is held about it, and what its people may change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from ketju.web.apps.parties.models import Customer
from ketju.web.apps.selfservice.models import Correction
from ketju.web.apps.selfservice.problems import NotThere
from ketju.web.apps.selfservice.recording import recorded
from ketju.web.base.audit.writing import Actor

FIELDS: Final = ("postal_address", "billing_address", "language", "role", "pass_on_days")
"""What the customer changes by itself; its name, its number and its country follow from the contract."""
ROLES: Final = ("controller", "processor")


def customer_of(public_id: str) -> Customer:
    """A customer with its processor. Raises NotThere."""
    found = Customer.objects.select_related("processor").filter(public_id=public_id).first()
    if found is None:
        raise NotThere
    return found


def change_organisation(
    *, by: Actor, at: datetime, customer: str, values: Mapping[str, object]
) -> Correction | None:
    """Change what the customer may change. Raises NotThere."""
    with transaction.atomic():
        held = Customer.objects.select_for_update(of=("self",)).select_related("processor")
        one = held.filter(public_id=customer).first()
        if one is None:
            raise NotThere
        before = shown(one)
        for name in FIELDS:
            if name in values:
                setattr(one, name, values[name])
        one.save(update_fields=[*FIELDS, "changed_at"])
        return recorded(by, one, "customer", one.public_id, before, shown(one), at=at)


def shown(one: Customer) -> dict[str, str]:
    """The values that can be changed, as texts."""
    return {name: "" if (value := getattr(one, name)) is None else str(value) for name in FIELDS}

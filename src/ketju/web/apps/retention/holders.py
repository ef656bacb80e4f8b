"""Who holds a role of the processor's own register, from when until when (D-156). The past stays as it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from ketju.web.apps.parties.checking import (
    Fault,
    Reader,
    Refused,
    choice,
    day,
    flag,
    line,
    mail,
    phone,
    read_fields,
)
from ketju.web.apps.parties.reads import is_id
from ketju.web.apps.retention.models import RoleHolder
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import Actor, audited

ROLES: Final = ("officer", "register-contact", "representative", "signatory")
"""Data protection officer (Art. 37), person in charge of the register (D-156), representative in the EU (Art. 27), and
who signs agreements for the processor (Art. 28(9)).
"""
HOLDER: Final[dict[str, Reader]] = {
    "role": choice(*ROLES),
    "name": line,
    "email": mail,
    "phone": phone,
    "is_named": flag,
    "first": day,
}
"""How each field of a holder is read."""


def holders_of(processor: Processor) -> tuple[RoleHolder, ...]:
    """Everybody who holds or held a role, by role, the newest first."""
    return tuple(RoleHolder.objects.filter(processor=processor))


def holders_on(processor: Processor, on: date) -> tuple[RoleHolder, ...]:
    """Who holds the roles on a day."""
    held = RoleHolder.objects.filter(Q(last=None) | Q(last__gte=on), processor=processor, first__lte=on)
    return tuple(held)


def holder_of(processor: Processor, public_id: str) -> RoleHolder | None:
    """One of them."""
    if not is_id(public_id):
        return None
    return (
        RoleHolder.objects.select_related("processor")
        .filter(processor=processor, public_id=public_id)
        .first()
    )


def add_holder(*, by: Actor, at: datetime, processor: Processor, given: Mapping[str, str]) -> RoleHolder:
    """Somebody takes a role over: who held it until then holds it to the day before. Raises Refused."""
    faults: list[Fault] = []
    values: dict[str, Any] = read_fields(given, HOLDER, faults)
    needed = ("role", "name", "first")
    faults += [Fault(name, "web.wrong.missing") for name in needed if not values.get(name, given.get(name))]
    if not faults and not values.get("email") and not values.get("phone"):
        faults.append(Fault("email", "web.wrong.unreachable"))
    if faults:
        raise Refused(faults)
    with transaction.atomic():
        of_role = RoleHolder.objects.filter(processor=processor, role=values["role"])
        if of_role.filter(first__gte=values["first"]).exists():
            raise Refused([Fault("first", "web.wrong.holder-later")])
        until = values["first"] - timedelta(days=1)
        for one in of_role.filter(Q(last=None) | Q(last__gt=until)):
            end_holder(by=by, at=at, holder=one, last=until)
        made = RoleHolder.objects.create(processor=processor, **values)
        audited(
            by, "holders.create", "holder", at=at, processor=processor, subject=made.public_id,
            fields=("role", "first"),
        )  # fmt: skip
    return made


def end_holder(*, by: Actor, at: datetime, holder: RoleHolder, last: date) -> None:
    """Somebody holds a role to a day and no longer. Raises Refused."""
    if last < holder.first:
        raise Refused([Fault("last", "web.wrong.order")])
    with transaction.atomic():
        holder.last = last
        holder.save(update_fields=("last",))
        audited(
            by, "holders.end", "holder", at=at, processor=holder.processor, subject=holder.public_id,
            fields=("last",),
        )  # fmt: skip

"""What a customer agrees besides its agreement, and what the house decides where agreements set no figure (D-22).

A deviation is never changed: a correction strikes the row and writes another one, which names it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from ketju.core.terms.parameters import Parameter
from ketju.web.apps.agreements.letters import keep_letter
from ketju.web.apps.agreements.models import Deviation, HousePolicy
from ketju.web.apps.agreements.reading import parameter_in, terms_faults, value_in
from ketju.web.apps.parties.checking import Fault, Reader, Refused, day, line, read_fields
from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.pages.uploads import Upload

DEVIATION: dict[str, Reader] = {
    "parameter": str,
    "value": str,
    "basis": line,
    "document": line,
    "signed_on": day,
    "first": day,
    "last": day,
}
"""How each field of a deviation is read; the value as its parameter asks."""
NEEDED = ("basis", "first")
STARTER = """ketju-terms: 1
kind: policy
id: house
name: House policy
terms:
  notice.length: {value: 30 days}
  notice.start: {value: delivery}
  objection.window: {value: 30 days}
  objection.start: {value: delivery}
"""
"""What the first house policy of a processor may begin with."""
POLICY: dict[str, Reader] = {"version": line, "terms": str, "valid_from": day}
"""How each field of a house policy is read."""


def read_deviation(given: Mapping[str, str]) -> dict[str, Any]:
    """The columns of a deviation. Raises Refused with every fault: its field, its code, advice."""
    faults: list[Fault] = []
    values: dict[str, Any] = read_fields(given, DEVIATION, faults)
    parameter = parameter_in(given.get("parameter", ""))
    if isinstance(parameter, Parameter):
        value = value_in(parameter, given.get("value", ""))
        wrong = [one for one in value if isinstance(one, Fault)]
        faults += wrong
        values |= {"parameter": parameter.id, "value": value}
    else:
        faults += parameter
    faults += [Fault(name, "web.wrong.missing") for name in NEEDED if not values.get(name, given.get(name))]
    first, last = values.get("first"), values.get("last")
    if first and last and last < first:
        faults.append(Fault("last", "web.wrong.order"))
    if faults:
        raise Refused(faults)
    return values


def record_deviation(
    *, by: Actor, at: datetime, customer: Customer, given: Mapping[str, str], letter: Upload | None = None
) -> Deviation:
    """Note what a customer agreed of a parameter besides its agreement, with the letter. Raises Refused."""
    with transaction.atomic():
        made = _made(by, at, customer, read_deviation(given), None, letter)
        audited(
            by, "deviations.create", "deviation", at=at, processor=customer.processor,
            customer=customer.public_id, subject=made.public_id, fields=("parameter", "value"),
        )  # fmt: skip
    return made


def correct_deviation(
    *, by: Actor, at: datetime, deviation: Deviation, given: Mapping[str, str], letter: Upload | None = None
) -> Deviation:
    """Strike a deviation that was recorded wrongly, and record what is right. Raises Refused.

    The letter stays where no other one is handed in.
    """
    with transaction.atomic():
        held = _held(deviation)
        values = read_deviation({**given, "parameter": held.parameter})
        held.struck_at = at
        held.save(update_fields=("struck_at",))
        made = _made(by, at, held.customer, values, held, letter)
        fields = [name for name in (*DEVIATION, "letter") if getattr(held, name) != getattr(made, name)]
        audited(
            by, "deviations.correct", "deviation", at=at, processor=held.processor,
            customer=held.customer.public_id, subject=made.public_id, fields=fields,
        )  # fmt: skip
    return made


def end_deviation(*, by: Actor, at: datetime, deviation: Deviation, last: date) -> None:
    """A deviation holds to a day and no longer. Raises Refused."""
    with transaction.atomic():
        held = _held(deviation)
        if last < held.first:
            raise Refused([Fault("last", "web.wrong.order")])
        held.last = last
        held.save(update_fields=("last",))
        audited(
            by, "deviations.end", "deviation", at=at, processor=held.processor,
            customer=held.customer.public_id, subject=held.public_id, fields=("last",),
        )  # fmt: skip


def _held(deviation: Deviation) -> Deviation:
    """The row, locked. Raises Refused for one that was struck."""
    rows = Deviation.objects.select_for_update(of=("self",)).select_related(
        "customer__processor", "processor"
    )
    held = rows.get(pk=deviation.pk)
    if held.struck_at is not None:
        raise Refused([Fault("", "web.wrong.deviation-struck")])
    return held


def _made(
    by: Actor,
    at: datetime,
    customer: Customer,
    values: dict[str, Any],
    replaces: Deviation | None,
    letter: Upload | None,
) -> Deviation:
    """The row, unless another one holds of the same parameter in the same time. Raises Refused."""
    Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    held = Deviation.objects.filter(customer=customer, parameter=values["parameter"], struck_at=None)
    held = held.filter(Q(last=None) | Q(last__gte=values["first"]))
    if values.get("last"):
        held = held.filter(first__lte=values["last"])
    if (there := held.first()) is not None:
        known = {"first": str(there.first), "last": str(there.last or "–")}
        raise Refused([Fault("first", "web.wrong.deviation-there", known)])
    kept = keep_letter(by=by, at=at, customer=customer, upload=letter) or (
        replaces.letter if replaces else None
    )
    if letter is not None and not values.get("document"):
        values["document"] = letter.name
    return Deviation.objects.create(
        processor=customer.processor, customer=customer, replaces=replaces, recorded_by=by.user, recorded_at=at,
        letter=kept, **values,
    )  # fmt: skip


def add_policy(*, by: Actor, at: datetime, processor: Processor, given: Mapping[str, str]) -> HousePolicy:
    """A new version of the house policy. It is never changed afterwards. Raises Refused."""
    faults: list[Fault] = []
    values: dict[str, Any] = read_fields(given, POLICY, faults)
    faults += [Fault(name, "web.wrong.missing") for name in POLICY if not values.get(name, given.get(name))]
    faults += terms_faults(str(values.get("terms") or ""), "policy")
    if faults:
        raise Refused(faults)
    digest = hashlib.sha256(values["terms"].encode()).hexdigest()
    try:
        with transaction.atomic():
            made = HousePolicy.objects.create(processor=processor, sha256=digest, **values)
            audited(by, "policies.create", "policy", at=at, processor=processor, subject=made.public_id)
    except IntegrityError:
        raise Refused([Fault("version", "web.wrong.taken")]) from None
    return made

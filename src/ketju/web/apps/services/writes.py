"""Every write to products, servers and services: one transaction of checking, saving, and noting it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from ketju.web.apps.parties.checking import Fault, Refused, line_of
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.parties.writes import change
from ketju.web.apps.services.checking import offered, product_from, server_from, service_from
from ketju.web.apps.services.models import EntryValue, Product, Server, Service
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import Actor, audited


def add_product(*, by: Actor, at: datetime, processor: Processor, given: Mapping[str, str]) -> Product:
    """A new product that a processor sells. Raises Refused."""
    values, faults = product_from(given)
    if faults:
        raise Refused(faults)
    name = values.pop("name", "") or values["slug"]
    with transaction.atomic():
        if Product.objects.filter(processor=processor, slug=values["slug"]).exists():
            raise Refused([Fault("slug", "web.wrong.taken")])
        made = Product.objects.create(processor=processor, names={processor.language: name}, **values)
        audited(by, "products.create", "product", at=at, processor=processor, subject=made.public_id)
    return made


def add_server(*, by: Actor, at: datetime, processor: Processor, given: Mapping[str, str]) -> Server:
    """A new server or cluster. Raises Refused."""
    values, faults = server_from(given)
    if faults:
        raise Refused(faults)
    with transaction.atomic():
        if Server.objects.filter(processor=processor, code=values["code"]).exists():
            raise Refused([Fault("code", "web.wrong.taken")])
        made = Server.objects.create(processor=processor, **values)
        audited(by, "servers.create", "server", at=at, processor=processor, subject=made.code[:40])
    return made


def add_service(
    *,
    by: Actor,
    at: datetime,
    customer: Customer,
    product: Product,
    given: Mapping[str, str],
    server: Server | None = None,
) -> Service:
    """A service that a customer ordered. Raises Refused, also for a country that the product is not offered in."""
    values, faults = service_from(given)
    faults += offered(product.countries, values.get("country", ""))
    if faults:
        raise Refused(faults)
    try:
        with transaction.atomic():
            made = Service.objects.create(
                processor_id=customer.processor_id,
                customer=customer,
                product=product,
                server=server,
                **values,
            )
            _note(by, "services.create", made, at, sorted(values))
    except IntegrityError:
        raise Refused([Fault("external_id", "web.wrong.taken")]) from None
    return made


def correct_service(*, by: Actor, at: datetime, service: Service, given: Mapping[str, str]) -> list[str]:
    """Put fields of a service right; the names of those that changed.

    A country changes only where the customer consented to "move-to-XX" (D-84). Raises Refused.
    """
    values, faults = service_from(given)
    faults += offered(service.product.countries, values.get("country", ""))
    if service.country and values.get("country", service.country) != service.country:
        consented = service.consents.filter(subject=f"move-to-{values['country']}", withdrawn_at=None)
        if not consented.exists():
            faults.append(Fault("country", "web.wrong.no-consent", {"found": values["country"]}))
    if faults:
        raise Refused(faults)
    with transaction.atomic():
        return change(service, values, by=by, at=at, kind="service", customer=service.customer)


def end_service(*, by: Actor, at: datetime, service: Service, on: date) -> None:
    """Note that a service has ended. Raises Refused for a day before it began."""
    if service.started_on and on < service.started_on:
        raise Refused([Fault("ended_on", "web.wrong.order")])
    with transaction.atomic():
        change(service, {"ended_on": on}, by=by, at=at, kind="service", customer=service.customer)


def set_flag(*, by: Actor, at: datetime, service: Service, flag: str, value: str) -> None:
    """Set something that is told of a service by a name of its own; "" takes it away."""
    flags = {**service.flags, line_of(flag, "flag"): line_of(value, "value")}
    kept = {name: one for name, one in flags.items() if one}
    with transaction.atomic():
        change(service, {"flags": kept}, by=by, at=at, kind="service", customer=service.customer)


def set_entry_value(
    *, by: Actor, at: datetime, customer: Customer, entry: str, field: str, value: str, since: date
) -> EntryValue:
    """Say what something that varies by customer is for this one, from a day on. Raises Refused."""
    missing = [
        Fault(name, "web.wrong.missing") for name, text in (("entry", entry), ("value", value)) if not text
    ]
    if missing:
        raise Refused(missing)
    with transaction.atomic():
        made, _ = EntryValue.objects.update_or_create(
            customer=customer,
            entry=line_of(entry, "entry")[:80],
            field=line_of(field, "field")[:40],
            since=since,
            defaults={"value": line_of(value, "value")},
        )
        audited(
            by,
            "entry-values.set",
            "customer",
            at=at,
            processor=customer.processor,
            customer=customer.public_id,
            subject=customer.public_id,
            fields=(made.entry, made.field),
        )
    return made


def _note(by: Actor, action: str, service: Service, at: datetime, fields: Any = ()) -> None:
    audited(
        by,
        action,
        "service",
        at=at,
        processor=service.processor,
        customer=service.customer.public_id,
        subject=service.public_id,
        fields=fields,
    )

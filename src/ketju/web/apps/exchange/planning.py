"""What drafts would change in the register: new customers, those that differ, those that are the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from ketju.web.apps.exchange.drafts import Draft, Known, Part, Values, check_customer
from ketju.web.apps.exchange.reading import RowFault
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.services.models import Consent, Product, Server, Service
from ketju.web.base.access.models import Processor

BATCH = 1000


@dataclass(slots=True)
class Differs:
    """A customer of the register that the file has differently: what to change, and what to add to it."""

    customer: Customer
    values: Values = field(default_factory=dict)
    contacts: list[tuple[Contact, Values]] = field(default_factory=list)
    services: list[tuple[Service, Values]] = field(default_factory=list)
    new_contacts: list[Part] = field(default_factory=list)
    new_services: list[Part] = field(default_factory=list)

    @property
    def columns(self) -> list[str]:
        """What differs, in words of the file."""
        found = set(self.values)
        found |= {f"contact.{name}" for _, values in self.contacts for name in values}
        found |= {f"service.{name}" for _, values in self.services for name in values}
        found |= {"contact"} if self.new_contacts else set()
        found |= {"service"} if self.new_services else set()
        return sorted(found)


@dataclass(slots=True)
class Plan:
    """What a batch of drafts comes to."""

    new: list[Draft] = field(default_factory=list)
    differing: list[Differs] = field(default_factory=list)
    same: int = 0
    faults: list[RowFault] = field(default_factory=list)


@dataclass(slots=True)
class _Stored:
    """What the register has of a batch."""

    customers: dict[str, Customer]
    contacts: dict[int, list[Contact]]
    services: dict[str, Service]


def known_of(processor: Processor) -> Known:
    """What files of a processor may name."""
    products = dict(Product.objects.filter(processor=processor).values_list("slug", "countries"))
    servers = frozenset(Server.objects.filter(processor=processor).values_list("code", flat=True))
    return Known(products, servers)


def batches(drafts: Sequence[Draft]) -> Iterator[Sequence[Draft]]:
    """The drafts in batches."""
    for start in range(0, len(drafts), BATCH):
        yield drafts[start : start + BATCH]


def plan(processor: Processor, drafts: Iterable[Draft]) -> Plan:
    """Compare a batch with the register. Nothing is written."""
    drafts = list(drafts)
    stored = _stored(processor, drafts)
    made = Plan()
    for draft in drafts:
        customer = stored.customers.get(draft.external_id)
        if customer is None:
            made.faults += check_customer(draft, is_new=True, stored={})
            made.faults += _check_new_services(draft.services, stored)
            made.new.append(draft)
            continue
        kept = {"country": customer.country, "role": customer.role}
        made.faults += check_customer(draft, is_new=False, stored=kept)
        differs = _differs(customer, draft, stored, made.faults)
        if differs.columns:
            made.differing.append(differs)
        else:
            made.same += 1
    return made


def _stored(processor: Processor, drafts: list[Draft]) -> _Stored:
    ids = [one.external_id for one in drafts]
    customers = {
        one.external_id: one for one in Customer.objects.filter(processor=processor, external_id__in=ids)
    }
    for one in customers.values():
        one.processor = processor
    contacts: dict[int, list[Contact]] = {}
    if customers:
        for contact in Contact.objects.filter(customer__in=[one.pk for one in customers.values()]):
            contacts.setdefault(contact.customer_id, []).append(contact)
    service_ids = [part.values.get("external_id", "") for one in drafts for part in one.services]
    services = Service.objects.filter(processor=processor, external_id__in=filter(None, service_ids))
    found = {one.external_id: one for one in services.select_related("product", "server")}
    return _Stored(customers, contacts, found)


def _check_new_services(parts: list[Part], stored: _Stored) -> list[RowFault]:
    faults = [RowFault(one.row, "service_product", "web.wrong.missing") for one in parts if not one.product]
    return faults + [
        RowFault(one.row, "service_id", "web.wrong.taken")
        for one in parts
        if one.values.get("external_id") in stored.services
    ]


def _differs(customer: Customer, draft: Draft, stored: _Stored, faults: list[RowFault]) -> Differs:
    found = Differs(customer, _different(customer, draft.values))
    for part in draft.contacts:
        contact = _same_contact(part.values, stored.contacts.get(customer.pk, []))
        if contact is None:
            found.new_contacts.append(part)
        elif values := _different(contact, part.values):
            found.contacts.append((contact, values))
    for part in draft.services:
        service = stored.services.get(part.values.get("external_id", ""))
        if service is None or service.customer_id != customer.pk:
            faults += _check_new_services([part], stored)
            found.new_services.append(part)
            continue
        values = _different(service, part.values)
        if part.product and part.product != service.product.slug:
            faults.append(RowFault(part.row, "service_product", "web.wrong.other-product"))
        if "country" in values and service.country and not _may_move(service, values["country"]):
            faults.append(
                RowFault(
                    part.row, "service_country", "web.wrong.no-consent", {"found": values["country"] or "–"}
                )
            )
        if part.server and (service.server is None or service.server.code != part.server):
            values["server"] = part.server
        if values:
            found.services.append((service, values))
    return found


def _different(thing: Any, values: Values) -> Values:
    return {name: value for name, value in values.items() if getattr(thing, name) != value}


def _same_contact(values: Values, contacts: list[Contact]) -> Contact | None:
    """The contact with the same external id, else the one with the same address that has none."""
    external_id, email = values.get("external_id", ""), values.get("email", "")
    if external_id:
        by_id = next((one for one in contacts if one.external_id == external_id), None)
        if by_id is not None:
            return by_id
    same = (one for one in contacts if email and one.email == email and one.external_id in ("", external_id))
    return next(same, None)


def _may_move(service: Service, country: str) -> bool:
    """A service moves to another country only with the customer's consent (D-84)."""
    given = Consent.objects.filter(service=service, subject=f"move-to-{country}", withdrawn_at=None)
    return given.exists()


def missing_from(processor: Processor, drafts: Iterable[Draft], on: date) -> list[str]:
    """External ids of current customers that the file does not have, in the order of their making."""
    given = {one.external_id for one in drafts}
    current = Customer.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), processor=processor)
    ids = current.exclude(external_id="").order_by("pk").values_list("external_id", flat=True)
    return [one for one in ids if one not in given]

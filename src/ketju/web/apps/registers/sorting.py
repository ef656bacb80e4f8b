"""Customers are sorted into classes by what they use: in the background, and at once where few have changed.

Nothing is decided here: classes are an index over services and consents, which can be made anew at any time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ketju.web.apps.registers.models import CustomerClass, SortedCustomer, StaleCustomer
from ketju.web.apps.registers.reads_customers import Consents, consents_from
from ketju.web.apps.registers.usages import Usage, usage_from
from ketju.web.apps.services.models import Consent, Service
from ketju.web.base.access.zones import day_of

AT_ONCE = 2000
"""So many changes are looked at in one transaction."""


_COLUMNS = (
    "pk", "customer_id", "processor_id", "product__slug", "country", "server__country", "options", "flags",
    "started_on", "ended_on",
)  # fmt: skip


def stale_count(most: int) -> int:
    """How many changes wait to be looked at, as far as ``most``."""
    return len(StaleCustomer.objects.order_by().values_list("pk", flat=True)[:most])


def sort_customers(on: date, most: int = AT_ONCE) -> int:
    """Sort the customers of the oldest changes; the number of changes that were looked at."""
    with transaction.atomic():
        marks = list(StaleCustomer.objects.order_by("pk").values_list("pk", "customer")[:most])
        _sort({customer for _, customer in marks}, on)
        StaleCustomer.objects.filter(pk__in=[pk for pk, _ in marks]).delete()
    return len(marks)


def sort_all(on: date) -> None:
    """Sort the customers of every change that waits."""
    while sort_customers(on):
        pass


def mark_due(on: date) -> int:
    """Mark the customers of whom a service starts or ends by the day; the number of them."""
    with transaction.atomic():
        due = SortedCustomer.objects.filter(next_on__lte=on)
        found = list(due.values_list("customer_id", flat=True))
        StaleCustomer.objects.bulk_create((StaleCustomer(customer=one) for one in found), batch_size=1000)
        due.update(next_on=None)
    return len(found)


def _sort(customers: set[int], on: date) -> None:
    usages, processors, later = _usages(customers, on)
    keys = {one: _key(found) for one, found in usages.items()}
    classes = _classes({(processors[one], keys[one]): usages[one] for one in usages})
    rows = (
        SortedCustomer(customer_id=one, of_id=classes[processors[one], keys[one]], next_on=later.get(one))
        for one in usages
    )
    SortedCustomer.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=("customer",),
        update_fields=("of", "next_on"),
    )
    SortedCustomer.objects.filter(customer__in=customers - set(usages)).delete()


def usages_begun(customers: set[int], on: date, by: datetime, zone: str) -> dict[int, tuple[Usage, ...]]:
    """The usages of each customer on a day by the services that had begun by an instant, as far as is known."""
    begun = Q(created_at__lte=by) | Q(started_on__lte=day_of(by, zone))
    return _usages(customers, on, begun)[0]


def _usages(
    customers: set[int], on: date, some: Q | None = None
) -> tuple[dict[int, tuple[Usage, ...]], dict[int, int], dict[int, date]]:
    """The usages of each customer on a day by all of its services or some, its processor, and the next day on which a
    service starts or ends.
    """
    services = Service.objects.filter(some or Q(), customer__in=customers, customer__erased_at=None)
    services = services.filter(Q(ended_on=None) | Q(ended_on__gt=on))
    consents = _consents(customers)
    found: dict[int, set[Usage]] = {}
    processors: dict[int, int] = {}
    later: dict[int, date] = {}
    for row in services.order_by().values_list(*_COLUMNS):
        pk, customer, processor, slug, country, server, options, flags, first, last = row
        processors[customer] = processor
        usages = found.setdefault(customer, set())
        for day in (first, last):
            if day and day > on:
                later[customer] = min(day, later.get(customer, day))
        if first is None or first <= on:
            held = consents[customer].for_service(pk) if customer in consents else ()
            usages.add(usage_from(slug, (country, server or ""), options, flags, held))
    return {one: tuple(sorted(usages)) for one, usages in found.items()}, processors, later


def _consents(customers: set[int]) -> dict[int, Consents]:
    held = Consent.objects.filter(customer__in=customers, given_at__lte=timezone.now())
    held = held.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=timezone.now())).order_by()
    found: dict[int, list[tuple[int | None, str]]] = {}
    for customer, service, subject in held.values_list("customer_id", "service_id", "subject"):
        found.setdefault(customer, []).append((service, subject))
    return {customer: consents_from(rows) for customer, rows in found.items()}


def _classes(wanted: dict[tuple[int, str], Sequence[Usage]]) -> dict[tuple[int, str], int]:
    """The number of each class, made where it is new."""
    rows = (
        CustomerClass(processor_id=processor, key=key, usages=[data_of(one) for one in usages])
        for (processor, key), usages in wanted.items()
    )
    CustomerClass.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    held = CustomerClass.objects.filter(key__in={key for _, key in wanted}).order_by()
    return {(one[0], one[1]): one[2] for one in held.values_list("processor_id", "key", "pk")}


def _key(usages: Iterable[Usage]) -> str:
    text = json.dumps([data_of(one) for one in usages], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def data_of(usage: Usage) -> list[object]:
    """A usage as JSON."""
    return [usage.product, list(usage.countries), usage.region, list(usage.options)]


def usage_in(data: Sequence[object]) -> Usage:
    """The usage in JSON that ``data_of`` made."""
    product, countries, region, options = data
    return Usage(str(product), tuple(countries), str(region), tuple(options))  # type: ignore[arg-type]

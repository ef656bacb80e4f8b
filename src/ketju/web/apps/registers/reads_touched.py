"""Which customers an entry touches: counted and listed by class, so that 100,000 customers cost little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.db.models import Count

from ketju.core.model.register import Entry
from ketju.core.model.register import Register as Content
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.content import register_by_id
from ketju.web.apps.registers.models import CustomerClass, SortedCustomer
from ketju.web.apps.registers.reads_customers import APPLIES, NO, Held
from ketju.web.apps.registers.sorting import usage_in
from ketju.web.apps.registers.touching import Asked, Touch, asked_of, touches_in
from ketju.web.apps.registers.usages import Usage
from ketju.web.apps.services.models import EntryValue
from ketju.web.base.access.models import Processor

PAGE = 50


@dataclass(frozen=True, slots=True)
class Reach:
    """The classes that an entry touches for certain, and those of which something is open; how many customers."""

    certain: tuple[int, ...]
    open: tuple[int, ...]
    customers: int
    in_doubt: int


@dataclass(frozen=True, slots=True)
class Touched:
    """Some of the customers; ``next`` is what to ask with for more, 0 at the end. ``is_certain`` of each."""

    shown: tuple[tuple[Customer, bool], ...]
    next: int


def reaches(processor: Processor, held: Held, entries: Sequence[Entry], on: date) -> dict[str, Reach]:
    """How many customers each of some entries touches, by the id of the entry."""
    rows = CustomerClass.objects.filter(processor=processor).annotate(size=Count("customers")).order_by("pk")
    found = [one for one in rows.values_list("pk", "key", "size") if one[2]]
    sizes = [(pk, size) for pk, _, size in found]
    usages = _usages_of(processor, {pk: key for pk, key, _ in found})
    ids = tuple(one.id for one in entries)
    every = {usage for each in usages.values() for usage in each}
    answers = {
        usage: {key: one.is_certain for key, one in _touches(held, usage, ids, on).items()} for usage in every
    }
    values = _excepted(processor, [one.id for one in entries if one.varies_by_customer])
    by_entry: dict[str, list[tuple[int, int, bool]]] = {one: [] for one in ids}
    for pk, size in sizes:
        merged: dict[str, bool] = {}
        for usage in usages[pk]:
            for key, is_certain in answers[usage].items():
                merged[key] = merged.get(key, False) or is_certain
        for key, is_certain in merged.items():
            by_entry[key].append((pk, size, is_certain))
    return {one: _reach(by_entry[one], values.get(one, ())) for one in ids}


def customers_touched(
    processor: Processor, entry: str, reach: Reach, after: int = 0, most: int = PAGE
) -> Touched:
    """Some of the customers that an entry touches, in the order in which they came."""
    rows = SortedCustomer.objects.filter(of__in=(*reach.certain, *reach.open), customer__gt=after)
    rows = rows.exclude(customer__in=_excepted(processor, [entry]).get(entry, ()))
    found = list(rows.select_related("customer").order_by("customer_id")[: most + 1])
    certain = set(reach.certain)
    shown = tuple((one.customer, one.of_id in certain) for one in found[:most])
    return Touched(shown, found[most - 1].customer_id if len(found) > most else 0)


def _reach(found: Sequence[tuple[int, int, bool]], excepted: Sequence[int]) -> Reach:
    """The reach of an entry that touches classes: number, size, and whether for certain."""
    certain = tuple(pk for pk, _, is_certain in found if is_certain)
    open_ = tuple(pk for pk, _, is_certain in found if not is_certain)
    total = sum(size for _, size, _ in found)
    doubt = sum(size for _, size, is_certain in found if not is_certain)
    if excepted:
        without = SortedCustomer.objects.filter(customer__in=excepted)
        total -= without.filter(of__in=(*certain, *open_)).count()
        doubt -= without.filter(of__in=open_).count()
    return Reach(certain, open_, total, doubt)


_known: dict[str, tuple[Usage, ...]] = {}
"""The usages of classes by their keys."""


def _usages_of(processor: Processor, keys: dict[int, str]) -> dict[int, tuple[Usage, ...]]:
    """The usages of each class."""
    if any(one not in _known for one in keys.values()):
        rows = CustomerClass.objects.filter(processor=processor).values_list("key", "usages")
        _known.update({key: tuple(map(usage_in, data)) for key, data in rows})
    return {pk: _known[key] for pk, key in keys.items()}


def _touches(held: Held, usage: Usage, ids: tuple[str, ...], on: date) -> dict[str, Touch]:
    return _asked(held.version.public_id, ids, asked_of(held.version.public_id, usage, on)[0])


@lru_cache(maxsize=4096)
def _asked(version: str, ids: tuple[str, ...], asked: Asked) -> dict[str, Touch]:
    """What ``touching.touches_of`` says, for some entries alone."""
    some = _some(version, ids)
    return {one.entry: one for one in touches_in(some, asked)}


@lru_cache(maxsize=64)
def _some(version: str, ids: tuple[str, ...]) -> Content:
    """The register of a version with some entries alone."""
    whole, wanted = register_by_id(version), set(ids)
    return replace(whole, entries=tuple(one for one in whole.entries if one.id in wanted))


def _excepted(processor: Processor, entries: Sequence[str]) -> dict[str, list[int]]:
    """Customers for whom it was recorded that an entry which varies by customer is not used."""
    if not entries:
        return {}
    rows = EntryValue.objects.filter(customer__processor=processor, entry__in=entries, field=APPLIES)
    newest: dict[tuple[str, int], str] = {}
    for entry, customer, value in rows.order_by("since", "pk").values_list("entry", "customer_id", "value"):
        newest[entry, customer] = value
    found: dict[str, list[int]] = {}
    for (entry, customer), value in newest.items():
        if value.casefold() in NO:
            found.setdefault(entry, []).append(customer)
    return found

"""Export: all customers of a processor that fit a filter, in the columns that an import reads, noted in the trail."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import TypeVar

from ketju.formats.writers.ooxml import Sheet, workbook
from ketju.web.apps.exchange.columns import COLUMNS
from ketju.web.apps.exchange.reading import RISKY
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.parties.reads import Filter, filtered
from ketju.web.apps.parties.writes import told
from ketju.web.apps.services.models import Service
from ketju.web.base.access.models import Processor
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.writing import Actor, audited

FORMATS = ("csv", "xlsx", "json")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
Thing = TypeVar("Thing", Contact, Service)


def export(*, by: Actor, at: datetime, processor: Processor, wanted: Filter, form: str) -> bytes:
    """A file of the customers. Raises KeyError for an unknown form."""
    write = _WRITERS[form]
    on = day_at(processor, at)
    customers = list(filtered(processor, wanted, on).order_by("pk"))
    audited(
        by, "customers.export", "customer", at=at, processor=processor, count=max(len(customers), 1),
        fields=(form,),
    )  # fmt: skip
    return write(list(_rows(customers)), on, processor)


def _rows(customers: list[Customer]) -> Iterator[list[str]]:
    """A row for each customer, and further ones for its further contacts and services."""
    for start in range(0, len(customers), 500):
        some = customers[start : start + 500]
        ids = [one.pk for one in some]
        people = _by_customer(Contact.objects.filter(customer__in=ids).order_by("pk"))
        services = _by_customer(
            Service.objects.filter(customer__in=ids).select_related("product", "server").order_by("pk")
        )
        for one in some:
            mine, own = people.get(one.pk, []), services.get(one.pk, [])
            for number in range(max(len(mine), len(own), 1)):
                contact = mine[number] if number < len(mine) else None
                service = own[number] if number < len(own) else None
                yield [_cell(column, one, contact, service) for column in COLUMNS]


def _by_customer(things: Iterable[Thing]) -> dict[int, list[Thing]]:
    found: dict[int, list[Thing]] = {}
    for one in things:
        found.setdefault(one.customer_id, []).append(one)
    return found


def _cell(column: str, customer: Customer, contact: Contact | None, service: Service | None) -> str:
    part, name = COLUMNS[column]
    thing = {"customer": customer, "contact": contact, "service": service}[part]
    if thing is None:
        return ""
    if part == "service" and name in ("product", "server"):
        other = getattr(thing, name)
        return str(other) if other else ""
    return told(getattr(thing, name))


def _csv(rows: list[list[str]], on: date, processor: Processor) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; numbers of telephones keep their sign."""
    if cell[:1] in RISKY and not cell[1:].replace(" ", "").isdigit():
        return f"'{cell}"
    return cell


def _xlsx(rows: list[list[str]], on: date, processor: Processor) -> bytes:
    return workbook(
        Sheet("customers", (processor.name,), list(COLUMNS), rows, (), processor.name, processor.language, on)
    )


def _json(rows: list[list[str]], on: date, processor: Processor) -> bytes:
    found = [{column: cell for column, cell in zip(COLUMNS, row, strict=True) if cell} for row in rows]
    return json.dumps(
        {"processor": processor.slug, "on": on.isoformat(), "rows": found}, ensure_ascii=False
    ).encode()


_WRITERS: dict[str, Callable[[list[list[str]], date, Processor], bytes]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
}

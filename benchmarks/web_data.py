"""A register to measure with: rows as a CRM exports them are imported, and for a large one the database copies them.

A copy has numbers, ids and the index of its addresses of its own; its encrypted texts and the words it is found by are
those of the original. Each word then leads to as many more customers as there are copies.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from benchmarks.web_clock import Took, took

CONTACTS, SERVICES = 3, 10
AT_ONCE = 10_000
_SYLLABLES = ("ka", "ri", "mo", "ta", "le", "vu", "so", "pi", "na", "hei", "jo", "ran", "tuu", "li", "sa")
Row = dict[str, str]

_ID = "substr({table}.public_id, 1, 4) || substr(md5({table}.public_id || '-{copy}'), 1, 26)"
_OTHER = {"public_id": _ID, "external_id": "{table}.external_id || '-{copy}'"}
_SUBJECT = "substr({{table}}.{0}, 1, 4) || substr(md5({{table}}.{0} || '-{{copy}}'), 1, 26)"


def word(dice: random.Random) -> str:
    """A word that could be a name."""
    return "".join(dice.choice(_SYLLABLES) for _ in range(dice.randint(2, 4))).capitalize()


def customer_rows(numbers: range, contacts: int, services: int, dice: random.Random) -> Iterator[Row]:
    """Rows as a CRM exports them: the first of a customer has its fields, further ones add contacts and services."""
    for number in numbers:
        for more in range(max(contacts, services)):
            row = {"customer_id": f"C-{number}"}
            if more == 0:
                row |= {
                    "customer_name": f"{word(dice)} {word(dice)} Oy",
                    "customer_country": "FI",
                    "customer_postal_address": f"{word(dice)}tie {number % 99} 00100 Helsinki",
                    "customer_signed_up_on": f"202{number % 6}-0{number % 9 + 1}-1{number % 10}",
                }
            if more < contacts:
                first, last = word(dice), word(dice)
                row |= {
                    "contact_id": f"P-{number}-{more}",
                    "contact_first_name": first,
                    "contact_last_name": last,
                    "contact_email": f"{first}.{last}{number}.{more}@c{number}.example",
                    "contact_phone": f"+358 40 {number:07}",
                    "contact_is_main_user": "" if more else "yes",
                }
            if more < services:
                row |= {
                    "service_id": f"S-{number}-{more}",
                    "service_product": "hosting",
                    "service_country": "FI",
                    "service_started_on": "2024-01-01",
                }
            yield row


def csv_of(rows: Iterator[Row]) -> bytes:
    """The rows as a file."""
    import csv
    import io

    first = next(rows)
    names = list(first) + [
        name for name in ("customer_name", "contact_id", "service_id") if name not in first
    ]
    target = io.StringIO()
    writer = csv.DictWriter(target, names, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerow(first)
    writer.writerows(rows)
    return target.getvalue().encode()


def imported(processor: Any, data: bytes, customers: int) -> tuple[Took, Took]:
    """How long checking and writing a file took."""
    from django.utils import timezone

    from ketju.web.apps.exchange.importing import receive, run
    from ketju.web.base.audit.writing import Actor

    by, at = Actor(kind="machine", role="bench"), timezone.now()
    made = []
    checking = took(
        lambda: made.append(receive(by=by, at=at, processor=processor, name="bench.csv", data=data))
    )
    assert made[0].found["new"] == customers, made[0].found
    return checking, took(lambda: run(by=by, at=at, made=made[0]))


def processor_named(slug: str) -> Any:
    from ketju.web.apps.services.models import Product
    from ketju.web.base.access.models import Processor

    made = Processor.objects.create(slug=slug, name=f"Bench {slug} Oy")
    Product.objects.create(processor=made, slug="hosting", names={"en": "Hosting"}, countries=["FI"])
    return made


def fill(processor: Any, customers: int) -> None:
    """Import customers; beyond 10,000, copy those."""
    some = range(min(customers, AT_ONCE))
    imported(processor, csv_of(customer_rows(some, CONTACTS, SERVICES, random.Random(3))), len(some))
    if customers > AT_ONCE:
        copied(processor, customers // AT_ONCE - 1)


def copied(processor: Any, copies: int) -> None:
    """Copy all that a processor has, so many times, on PostgreSQL."""
    from ketju.web.apps.parties.models import Contact, Customer, SearchToken
    from ketju.web.apps.services.models import Service
    from ketju.web.base.audit.models import AuditEntry

    number, person = "{table}.%s + {copy} * {step}", "{table}.%s + {copy} * {people}"
    changed = {
        Customer: {**_OTHER, "id": number % "id"},
        Contact: {
            **_OTHER,
            "id": person % "id",
            "customer_id": number % "customer_id",
            "email_index": "decode(md5({table}.email_index::text || '-{copy}'), 'hex')",
        },
        Service: {**_OTHER, "customer_id": number % "customer_id"},
        SearchToken: {"customer_id": number % "customer_id", "contact_id": person % "contact_id"},
        AuditEntry: {
            "public_id": _ID,
            "customer": _SUBJECT.format("customer"),
            "subject": _SUBJECT.format("subject"),
        },
    }
    first, last = _numbers(Customer, processor)
    one, other = _numbers(Contact, processor)
    given = {"step": last - first + 1, "first": first, "last": last, "people": other - one + 1}
    for copy in range(1, copies + 1):
        for model, columns in changed.items():
            _copy(model, columns, processor.pk, {**given, "copy": copy})
    for model in (Customer, Contact):
        _continue(model)


def _numbers(model: Any, processor: Any) -> tuple[int, int]:
    """The first and the last number of what a processor has."""
    numbers = model.objects.filter(processor=processor).order_by("pk").values_list("pk", flat=True)
    return numbers[0], numbers.reverse()[0]


def _copy(model: Any, changed: dict[str, str], processor: int, given: dict[str, int]) -> None:
    """Copy the rows of the customers that were imported."""
    from django.db import connection

    table = model._meta.db_table
    names = [
        one.column for one in model._meta.concrete_fields if one.column in changed or not one.primary_key
    ]
    values = [changed.get(name, '{table}."' + name + '"').format(table="old", **given) for name in names]
    own = {"parties_customer": "old.id"}.get(table, "old.customer_id")
    if "customer" in names and "customer_id" not in names:
        where = "old.customer IN (SELECT public_id FROM parties_customer WHERE id BETWEEN {first} AND {last})"
    else:
        where = own + " BETWEEN {first} AND {last}"
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({columns}) SELECT {", ".join(values)} FROM "{table}" old'
            f" WHERE old.processor_id = {processor} AND {where.format(**given)} ORDER BY old.id"
        )


def _continue(model: Any) -> None:
    """The next number of a table follows its last one."""
    from django.db import connection

    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
        )

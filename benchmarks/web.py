"""The customer register on a real PostgreSQL: how fast it fills, and how fast its pages and its API answer.

    make bench-web                            10,000 customers
    make bench-web ARGS="--customers 100000"  with 300,000 contacts and 1,000,000 services, as the target says

Requests go through the whole application in one process, without a network between.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

CONTACTS, SERVICES = 3, 10
AT_ONCE = 10_000
_SYLLABLES = ("ka", "ri", "mo", "ta", "le", "vu", "so", "pi", "na", "hei", "jo", "ran", "tuu", "li", "sa")
Row = dict[str, str]


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


def percentile(times: list[float], share: float = 0.95) -> float:
    """The time, in milliseconds, that so many of them stay below."""
    return sorted(times)[min(int(len(times) * share), len(times) - 1)] * 1000


def timed(call: Callable[[], Any], times: int) -> list[float]:
    """How long each call takes, in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        found.append(time.perf_counter() - start)
    return found


def tell(what: str, value: str, target: str) -> None:
    print(f"{what:52} {value:>16}   {target}", flush=True)


def imported(processor: Any, data: bytes, customers: int) -> tuple[float, float]:
    """Seconds that checking and writing a file took."""
    from django.utils import timezone

    from ketju.web.apps.exchange.importing import receive, run
    from ketju.web.base.audit.writing import Actor

    by, at = Actor(kind="machine", role="bench"), timezone.now()
    start = time.perf_counter()
    made = receive(by=by, at=at, processor=processor, name="bench.csv", data=data)
    assert made.found["new"] == customers, made.found
    checked = time.perf_counter()
    run(by=by, at=at, made=made)
    return checked - start, time.perf_counter() - checked


def processor_named(slug: str) -> Any:
    from ketju.web.apps.services.models import Product
    from ketju.web.base.access.models import Processor

    made = Processor.objects.create(slug=slug, name=f"Bench {slug} Oy")
    Product.objects.create(processor=made, slug="hosting", names={"en": "Hosting"}, countries=["FI"])
    return made


def measure_import(count: int) -> None:
    processor = processor_named("import")
    data = csv_of(customer_rows(range(count), 1, 1, random.Random(1)))
    checking, writing = imported(processor, data, count)
    tell("import: written, validated and audited", f"{count / writing:,.0f} customers/s", ">= 3,000")
    tell("import: check and write together", f"{count / (checking + writing):,.0f} customers/s", "")
    again = timed(lambda: _check_again(processor, data, count), 1)[0]
    tell("import: the same file again, no change", f"{count / again:,.0f} customers/s", "")


def _check_again(processor: Any, data: bytes, count: int) -> None:
    from django.utils import timezone

    from ketju.web.apps.exchange.importing import receive
    from ketju.web.base.audit.writing import Actor

    made = receive(by=Actor(kind="machine"), at=timezone.now(), processor=processor, name="b", data=data)
    assert made.found["same"] == count, made.found


def measure_api(processor: Any, times: int) -> None:
    from django.test import Client
    from django.utils import timezone

    from ketju.web.base.audit.writing import Actor
    from ketju.web.base.tokens.writing import SCOPES, make_token

    _, text = make_token(
        by=Actor(kind="machine"), at=timezone.now(), processor=processor, name="b", scopes=SCOPES
    )
    client = Client(headers={"authorization": f"Bearer {text}"})
    dice = random.Random(2)

    def create() -> None:
        body = json.dumps({"name": f"{word(dice)} {word(dice)} Oy", "country": "FI"})
        assert client.post("/api/v1/customers", body, content_type="application/json").status_code == 201

    def get(address: str) -> Callable[[], None]:
        return lambda: _ok(client.get(address))

    timed(create, 20)
    created = timed(create, times)
    tell("API: create a customer", f"{len(created) / sum(created):,.0f}/s", ">= 300/s")
    for what, address in (
        ("API: list 20", "/api/v1/customers?size=20"),
        ("API: search by a name's beginning", "/api/v1/search?q=karimo"),
        ("API: search by three letters", "/api/v1/search?q=kar"),
        ("API: search by an id", "/api/v1/search?q=C-77"),
        ("API: search by an address", "/api/v1/search?q=nobody@c1.example"),
    ):
        timed(get(address), 5)
        tell(
            what + ", p95",
            f"{percentile(timed(get(address), times // 5)):.1f} ms",
            "<= 50 ms (list <= 15 of 10,000)",
        )


def _ok(answer: Any) -> None:
    assert answer.status_code == 200, answer.status_code


def measure_pages(processor: Any, times: int) -> None:
    from ketju.web.apps.parties.models import Customer

    client = staff_of(processor)
    one = Customer.objects.filter(processor=processor, external_id="C-77").get()
    late = Customer.objects.filter(processor=processor).order_by("-pk").values_list("pk", flat=True)[30]
    base = f"/staff/{processor.slug}/customers/"
    contact, service = one.contacts.first(), one.services.first()
    assert contact is not None and service is not None
    for address in (
        "", f"?after={late}", "?country=FI&state=all", "?state=ended", "?q=karimo", "?q=C-77", "?q=kar", "new/",
        "without-agreement/", "undeclared/", "products/", "imports/", "erasure/", "description/",
        f"{one.public_id}/", f"{one.public_id}/correct/",
        f"{one.public_id}/agreements/", f"{one.public_id}/disclosures/", f"{one.public_id}/history/",
        f"{one.public_id}/contacts/{contact.public_id}/", f"{one.public_id}/services/{service.public_id}/",
    ):  # fmt: skip
        timed(lambda at=base + address: _ok(client.get(at)), 3)  # type: ignore[misc]
        found = timed(lambda at=base + address: _ok(client.get(at)), times)  # type: ignore[misc]
        shown = address.replace(one.public_id, "<customer>").replace(contact.public_id, "<contact>")
        shown = shown.replace(service.public_id, "<service>")
        tell(f"page customers/{shown}, p95", f"{percentile(found):.1f} ms", "<= 150 ms")


def staff_of(processor: Any) -> Any:
    """A browser in which the privacy officer is signed in."""
    from datetime import date

    from allauth.mfa.models import Authenticator
    from django.test import Client

    from ketju.web.base.access.models import Membership, Undertaking
    from ketju.web.base.accounts.models import User

    user = User.objects.create_user("officer@bench.example", "long enough for a bench")
    day = date(2020, 1, 1)
    Membership.objects.create(user=user, processor=processor, role="privacy-officer", first=day)
    Undertaking.objects.create(user=user, processor=processor, signed_on=day, briefed_on=day, document="u")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def measure(customers: int, times: int) -> None:
    """Everything, on the database that the settings name."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    start = time.perf_counter()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    tell("first migration", f"{time.perf_counter() - start:.1f} s", "<= 5 s")
    measure_import(min(customers, 20_000))
    processor = processor_named("pages")
    start = time.perf_counter()
    for first in range(0, customers, AT_ONCE):
        some = range(first, min(first + AT_ONCE, customers))
        imported(
            processor, csv_of(customer_rows(some, CONTACTS, SERVICES, random.Random(first + 3))), len(some)
        )
    took = time.perf_counter() - start
    rows = f"{customers:,} customers, {customers * CONTACTS:,} contacts, {customers * SERVICES:,} services"
    tell(rows, f"{took:.0f} s", "")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    measure_api(processor, times * 5)
    measure_pages(processor, times)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=60, help="how often each page is asked for")
    parser.add_argument("--sqlite", action="store_true", help="on SQLite instead of PostgreSQL")
    given = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.settings"
    if given.sqlite:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            os.environ["KETJU_TEST_DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
            measure(given.customers, given.times)
        return 0
    from tests.web.postgres import running

    with running() as address:
        os.environ["KETJU_TEST_DATABASE_URL"] = address
        measure(given.customers, given.times)
        from django.db import connections

        connections.close_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())

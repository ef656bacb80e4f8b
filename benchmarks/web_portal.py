"""What customers see of registers, with a list of 2,000 entries and 200 versions: the portal, links, staff.

make bench-web                                       with the other pages
python -m benchmarks.web_portal --customers 10000    these alone
"""

from __future__ import annotations

import itertools
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.measuring import Table
from benchmarks.web_clock import Took, took
from benchmarks.web_data import fill, processor_named
from benchmarks.web_frame import COLUMNS, STAFF_MS, parser, told
from benchmarks.web_pages import Row, measured, staff_of

ENTRIES, VERSIONS, PRODUCTS, OPTIONS = 2000, 200, 12, 5
PORTAL_MS = 100
FIRST = date(2022, 1, 3)
REGIONS = (("fi", "FI"), ("se", "SE"), ("eu", "EU"), ("us", "US"))


def content(entries: int) -> Any:
    """A list: an eighth is for everybody, the rest by groups, services, regions and options."""
    from ketju.core.model.register import Group, GroupReference, Option, Region, Register, Service, Words

    def named(text: str) -> Words:
        return Words((("en", text), ("fi", text), ("sv", text)))

    groups = [Group("base", named("Base"), all_services=True)]
    groups += [Group(f"group-{one}", named(f"Group {one}")) for one in range(20)]
    services = [
        Service(
            "hosting" if one == 0 else f"product-{one}", named(f"Product {one}"),
            groups=(GroupReference(f"group-{one % 20}"), GroupReference(f"group-{(one + 7) % 20}")),
        )
        for one in range(PRODUCTS)
    ]  # fmt: skip
    return Register(
        publisher="Example Oy", languages=("en",), tlp="TLP:CLEAR",
        regions=tuple(Region(key, named(key.upper()), (place,)) for key, place in REGIONS),
        options=tuple(Option(f"option-{one}", named(f"Option {one}")) for one in range(OPTIONS)),
        services=tuple(services), groups=tuple(groups),
        entries=tuple(_entry(number, services) for number in range(entries)),
    )  # fmt: skip


def _entry(number: int, services: list[Any]) -> Any:
    from benchmarks.publishing import register
    from ketju.core.model.register import Condition, Scope, Words

    of = services[number % PRODUCTS].id
    scopes = (
        Scope(), Scope(groups=("base",)), Scope(groups=(f"group-{number % 20}",)), Scope(services=(of,)),
        Scope(services=(of,), regions=(REGIONS[number % 4][0],)), Scope(services=(of,)),
        Scope(regions=(REGIONS[number % 4][0],)), Scope(groups=(f"group-{(number + 3) % 20}",)),
    )  # fmt: skip
    printed = Words((("en", "Only when chosen"),))
    asked = Condition(printed, "option", f"option-{number % OPTIONS}") if number % 8 == 5 else None
    one = register(1).entries[0]
    return replace(
        one,
        id=f"company-{number}",
        name=f"Company {number} Oy",
        applies_to=scopes[number % 8],
        condition=asked,
    )


def publish_all(processor: Any, entries: int, versions: int) -> None:
    """Versions every week, each with another place of five entries."""
    from django.utils import timezone

    from ketju.core.model.change import Change, PriorNotice
    from ketju.core.model.register import Place
    from ketju.web.apps.registers.content import text_of
    from ketju.web.apps.registers.models import Register, Version

    listed, dice = content(entries), random.Random(5)
    kept = Register.objects.create(processor=processor, slug="main", titles={"en": "Sub-processors"})
    places = ("FI", "SE", "US", "IN", "CH")
    for number in range(1, versions + 1):
        chosen = set(dice.sample(range(entries), 5))
        moved = Place(places[number % 5])
        changes = []
        if number > 1:
            listed = replace(
                listed,
                entries=tuple(
                    replace(one, places=(*one.places[-2:], moved)) if at in chosen else one
                    for at, one in enumerate(listed.entries)
                ),
            )
            notice = PriorNotice("yes", "place-added", ("GDPR Art. 28(2)",))
            changes = [
                Change("place-added", notice, listed.entries[at].name, "places", f"company-{at}", f"company-{at}", (),
                       (moved.code,))
                for at in chosen
            ]  # fmt: skip
        on = FIRST + timedelta(weeks=number)
        Version.objects.create(
            processor=processor, register=kept, number=number, on=on, content=text_of(listed),
            content_hash=f"{number:064}", public_hash=f"{number:064}", entries=entries,
            changes=json.dumps([asdict(one) for one in changes]) if changes else "",
            published_at=min(datetime(on.year, on.month, on.day, 9, tzinfo=UTC), timezone.now()),
        )  # fmt: skip


def vary(processor: Any) -> None:
    """Services of several products, countries and options, so that customers fall into many classes."""
    from django.db import connection

    from ketju.web.apps.services.models import Product

    products = [Product.objects.get(processor=processor, slug="hosting").pk]
    for one in range(1, PRODUCTS):
        made = Product.objects.create(
            processor=processor, slug=f"product-{one}", names={"en": f"Product {one}"}
        )
        products.append(made.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE services_service SET product_id = (%s::bigint[])[1 + (id + customer_id / 7) %% 12],"
            " country = (ARRAY['FI','FI','SE','DE','US'])[1 + customer_id %% 5],"
            " options = CASE WHEN (id + customer_id) %% 6 = 0 THEN jsonb_build_array('option-' || customer_id %% 5)"
            " ELSE '[]'::jsonb END WHERE processor_id = %s",
            [products, processor.pk],
        )


def sorting() -> Took:
    """Every customer is sorted into its class."""
    from ketju.web.apps.registers.sorting import sort_customers

    on = date(2026, 11, 29)

    def sort() -> None:
        while sort_customers(on):
            pass

    return took(sort)


def of_portal(processor: Any, times: int) -> Iterator[Row]:
    """Every page, and some that are asked for something else each time."""
    from django.test import Client

    customer, client, secret = _signed_in(processor)
    base, public = f"/portal/{customer.public_id}/sub-processors/", f"/follow/{secret}/"
    staff, desk = staff_of(processor, "desk"), f"/staff/{processor.slug}/customers/"
    service = customer.services.first()
    assert service is not None
    pages = [
        (client, "portal: sub-processors", base), (client, "portal: the second page", f"{base}?page=2"),
        (client, "portal: one service", f"{base}?service={service.public_id}"),
        (client, "portal: an earlier day", f"{base}?on=2024-05-05"),
        (client, "portal: changes", f"{base}changes/"),
        (client, "portal: one sub-processor", f"{base}main/company-0/"), (client, "portal: links", f"{base}links/"),
        (Client(), "link: the page", public), (Client(), "link: the feed", f"{public}changes.atom"),
    ]  # fmt: skip
    for who, what, address in pages:
        yield measured(what, _get(who, address), times, PORTAL_MS)
    for what, address in (
        ("staff: what a customer sees", f"{desk}{customer.public_id}/sub-processors/"),
        ("staff: customers by entry", f"{desk}touched/"),
        ("staff: customers of an entry for everybody", f"{desk}touched/main/company-0/"),
        ("staff: customers of an entry with an option", f"{desk}touched/main/company-5/"),
    ):
        yield measured(what, _get(staff, address), times, STAFF_MS)
    others = itertools.cycle(_some(processor, 400))
    yield measured(
        "staff: what another customer sees each time",
        lambda: _get(staff, f"{desk}{next(others)}/sub-processors/")(), times, STAFF_MS,
    )  # fmt: skip
    days = itertools.cycle([FIRST + timedelta(weeks=7 * one % VERSIONS) for one in range(1, VERSIONS)])
    yield measured(
        "portal: another version each time",
        lambda: _get(client, f"{base}?on={next(days)}")(),
        times,
        PORTAL_MS,
    )


def _some(processor: Any, count: int) -> list[str]:
    from ketju.web.apps.parties.models import Customer

    every = Customer.objects.filter(processor=processor).order_by("pk").values_list("public_id", flat=True)
    step = max(every.count() // count, 1)
    return list(every[::step])


def _signed_in(processor: Any) -> tuple[Any, Any, str]:
    from django.test import Client
    from django.utils import timezone

    from ketju.web.apps.parties.models import Customer
    from ketju.web.apps.registers.writes.links import make_link
    from ketju.web.base.access.models import Membership
    from ketju.web.base.accounts.models import User
    from ketju.web.base.audit.writing import Actor

    one = Customer.objects.get(processor=processor, external_id="C-77")
    user = User.objects.create_user(f"main@{processor.slug}.example", "long enough for a bench")
    Membership.objects.create(
        user=user, processor=processor, customer=one.public_id, role="main-user", first=date(2020, 1, 1)
    )
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    _, secret = make_link(by=Actor(), at=timezone.now(), on=timezone.localdate(), customer=one, label="bench")
    return one, client, secret


def _get(client: Any, address: str) -> Any:
    def get() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    return get


def prepared(processor: Any, entries: int = ENTRIES, versions: int = VERSIONS) -> Took:
    """Publish the versions, vary the services, and sort the customers; how long the sorting takes."""
    from django.db import connection

    publish_all(processor, entries, versions)
    vary(processor)
    found = sorting()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return found


def table(customers: int, sorted_in: Took, classes: int, rows: list[Row]) -> Table:
    """The figures with what has to be said of them."""
    note = (
        f"{customers:,} customers with ten services each, in {classes:,} classes of customers that use the same; a list"
        f" of {ENTRIES:,} entries with {VERSIONS} versions. All customers are sorted into classes in"
        f" {sorted_in.processor:.0f} s of the processor, in the background. Another version each time is read from the"
        " database first, as 64 are kept in memory. p50 and p95 in milliseconds."
    )
    return Table("Registers for customers: pages", COLUMNS, tuple(rows), (note,))


def measure(customers: int, times: int) -> list[Table]:
    """These pages alone, and those of the staff who keep the list, on the database that the settings name."""
    from benchmarks.web_registers import of_registers

    processor = processor_named("large")
    fill(processor, customers)
    return [measured_on(processor, customers, times), of_registers(processor, times)]


def measured_on(processor: Any, customers: int, times: int) -> Table:
    """The figures of a processor whose customers are there."""
    from ketju.web.apps.registers.models import CustomerClass

    sorted_in = prepared(processor)
    rows = list(of_portal(processor, times))
    return table(customers, sorted_in, CustomerClass.objects.filter(processor=processor).count(), rows)


def main() -> int:
    """Measure and print."""
    given = parser(__doc__, times=True).parse_args()
    return told(given, lambda _: measure(given.customers, given.times))


if __name__ == "__main__":
    sys.exit(main())

"""A change for many customers on a real PostgreSQL: the plan with its gates, the messages, where everybody stands.

python -m benchmarks.cases                       100,000 customers with three contacts each
python -m benchmarks.cases --customers 5000      fewer, for a look
"""

from __future__ import annotations

import sys
from typing import Any

from benchmarks.measuring import Table
from benchmarks.web_clock import took
from benchmarks.web_frame import parser, told

MADE, PEOPLE = 1000, 3
PLAN_S, ROWS_S, FACT_S = 20, 30, 1
COLUMNS = ("what", "by the clock", "of the processor", "limit")
COUNTRIES = ("SE", "FI", "DE", "")
Figure = tuple[str, str, str, str]


def filled(customers: int) -> Any:
    """A processor whose customers use two products in several countries under six agreements and in three languages."""
    from django.db import connection

    from tests.web.cases.desk import desk_of

    desk = desk_of("bench")
    _make(desk)
    with connection.cursor() as cursor:
        for copy in range(1, customers // MADE):
            for table, step in (
                ("parties_customer", MADE), ("parties_contact", MADE * PEOPLE),
                ("services_service", MADE), ("agreements_acceptance", MADE),
            ):  # fmt: skip
                _copy(cursor, table, copy, step)
        cursor.execute("VACUUM ANALYZE")
    return desk


def _make(desk: Any) -> None:
    from datetime import UTC, datetime

    from ketju.web.apps.agreements.models import Acceptance
    from ketju.web.apps.parties.models import Contact, Customer
    from ketju.web.apps.services.models import Product, Service
    from ketju.web.base.encryption.keys import blind_index

    kite, terms = desk.kite, list(desk.agreements.values())
    products = list(Product.objects.filter(processor=kite).order_by("slug"))
    made = Customer.objects.bulk_create(
        Customer(
            processor=kite,
            name=f"Wren {one}",
            language=("en", "fi", "sv")[one % 3],
            postal_address=f"Street {one}",
        )
        for one in range(MADE)
    )
    Contact.objects.bulk_create(
        Contact(
            processor=kite, customer=one, email=f"p{who}@c{number}.example.org", is_main_user=who == 0, role="privacy",
            email_index=blind_index(f"p{who}@c{number}.example.org", "email"),
        )
        for number, one in enumerate(made)
        for who in range(PEOPLE)
    )  # fmt: skip
    Service.objects.bulk_create(
        Service(
            processor=kite,
            customer=one,
            product=products[at % 7 != 0],
            country=COUNTRIES[at % 3],
            started_on=None,
        )
        for at, one in enumerate(made)
    )
    Acceptance.objects.bulk_create(
        Acceptance(
            processor=kite, customer=one, agreement=terms[at % len(terms)],
            accepted_at=datetime(2025, 1 + at % 12, 1 + at % 28, tzinfo=UTC),
        )
        for at, one in enumerate(made)
    )  # fmt: skip


def _copy(cursor: Any, table: str, copy: int, step: int) -> None:
    cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    names = [row[0] for row in cursor.fetchall() if row[0] != "id"]
    values = {
        "public_id": f"substr(public_id, 1, 4) || substr(md5(public_id || '-{copy}'), 1, 26)",
        "customer_id": f"customer_id + {copy * MADE}",
    }
    columns = ", ".join(f'"{one}"' for one in names)
    given = ", ".join(values.get(one, f'"{one}"') for one in names)
    cursor.execute(
        f"INSERT INTO {table} ({columns}) SELECT {given} FROM (SELECT * FROM {table} ORDER BY id LIMIT {step}) AS old"
    )


def figures(customers: int) -> list[Figure]:
    """What each step took."""
    from dataclasses import replace
    from datetime import timedelta

    from django.db import connection

    from ketju.web.apps.cases.models import CaseChange, Touched
    from ketju.web.apps.cases.projecting import project
    from ketju.web.apps.cases.reads_cards import cards_of
    from ketju.web.apps.cases.writes.announcing import announce, prepare_notice
    from ketju.web.apps.cases.writes.engaging import approve_change
    from ketju.web.apps.cases.writes.planning import plan_change
    from ketju.web.apps.notices.models import Delivery
    from ketju.web.apps.registers.sorting import sort_customers
    from tests.web.cases.desk import AT, SPRUCE

    desk = filled(customers)
    draft = desk.draft(replace(SPRUCE, applies_to=replace(SPRUCE.applies_to, services=(), regions=())))
    found: list[Figure] = []

    def step(what: str, call: Any, limit: float = 0) -> None:
        time = took(call)
        said = "" if not limit else f"≤ {limit:.0f} s" + ("" if time.processor <= limit else ": missed")
        found.append((what, f"{time.seconds:.1f} s", f"{time.processor:.1f} s", said))
        sys.stderr.write(f"{found[-1]}\n")

    def sort() -> None:
        while sort_customers(AT.date()):
            pass

    step("customers sorted into classes", sort)
    made: list[CaseChange] = []
    step("a change proposed: plan and gates", lambda: made.append(desk.propose(draft)), PLAN_S)
    change = made[0]
    step("planned anew", lambda: plan_change(by=desk.owner, at=AT, change=change), PLAN_S)
    count = Touched.objects.filter(change=change).count()
    groups = change.groups.count()
    desk.look_at()
    step(
        f"texts for {groups} groups in 3 languages",
        lambda: prepare_notice(by=desk.owner, at=AT, change=change, sent_at=AT, contact="x@kite.example.com"),
    )
    change.refresh_from_db()
    approve_change(by=desk.officer, at=AT, change=change, digest=change.digest)
    step(
        f"announced to {count:,}",
        lambda: announce(by=desk.owner, at=AT, change=change, leave_out_open=True),
        ROWS_S,
    )
    change.refresh_from_db()
    Delivery.objects.filter(channel="e-mail").update(sent_at=AT, accepted_at=AT + timedelta(seconds=2))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notices_delivery SET accepted_at = accepted_at + (id % 200000) * interval '1 second'"
        )
        cursor.execute("VACUUM ANALYZE")
    found.append((f"messages: {Delivery.objects.count():,}", "", "", ""))
    step("where everybody stands, all changed", lambda: project(change, AT + timedelta(days=4)), PLAN_S)
    step("the same, nothing changed", lambda: project(change, AT + timedelta(days=4)), PLAN_S)
    step("the figures of the page", lambda: cards_of([change]))
    one = Touched.objects.filter(change=change).values_list("customer_id", flat=True)[:1]
    step("one customer at once", lambda: project(change, AT + timedelta(days=5), list(one)))
    _together(change, AT + timedelta(days=5), step)
    return found


def _together(change: Any, at: Any, step: Any) -> None:
    """What one fact costs where the latest date holds for all: while others wait, and where it moves that date."""
    from ketju.web.apps.cases.models import CaseChange, Touched
    from ketju.web.apps.cases.projecting import project
    from ketju.web.apps.notices.models import Delivery

    CaseChange.objects.filter(pk=change.pk).update(rollout="all at once")
    change.refresh_from_db()
    Touched.objects.filter(change=change, waits__contains="consent").update(consented_at=at)
    Touched.objects.filter(change=change).exclude(waits="").exclude(waits="consent").delete()
    rows = Touched.objects.filter(change=change, reach="reached").order_by("-pk")
    late, other = rows.values_list("customer_id", flat=True)[:2]
    held = Delivery.objects.filter(notice__about=change.public_id, customer=late)
    times = list(held.values_list("pk", "sent_at", "accepted_at"))
    held.update(sent_at=None, accepted_at=None)
    step("all at once: where everybody stands", lambda: project(change, at), PLAN_S)
    step("all at once: a fact, others still wait", lambda: project(change, at, [other]), FACT_S)
    for pk, sent_at, accepted_at in times:
        Delivery.objects.filter(pk=pk).update(sent_at=sent_at, accepted_at=accepted_at)
    step("all at once: the fact that frees everybody", lambda: project(change, at, [late]), PLAN_S)
    assert not Touched.objects.filter(change=change, free_at=None).exists()
    step("all at once: a fact, nobody waits", lambda: project(change, at, [other]), FACT_S)
    Delivery.objects.filter(notice__about=change.public_id, customer=other).update(bounced_at=at)
    step("all at once: the fact that holds everybody back", lambda: project(change, at, [other]), PLAN_S)
    assert not Touched.objects.filter(change=change, free_at__isnull=False).exists()


def measure(customers: int) -> list[Table]:
    """Everything, on the database that the settings name."""
    title = f"A change for {customers:,} customers with {PEOPLE} contacts each"
    return [Table(title, COLUMNS, tuple(figures(customers)))]


def main() -> int:
    """Measure and print."""
    given = parser(__doc__).parse_args()
    return told(given, lambda _: measure(given.customers))


if __name__ == "__main__":
    sys.exit(main())

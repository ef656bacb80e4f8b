"""The audit trail: staff read it with names, customers by role, purpose and time."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.audit.reads import PAGE, Shown, Sieve, entries_of, shown_to_customer
from ketju.web.base.audit.writing import MACHINE, Actor, audited, audited_many
from tests.web.cast import Cast, make_cast

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 28, 21, 30, tzinfo=UTC)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def acts(cast: Cast) -> Cast:
    handler = Actor(cast.people["case-handler"], role="case-handler", reason="ticket 17")
    alder, birch = cast.alder.public_id, cast.birch.public_id
    audited(handler, "customers.read", "customer", at=AT, processor=cast.kite, customer=alder, subject=alder)
    audited(handler, "customers.write", "customer", at=AT + timedelta(hours=2), processor=cast.kite, customer=birch,
            subject=birch, fields=["name", "country"])  # fmt: skip
    main = Actor(cast.people["main-user"], role="main-user")
    audited(
        main, "portal.contacts", "contact", at=AT + timedelta(days=1), processor=cast.kite, customer=alder
    )
    audited(MACHINE, "customers.import", "customer", at=AT, processor=cast.heron)
    return cast


def test_a_customer_sees_role_purpose_and_time_and_no_names(acts: Cast) -> None:
    page = shown_to_customer(acts.alder.public_id)
    assert [(one.side, one.role, one.action, one.reason) for one in page.entries] == [
        ("customer", "main-user", "portal.contacts", ""),
        ("staff", "case-handler", "customers.read", "ticket 17"),
    ]
    assert page.entries[1].at == AT
    assert {one.name for one in fields(Shown)} == {
        "at",
        "side",
        "role",
        "action",
        "kind",
        "count",
        "reason",
        "fields",
    }
    assert "example.com" not in repr(page) and "Case Handler" not in repr(page)


def test_a_customer_sees_nothing_of_another_one_or_of_nobody(acts: Cast) -> None:
    assert [one.action for one in shown_to_customer(acts.birch.public_id).entries] == ["customers.write"]
    assert shown_to_customer("").entries == []
    assert shown_to_customer(acts.stranger.public_id).entries == []


@pytest.mark.parametrize(
    ("sieve", "actions"),
    [
        (Sieve(), ["portal.contacts", "customers.write", "customers.read"]),
        (Sieve(action="customers"), ["customers.write", "customers.read"]),
        (Sieve(action="customers.read"), ["customers.read"]),
        (Sieve(person="Main-User@example.com"), ["portal.contacts"]),
        (Sieve(first=date(2026, 3, 29)), ["portal.contacts", "customers.write"]),
        (Sieve(last=date(2026, 3, 28)), ["customers.read"]),
        (Sieve(first=date(2026, 3, 29), last=date(2026, 3, 29)), ["customers.write"]),
    ],
)
def test_staff_find_entries_by_what_who_and_when(acts: Cast, sieve: Sieve, actions: list[str]) -> None:
    """21:30 UTC is 23:30 in Helsinki on the 28th; two hours later it is the 29th, on which summer time begins."""
    from zoneinfo import ZoneInfo

    from django.utils import timezone

    with timezone.override(ZoneInfo("Europe/Helsinki")):
        assert [one.action for one in entries_of(acts.kite, sieve).entries] == actions


def test_the_trail_is_read_in_pages_without_gaps(cast: Cast) -> None:
    things = [(cast.alder.public_id, f"s{number}") for number in range(2 * PAGE + 5)]
    audited_many(MACHINE, "customers.import", "customer", things, at=AT, processor=cast.kite)
    seen, before = [], None
    while True:
        page = entries_of(cast.kite, Sieve(action="customers"), before)
        seen += [one.subject for one in page.entries]
        before = page.older
        if before is None:
            break
    assert seen == [subject for _, subject in reversed(things)]
    shown = shown_to_customer(cast.alder.public_id)
    assert len(shown.entries) == PAGE and shown.older
    assert len(shown_to_customer(cast.alder.public_id, shown.older).entries) == PAGE


def test_the_page_shows_names_and_notes_that_it_was_read(acts: Cast) -> None:
    client = Client()
    client.force_login(acts.people["auditor"])
    page = client.get("/staff/kite/audit/?action=customers").content.decode()
    assert "Case Handler" in page and "ticket 17" in page and "portal.contacts" not in page
    noted = AuditEntry.objects.get(action="audit.read")
    assert (noted.actor, noted.role, noted.count) == (acts.people["auditor"], "auditor", 2)


def test_a_wrong_day_is_told_beside_the_field(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.people["auditor"])
    answer = client.get("/staff/kite/audit/?first=tomorrow")
    assert answer.status_code == 422 and 'id="id_first_error"' in answer.content.decode()


def test_the_page_takes_few_queries(acts: Cast, django_assert_max_num_queries: object) -> None:
    client = Client()
    client.force_login(acts.people["auditor"])
    client.get("/staff/kite/audit/")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get("/staff/kite/audit/")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get("/staff/kite/people/")

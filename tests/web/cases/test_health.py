"""Whom a notice would not reach today: counted beforehand, shown a page at a time, asked once a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ketju.web.apps.cases.health import STATES, count_health, health_in
from ketju.web.apps.cases.models import ContactHealth
from ketju.web.apps.cases.problems import AskedLately, NobodyToAsk
from ketju.web.apps.cases.writes.asking import ask_to_confirm, remind_to_confirm
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.selfservice.contacts import confirm_contacts
from ketju.web.apps.selfservice.models import Confirmation
from ketju.web.base.audit.writing import Actor
from ketju.web.base.outbox.models import Message
from tests.web.cases.desk import AT, SPRUCE, Desk


def wrong(desk: Desk, customer: Customer, at: datetime = AT) -> set[str]:
    count_health(desk.kite, at)
    row = ContactHealth.objects.get(customer=customer)
    return {name for name, column in STATES.items() if getattr(row, column)}


def came(customer: Customer, at: datetime) -> None:
    Customer.objects.filter(pk=customer.pk).update(created_at=at)


def test_each_thing_that_can_be_wrong(desk: Desk) -> None:
    alder = desk.customer("Alder")
    came(alder, AT - timedelta(days=10))
    assert wrong(desk, alder) == {"unverified"}
    Contact.objects.filter(customer=alder).update(verified_at=AT)
    assert wrong(desk, alder) == set()
    assert wrong(desk, alder, AT + timedelta(days=360)) == {"overdue"}
    change = desk.propose()
    desk.look_at()
    desk.told(change)
    desk.arrives(change)
    assert wrong(desk, alder, AT + timedelta(days=13)) == set()
    assert wrong(desk, alder, AT + timedelta(days=14)) == {"silent"}
    Delivery.objects.update(displayed_at=AT + timedelta(days=1))
    assert wrong(desk, alder, AT + timedelta(days=15)) == set()
    Delivery.objects.update(bounced_at=AT + timedelta(days=2))
    assert wrong(desk, alder, AT + timedelta(days=15)) == {"unreached", "bouncing"}


def test_who_is_told_beside_the_main_users_makes_nobody_reached(desk: Desk) -> None:
    """Notice is notice to a main user (D-196); a privacy contact who reads it starts no window."""
    alder = desk.customer("Alder")
    desk.person(alder, "privacy@alder.example.com", is_main_user=False, role="privacy")
    assert "unreached" not in wrong(desk, alder)
    change = desk.propose()
    desk.look_at()
    desk.told(change)
    Delivery.objects.filter(contact__is_main_user=True).update(sent_at=AT, bounced_at=AT)
    assert {"unreached", "bouncing"} <= wrong(desk, alder)
    other = desk.propose(desk.draft(replace(SPRUCE, id="fir", name="Fir Filters SAS")))
    assert desk.place(other, alder).reach == "unreachable"
    Contact.objects.filter(customer=alder).update(is_main_user=False)
    assert "unreached" not in wrong(desk, alder), "without a main user the others stand for it"


def test_who_left_or_has_no_service_is_not_in_the_list(desk: Desk) -> None:
    alder = desk.customer("Alder")
    count_health(desk.kite, AT)
    Customer.objects.filter(pk=alder.pk).update(ended_on=AT.date())
    count_health(desk.kite, AT)
    assert not ContactHealth.objects.exists()


def test_a_page_of_the_list_is_one_query_and_goes_on(desk: Desk) -> None:
    made = [desk.customer(f"C{number}") for number in range(5)]
    count_health(desk.kite, AT)
    with CaptureQueriesContext(connection) as asked:
        rows, more = health_in(desk.kite, "unverified", most=3)
    assert len(asked) == 1 and [one.customer for one in rows] == made[:3]
    rest, end = health_in(desk.kite, "unverified", after=more, most=3)
    assert [one.customer for one in rest] == made[3:] and end == 0
    assert health_in(desk.kite, "unreached")[0] == ()


def test_a_customer_says_once_a_year_that_its_contacts_are_right(desk: Desk) -> None:
    alder = desk.customer("Alder")
    came(alder, AT - timedelta(days=400))
    Contact.objects.update(verified_at=AT)
    assert wrong(desk, alder) == {"overdue"}
    ask_to_confirm(by=desk.owner, at=AT, customer=alder)
    with pytest.raises(AskedLately):
        ask_to_confirm(by=desk.owner, at=AT + timedelta(days=6), customer=alder)
    later = AT + timedelta(days=1)
    confirm_contacts(by=Actor(role="main-user"), at=later, customer=alder.public_id)
    row = ContactHealth.objects.get(customer=alder)
    assert (row.confirmed_at, row.is_overdue, row.asked, row.asked_at) == (later, False, 0, None)
    assert Confirmation.objects.get().at == later


def test_the_machine_asks_a_month_before_the_year_is_over_and_thrice_at_most(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    confirm_contacts(by=Actor(role="main-user"), at=AT, customer=alder.public_id)
    asked = []
    for day in range(300, 500, 5):
        now = AT + timedelta(days=day)
        count_health(desk.kite, now)
        if remind_to_confirm(desk.kite, now):
            asked.append(day)
    assert asked == [335, 365, 395]
    assert set(Message.objects.filter(kind="confirm").values_list("customer", flat=True)) == {alder.public_id}
    assert birch.public_id not in str(asked)


def test_nobody_to_ask_is_said(desk: Desk) -> None:
    alder = desk.customer("Alder")
    Contact.objects.update(email="", email_index=b"")
    with pytest.raises(NobodyToAsk):
        ask_to_confirm(by=desk.owner, at=datetime(2026, 11, 26, 9, tzinfo=UTC), customer=alder)

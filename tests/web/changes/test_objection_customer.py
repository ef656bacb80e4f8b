"""Whose an objection is, is found by name or number, with a script or without one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ketju.web.apps.cases.models import Objection
from ketju.web.apps.cases.writes.objecting import add_message, receive_objection
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.parties.searching import index_customer
from ketju.web.base.audit.models import AuditEntry
from tests.web.cases.desk import AT, Desk, desk_of
from tests.web.changes.clock import freeze_time
from tests.web.changes.test_objection_pages import announced
from tests.web.changes.test_staff_pages import HOME, client, text

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=2)
NEW = f"{HOME}objections/new/"


def known(desk: Desk, name: str) -> Customer:
    """A customer that can be found by its name."""
    made = desk.customer(name)
    index_customer(made)
    return made


@freeze_time(LATER)
def test_a_customer_is_found_by_the_beginning_of_its_name_and_chosen_without_a_script(desk: Desk) -> None:
    alder, other = known(desk, "Alder Oy"), known(desk, "Alder Ab")
    change = announced(desk)
    who = client(desk)
    given = {
        "change": change.public_id,
        "channel": "letter",
        "received_on": "2026-11-27",
        "text": "We object.",
    }
    page = who.post(NEW, {**given, "asked": "alder", "find": "yes"}).content.decode()
    assert "Alder Oy" in page and "Alder Ab" in page and 'type="radio"' in page and "We object." in page
    assert not Objection.objects.exists() and 'role="alert"' not in page
    answer = who.post(NEW, {**given, "asked": "alder"})
    assert answer.status_code == 422 and "Choose one of the customers" in answer.content.decode()
    assert who.post(NEW, {**given, "asked": "alder", "customer": other.public_id}).status_code == 302
    assert Objection.objects.get().customer == other
    assert who.post(NEW, {**given, "asked": "Alder Oy"}).status_code == 302
    assert Objection.objects.latest("pk").customer == alder


@freeze_time(LATER)
def test_what_was_chosen_before_is_not_taken_for_what_is_looked_for_now(desk: Desk) -> None:
    alder, birch = known(desk, "Alder"), known(desk, "Birch")
    change = announced(desk)
    who = client(desk)
    given = {"change": change.public_id, "channel": "letter", "received_on": "2026-11-27", "text": "No."}
    wrong = who.post(NEW, {**given, "asked": "Birch", "customer": alder.public_id})
    assert wrong.status_code == 422 and not Objection.objects.exists()
    missing = who.post(NEW, given)
    assert missing.status_code == 422 and "Look for the customer and choose it." in missing.content.decode()
    page = text(who, f"{NEW}?change={change.public_id}&customer={birch.public_id}")
    assert "Birch" in page and "checked" in page


@freeze_time(LATER)
@pytest.mark.parametrize(
    ("language", "none"),
    [("en", "No customer was found."), ("fi", "Asiakasta ei löytynyt."), ("sv", "Ingen kund hittades.")],
)
def test_while_one_types_the_choice_comes_as_a_piece_of_the_page(
    desk: Desk, language: str, none: str
) -> None:
    alder = known(desk, "Alder")
    announced(desk)
    who = client(desk, language=language)
    found = who.post(f"{HOME}objections/customers/", {"asked": "ald"}).content.decode()
    assert alder.public_id in found and "<html" not in found and "checked" in found
    assert AuditEntry.objects.filter(action="customers.read", count=1).exists()
    assert none in who.post(f"{HOME}objections/customers/", {"asked": "zzz"}).content.decode()
    assert who.get(f"{HOME}objections/customers/").status_code == 405


@freeze_time(LATER)
def test_nobody_finds_customers_of_another_processor(desk: Desk) -> None:
    known(desk, "Alder")
    announced(desk)
    stranger = known(desk_of("heron"), "Alder Stranger")
    found = client(desk).post(f"{HOME}objections/customers/", {"asked": "Alder"}).content.decode()
    assert stranger.public_id not in found and "Stranger" not in found


@freeze_time(LATER)
def test_the_list_says_whose_turn_it_is(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = announced(desk)
    said = receive_objection(
        by=desk.owner,
        at=LATER,
        change=change,
        customer=alder,
        channel="letter",
        received_at=LATER,
        text="No.",
    )
    who = client(desk)
    assert "waits for an answer" in text(who, f"{HOME}objections/")
    add_message(by=desk.owner, at=LATER, objection=said, side="staff", text="May we ask why?")
    page = text(who, f"{HOME}objections/")
    assert "waits for an answer" not in page and "Latest word" in page

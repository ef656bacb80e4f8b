"""Pages of changes for customers: what changes, objecting, the talk, consenting, who had the data when."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ketju.web.apps.cases.models import CaseChange, Objection
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.writes.objecting import end_objection, make_offer
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Membership
from ketju.web.base.accounts.models import User
from tests.web.cases.desk import AT, Desk
from tests.web.changes.clock import freeze_time

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=2)
MOST_QUERIES = 12


def portal(
    customer: Customer, role: str = "main-user", language: str = "en", is_known: bool = True
) -> Client:
    """Somebody of a customer; ``is_known``: the person is the customer's contact."""
    user, _ = User.objects.get_or_create(
        email=f"{role}@c{customer.pk}.example.com", defaults={"name": "Maija"}
    )
    Membership.objects.get_or_create(
        user=user,
        processor=customer.processor,
        customer=customer.public_id,
        role=role,
        first=date(2024, 1, 1),
    )
    if is_known and role == "main-user":
        customer.contacts.filter(is_main_user=True).update(user=user)
    made = Client(headers={"accept-language": language})
    made.force_login(user)
    return made


def home(customer: Customer, part: str = "") -> str:
    return f"/portal/{customer.public_id}/changes/{part}"


def text(who: Client, path: str, status: int = 200) -> str:
    answer = who.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def announced(desk: Desk) -> CaseChange:
    change = desk.propose()
    desk.look_at()
    desk.told(change)
    return change


def test_what_is_shown_is_proof_and_the_window_runs_from_it(desk: Desk) -> None:
    """Shown on Saturday 28 November: 30 days end with Monday 28 December (D-198, Q-10)."""
    alder = desk.customer("Alder")
    change = announced(desk)
    with freeze_time(LATER):
        who = portal(alder)
        assert "Spruce for mail" in text(who, home(alder))
        ahead = who.get(home(alder, f"{change.public_id}/"), headers={"sec-purpose": "prefetch"})
        assert ahead.status_code == 200
        assert desk.place(change, alder).delivered_at is None
        page = text(who, home(alder, f"{change.public_id}/"))
        assert "Spruce Deliverability" in page and "You may object until" in page
        again = text(who, home(alder, f"{change.public_id}/"))
        assert "You can object until 28 December 2026." in again, "the last day, as everywhere"
        shown = Delivery.objects.get(channel="in-app")
        assert shown.displayed_at == LATER and shown.is_main_user
        place = desk.place(change, alder)
        assert place.delivered_at == LATER
        assert place.window_ends == datetime(2026, 12, 28, 22, tzinfo=UTC)
        who.post(home(alder, f"{change.public_id}/acknowledge/"))
        shown.refresh_from_db()
        assert shown.acknowledged_at == LATER


def test_what_a_technical_partner_sees_starts_no_window(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = announced(desk)
    with freeze_time(LATER):
        who = portal(alder, "technical-partner")
        page = text(who, home(alder, f"{change.public_id}/"))
        assert "privacy contact of your organisation can object" in page
        assert desk.place(change, alder).delivered_at is None
        assert who.post(home(alder, f"{change.public_id}/object/"), {}).status_code == 404


def test_a_customer_objects_answers_an_offer_and_takes_it_back(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    change = announced(desk)
    desk.arrives(change)
    project(change, LATER)
    with freeze_time(LATER):
        who = portal(alder)
        given = {"ground": "place", "text": "Data leave the Nordics"}
        page = who.post(home(alder, f"{change.public_id}/object/"), given, follow=True).content.decode()
        assert "Data leave the Nordics" in page and "Nothing changes for you" in page
        one = Objection.objects.get()
        assert one.state == "open" and not one.is_late and one.by_name == "Maija"
        assert desk.place(change, alder).free_at is None and desk.place(change, birch).free_at is not None
        make_offer(by=desk.owner, at=LATER, objection=one, offer="safeguards", text="We encrypt it")
        page = text(who, home(alder, f"{change.public_id}/"))
        assert "We encrypt it" in page and "Answer the offer" in page
        talk = home(alder, f"objections/{one.public_id}/say/")
        assert (
            "Good enough"
            in who.post(talk, {"what": "answer", "text": "Good enough"}, follow=True).content.decode()
        )
        other = portal(birch)
        assert other.post(talk.replace(alder.public_id, birch.public_id), {"text": "x"}).status_code == 404
        who.post(home(alder, f"objections/{one.public_id}/withdraw/"))
        one.refresh_from_db()
        assert one.state == "withdrawn" and desk.place(change, alder).free_at is not None
        who.post(home(alder, f"{change.public_id}/object/"), {"text": "After all"})
        second = Objection.objects.exclude(pk=one.pk).get()
        end_objection(by=desk.officer, at=LATER, objection=second, outcome="upheld", reasons="As you wish")
        page = text(who, home(alder, f"{change.public_id}/"))
        assert "not made for you" in page and "As you wish" in page


def test_consent_is_asked_where_the_authorisation_is_a_specific_one(desk: Desk) -> None:
    alder = desk.customer("Alder", "consent")
    change = announced(desk)
    with freeze_time(LATER):
        who = portal(alder)
        assert "We consent to this change" in text(who, home(alder, f"{change.public_id}/"))
        who.post(home(alder, f"{change.public_id}/consent/"))
        assert desk.place(change, alder).consented_at == LATER
        assert "We consent to this change" not in text(who, home(alder, f"{change.public_id}/"))


def test_a_customer_sees_no_change_of_others_and_none_that_was_not_announced(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch", country="FI")
    change = desk.propose()
    with freeze_time(LATER):
        assert "No change so far" in text(portal(alder), home(alder))
        text(portal(alder), home(alder, f"{change.public_id}/"), 404)
        desk.look_at()
        desk.told(change)
        text(portal(birch), home(birch, f"{change.public_id}/"), 404)


def test_who_had_our_data_on_a_day(desk: Desk) -> None:
    alder = desk.customer("Alder")
    with freeze_time(LATER):
        who = portal(alder)
        page = text(who, home(alder, "recipients/?on=2026-11-27"))
        assert "Larch" in page and "Spruce" not in page
        text(who, home(alder, "recipients/?on=nonsense"))
        answer = who.post(home(alder, "recipients/export/"), {"on": "2026-11-27"})
        assert json.loads(answer.content)["customer"] == alder.public_id


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_every_page_in_every_language(desk: Desk, language: str) -> None:
    alder = desk.customer("Alder")
    change = announced(desk)
    with freeze_time(LATER):
        who = portal(alder, language=language)
        for part in ("", f"{change.public_id}/", "recipients/"):
            text(who, home(alder, part))  # that a notice was shown is noted the first time
            with CaptureQueriesContext(connection) as asked:
                page = text(who, home(alder, part))
            assert f'lang="{language}"' in page and "web.changes" not in page, part
            most = (
                15 if part == "recipients/" else MOST_QUERIES
            )  # every register and case that there was is looked at
            assert len(asked) <= most, part

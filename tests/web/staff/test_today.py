"""The staff's first page: what waits, for whom, how the machine is; and corrections that customers made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from ketju.web.apps.agreements import today as agreements
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.selfservice.models import Correction
from ketju.web.base.access.models import Membership, Processor, Undertaking
from ketju.web.base.access.permission import standing_of
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.jobs.models import Job
from ketju.web.base.outbox.models import Message
from ketju.web.base.pages import machine, today
from ketju.web.base.pages.housekeeping import grants_to_review, undertakings_to_renew
from ketju.web.base.pages.machine import messages_late
from ketju.web.base.pages.work import Check, Day, State, Work
from tests.browser.app.filling import session
from tests.web import here
from tests.web.filled import client_of, fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> dict[str, str]:
    return fill()


@pytest.fixture
def staff(held: dict[str, str]) -> Client:
    return client_of(held, "staff")


@pytest.fixture
def day(held: dict[str, str]) -> Day:
    kite = Processor.objects.get(slug="kite")
    user = User.objects.get(email="aino@kite.example.com")
    return Day(standing_of(user, kite, here.today()), here.today(), timezone.now())


def section(html: str, title: str) -> str:
    """What stands below a heading."""
    return next(part for part in re.split(r"<h2[^>]*>", html) if part.startswith(title))


def test_what_is_mine_and_what_is_others(staff: Client) -> None:
    html = staff.get("/staff/kite/").content.decode()
    mine, others = section(html, "Waits for you"), section(html, "Due, with others")
    assert "1 correction by a customer" in mine
    assert "1 message did not arrive" in mine
    assert "Case handler: Aino Lehto" in mine
    assert "3 customers without an agreement" in others
    assert "2 promises of confidentiality end soon" in others
    assert "nobody" in others
    assert "/staff/kite/corrections/" in mine


def test_work_of_what_one_may_not_see_is_left_out(held: dict[str, str]) -> None:
    user = User.objects.get(email="aino@kite.example.com")
    Membership.objects.filter(user=user).update(role="support")
    held["support"] = session(user)
    html = client_of(held, "support").get("/staff/kite/").content.decode()
    assert "correction" in html
    assert "did not arrive" not in html
    assert "without an agreement" not in html


def test_parts_of_the_machine_that_nobody_tells_of_are_unknown(staff: Client) -> None:
    told = section(staff.get("/staff/kite/").content.decode(), "The machine")
    for title in ("Mail out", "Mail in", "Backup", "Background work"):
        assert title in told
    assert told.count("Nobody has said how this is.") >= 1
    assert ">works<" in told


def test_mail_that_does_not_leave_is_told(staff: Client, day: Day) -> None:
    Message.objects.create(processor=day.processor, key="late", kind="notice", to="x@example.com")
    Message.objects.filter(key="late").update(created_at=day.at - timedelta(hours=2))
    assert messages_late(day).count() == 1
    told = section(staff.get("/staff/kite/").content.decode(), "The machine")
    assert "1 message waits longer than an hour." in told
    assert "See why mail does not leave" in told


def test_backups_are_asked_for_where_there_are_any(day: Day) -> None:
    old, newest = day.at - timedelta(days=3), day.at - timedelta(hours=2)
    for made_at, is_good in ((old, False), (newest, True), (None, False)):
        with patch("ketju.web.base.pages.machine._rows") as rows:
            rows.return_value.order_by.return_value.values_list.return_value.first.return_value = made_at
            assert machine.backup(day) == State(is_good, made_at)
    with patch("ketju.web.base.pages.machine._rows", return_value=None):
        assert machine.backup(day) == State(None)


def test_work_that_was_given_up_is_told_until_somebody_dismisses_it(staff: Client, day: Day) -> None:
    made = {"name": "x", "queue": "default", "arguments": {}, "enqueued_at": day.at, "not_before": day.at}
    for failed_at, dismissed_at in (
        (day.at, None), (day.at - timedelta(days=6), None), (day.at - timedelta(days=8), None), (day.at, day.at),
    ):  # fmt: skip
        Job.objects.create(**made, failed_at=failed_at, dismissed_at=dismissed_at)
    assert "2 jobs failed within a week." in staff.get("/staff/kite/").content.decode()


@pytest.fixture
def declared() -> Iterator[list[Work | Check]]:
    found: list[Work | Check] = []
    with patch("ketju.web.sites.staff.today.declared", lambda: iter(found)):
        yield found


def test_a_check_that_fails_does_not_take_the_page_with_it(
    staff: Client, declared: list[Work | Check]
) -> None:
    def broken(day: Day) -> State:
        raise DatabaseError("no answer")

    declared += [Check("backup", "owner", "settings", look=broken)]
    with patch.object(today, "_log"):
        answer = staff.get("/staff/kite/")
    assert answer.status_code == 200
    assert answer.content.decode().count("Nobody has said how this is.") == 5


def test_more_than_a_thousand_are_not_counted(staff: Client, day: Day, declared: list[Work | Check]) -> None:
    Customer.objects.bulk_create(Customer(processor=day.processor) for _ in range(1005))
    declared += agreements.WORK
    assert "more than 1,000 customers without an agreement" in staff.get("/staff/kite/").content.decode()


def test_a_promise_is_renewed_by_a_newer_one(day: Day) -> None:
    assert undertakings_to_renew(day).count() == 2
    old = Undertaking.objects.get(user__email="aino@kite.example.com")
    Undertaking.objects.create(
        user=old.user, processor=old.processor, signed_on=day.on, briefed_on=day.on, document="Confidentiality 3",
        renew_on=day.on + timedelta(days=365),
    )  # fmt: skip
    assert undertakings_to_renew(day).count() == 1


def test_a_grant_is_reviewed_every_year(day: Day) -> None:
    one = Membership.objects.get(user__email="aino@kite.example.com")
    one.first = date(2025, 3, 3)
    for reviewed, is_due in (
        (None, True),
        (day.on - timedelta(days=365), True),
        (day.on - timedelta(days=364), False),
    ):
        one.reviewed_on = reviewed
        one.save()
        assert (one in grants_to_review(day)) is is_due


def test_every_area_declares_its_work_once(day: Day) -> None:
    ids = [one.id for one in today.declared()]
    assert len(ids) == len(set(ids))
    assert {"corrections", "contacts", "agreements", "declarations", "undertakings", "grants"} <= set(ids)


def test_a_correction_waits_until_somebody_has_seen_it(staff: Client, day: Day) -> None:
    one = Correction.objects.get()
    html = staff.get("/staff/kite/corrections/").content.decode()
    assert "<ins>+358 40 765 4321</ins>" in html
    assert AuditEntry.objects.filter(action="customers.read", kind="correction", count=1).count() == 1
    assert staff.post(f"/staff/kite/corrections/{one.public_id}/seen/").status_code == 302
    one.refresh_from_db()
    assert one.seen_by == day.standing.user
    assert "No corrections wait" in staff.get("/staff/kite/corrections/").content.decode()


def test_corrections_of_another_processor_do_not_exist(held: dict[str, str], day: Day) -> None:
    gull = Processor.objects.get(slug="gull")
    user = day.standing.user
    Membership.objects.create(user=user, processor=gull, role="case-handler", first=date(2026, 1, 1))
    Undertaking.objects.create(
        user=user, processor=gull, signed_on=date(2026, 1, 1), briefed_on=date(2026, 1, 1), document="x"
    )
    client = client_of(held, "staff")
    one = Correction.objects.get()
    assert "No corrections wait" in client.get("/staff/gull/corrections/").content.decode()
    assert client.post(f"/staff/gull/corrections/{one.public_id}/seen/").status_code == 404
    one.refresh_from_db()
    assert one.seen_at is None

"""Pages of changes for staff, from the proposal to the end of an objection, as staff press the buttons."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ketju.web.apps.cases.health import count_health
from ketju.web.apps.cases.models import CaseChange, GateWaiver, Objection, Touched
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.reads import STATES, changes_of
from ketju.web.apps.cases.reads_board import board_of
from ketju.web.apps.cases.writes.joining import join_new
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.sorting import sort_customers
from ketju.web.base.access.models import Undertaking
from ketju.web.base.accounts.models import User
from tests.web.cases.answering import out
from tests.web.cases.desk import AT, Desk
from tests.web.changes.clock import freeze_time

pytestmark = pytest.mark.django_db
HOME = "/staff/kite/changes/"


def client(desk: Desk, who: str = "owner", language: str = "en") -> Client:
    """Somebody of the staff: the case handler who makes changes ("owner") or the privacy officer."""
    user = getattr(desk, who).user
    Undertaking.objects.get_or_create(
        user=user, processor=desk.kite, defaults={"name": user.name, "signed_on": date(2024, 1, 2), "briefed_on": date(2024, 1, 2), "document": "C"},
    )  # fmt: skip
    if who == "officer" and not user.authenticator_set.exists():
        TOTP.activate(user, generate_totp_secret())
    made = Client(headers={"accept-language": language})
    made.force_login(user)
    return made


def text(who: Client, path: str, status: int = 200) -> str:
    answer = who.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def press(who: Client, path: str, **given: Any) -> str:
    answer = who.post(path, given, follow=True)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def page_of(change: CaseChange, part: str = "") -> str:
    return f"{HOME}{change.public_id}/{part}"


@freeze_time(AT)
def test_a_change_goes_from_the_draft_to_the_notice(desk: Desk) -> None:
    """Thursday 26 November and 30 days: the first permitted day is Tuesday 29 December 2026."""
    alder = desk.customer("Alder")
    handler, officer = client(desk), client(desk, "officer")
    assert "No change is running" in text(handler, HOME)
    draft = desk.draft()
    given = {"draft": draft.public_id, "title": "Spruce for mail", "rollout": "per customer"}
    refused = handler.post(f"{HOME}propose/", {**given, "planned_on": "2026-12-20"})
    assert refused.status_code == 422
    assert "The first permitted day is 29 December 2026" in refused.content.decode()
    assert not CaseChange.objects.exists()
    page = press(handler, f"{HOME}propose/", **given, told_on="2026-11-26", starts_on="2027-01-08")
    change = CaseChange.objects.get()
    assert "1 of 1 customers are free on 29 December 2026" in page and "Spruce Deliverability" in page
    assert "10 days to spare" in page
    gates = text(handler, page_of(change, "gates/"))
    assert "Record a document" in gates and "GDPR" in gates
    engaged = desk.engaged()
    companies = page_of(change, f"companies/{engaged.public_id}/")
    for kind in ("due-diligence", "contract"):
        form = {f"e-{engaged.public_id}-{name}": value for name, value in
                {"kind": kind, "name": f"{kind}.pdf", "first": "2026-11-02"}.items()}  # fmt: skip
        press(handler, f"{companies}evidence/", **form)
    press(handler, f"{companies}access/", **{f"a-{engaged.public_id}-access": "metadata"})
    assert handler.post(page_of(change, "approve/")).status_code == 404
    press(handler, page_of(change, "prepare/"))
    texts = text(officer, page_of(change, "texts/"))
    assert change.digest and "You can object" in texts and "[name of the customer]" in texts
    assert "Nobody has approved" in press(handler, page_of(change, "dry-run/"))
    change.refresh_from_db()
    press(
        officer, page_of(change, "approve/"), digest=change.digest, publishing="later", later_why="The press is told later.",
    )  # fmt: skip
    assert "Everything is in order" in press(handler, page_of(change, "dry-run/"))
    assert not Delivery.objects.exists()
    assert "on its way" in press(handler, page_of(change, "announce/"))
    assert Delivery.objects.filter(customer=alder).count() == 1
    for state in STATES:
        text(handler, page_of(change, f"customers/?state={state}&day=2026-12-29"))
    place = text(handler, page_of(change, f"customers/{alder.public_id}/"))
    assert "Time to object" in place and "Show how it was computed" in place


@pytest.fixture
def told(desk: Desk) -> tuple[Desk, CaseChange, Customer]:
    """A change that was announced and reached Alder; Birch has nobody."""
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    birch.contacts.update(email="", email_index=b"")
    birch.postal_address = "Birch street 1"
    birch.save()
    change = desk.propose()
    desk.look_at()
    desk.told(change)
    desk.arrives(change)
    project(change, AT + timedelta(days=2))
    return desk, change, alder


@freeze_time(AT + timedelta(days=2))
def test_an_objection_is_recorded_talked_about_and_ended(told: tuple[Desk, CaseChange, Customer]) -> None:
    desk, change, alder = told
    handler = client(desk)
    given = {
        "change": change.public_id,
        "customer": alder.public_id,
        "channel": "letter",
        "received_on": "2026-11-27",
        "text": "Not in France",
    }
    page = press(handler, f"{HOME}objections/new/", **given)
    one = Objection.objects.get()
    assert "Not in France" in page and "does not take effect" in page
    there = f"{HOME}objections/{one.public_id}/"
    assert "another company" in press(handler, f"{there}say/", offer="alternative", text="We offer Larch")
    assert handler.post(f"{there}end/", {"outcome": "upheld", "reasons": ""}).status_code == 422
    press(handler, f"{there}end/", outcome="upheld", reasons="Stays with Larch")
    one.refresh_from_db()
    assert one.state == "upheld"
    assert desk.place(change, alder).is_excluded
    assert "Alder" in text(handler, f"{HOME}objections/?state=ended")
    refused = handler.post(f"{HOME}objections/new/", {**given, "customer": "cus_x"})
    assert refused.status_code == 422 and "Look for the customer and choose it." in refused.content.decode()
    assert Objection.objects.count() == 1


@freeze_time(AT + timedelta(days=2))
def test_letters_are_printed_posted_and_come_back(told: tuple[Desk, CaseChange, Customer]) -> None:
    desk, change, _ = told
    handler = client(desk)
    letter = Delivery.objects.get(channel="letter")
    assert "Birch" in text(handler, f"{HOME}letters/")
    assert "Birch street 1" in text(handler, f"{HOME}letters/{letter.public_id}/")
    assert handler.get(f"{HOME}letters/{letter.public_id}/letter.pdf").content.startswith(b"%PDF")
    press(handler, f"{HOME}letters/{letter.public_id}/posted/", what="posted", day="2026-11-27")
    letter.refresh_from_db()
    assert letter.posted_at == datetime(2026, 11, 26, 22, tzinfo=UTC)  # midnight in Helsinki
    assert "Birch" not in text(handler, f"{HOME}letters/") and "Birch" in text(
        handler, f"{HOME}letters/?state=posted"
    )
    press(handler, f"{HOME}letters/{letter.public_id}/posted/", what="returned")
    letter.refresh_from_db()
    assert letter.returned_at is not None
    count_health(desk.kite, AT + timedelta(days=2))
    assert "Birch" in text(handler, f"{HOME}contacts/")
    assert change.pk


@freeze_time(AT + timedelta(days=2))
def test_the_evidence_is_a_file(told: tuple[Desk, CaseChange, Customer]) -> None:
    desk, change, alder = told
    answer = client(desk).post(page_of(change, "evidence/"), {"form": "json", "customer": alder.public_id})
    assert json.loads(answer.content)["count"] == 1
    answer = client(desk).post(page_of(change, "evidence/"), {"form": "pdf"})
    assert answer.content.startswith(b"%PDF")


@freeze_time(AT + timedelta(days=2))
def test_the_calendar_has_a_feed_without_names_of_customers(told: tuple[Desk, CaseChange, Customer]) -> None:
    """RFC 5545: lines end with CR LF and have at most 75 bytes."""
    desk, change, _ = told
    page = text(client(desk), f"{HOME}calendar/")
    assert "<svg" in page and "29 December 2026" in page
    address = page.partition("<code>")[2].partition("</code>")[0].partition("/calendar/")[2]
    answer = Client().get(f"/calendar/{address}")
    data = answer.content.decode()
    assert (
        answer.status_code == 200
        and data.startswith("BEGIN:VCALENDAR\r\n")
        and data.endswith("END:VCALENDAR\r\n")
    )
    assert "Alder" not in data and "DTSTART;VALUE=DATE:20261229" in data
    assert max(len(line.encode()) for line in data.split("\r\n")) <= 75
    assert Client().get("/calendar/nobody~x/changes.ics").status_code == 404
    User.objects.filter(pk=desk.owner.user.pk).update(is_active=False)
    assert Client().get(f"/calendar/{address}").status_code == 404
    assert change.pk


def test_the_board_says_how_far_a_change_is_and_what_it_waits_for(
    told: tuple[Desk, CaseChange, Customer],
) -> None:
    """Publishing a list at the moment of the notice puts nothing in effect: its place is by its customers."""
    desk, change, alder = told
    assert change.draft is not None
    out(desk, change.draft)
    Delivery.objects.update(sent_at=AT, accepted_at=AT)

    def place(at: datetime) -> tuple[str, tuple[tuple[str, int], ...], bool]:
        (found,) = board_of(changes_of(desk.kite), at)
        return found.column, found.waits, found.is_overdue

    birch = desk.customer("Birch", "consent")
    sort_customers(AT.date())
    join_new(CaseChange.objects.get(pk=change.pk), AT + timedelta(days=1))
    project(change, AT + timedelta(days=1))
    assert place(AT + timedelta(days=1)) == ("told", (("consent", 1),), False)
    free = datetime(2026, 12, 29, tzinfo=UTC)
    project(change, free)
    assert place(free) == ("some", (("consent", 1),), False)
    with freeze_time(free):
        page = text(client(desk), f"{HOME}calendar/")
        assert "In effect for some" in page and "Consent of the customer (1)" in page
        assert "Consent of the customer (1)" in text(client(desk), HOME)
    Touched.objects.filter(customer=birch).update(is_excluded=True, waits="")
    assert place(free) == ("all", (), False) and alder.pk
    CaseChange.objects.filter(pk=change.pk).update(announced_at=None, object_by=free)
    assert place(free) == ("plan", (), True)
    with freeze_time(free):
        page = text(client(desk), HOME)
        assert "overdue" in page
        assert "You can object to the supplier before" in page and "passed" in page


@freeze_time(AT)
def test_a_gate_is_opened_in_an_emergency_only_by_name(desk: Desk) -> None:
    desk.customer("Alder")
    change = desk.propose(is_emergency=True)
    officer = client(desk, "officer")
    assert "stays on record for ever" in text(officer, page_of(change, "gates/"))
    given = {"waive-gate": "due-diligence", "waive-reason": "The old host burnt down", "waive-basis": "§ 12"}
    assert client(desk).post(page_of(change, "waive/"), given).status_code == 404
    press(officer, page_of(change, "waive/"), **given)
    assert GateWaiver.objects.get().by == desk.officer.user


PAGES = ("", "?over=1", "propose/", "calendar/", "contacts/", "contacts/?state=all", "letters/", "letters/?state=posted", "objections/",
    "objections/new/", "{c}/", "{c}/gates/", "{c}/texts/", "{c}/customers/", "{c}/customers/{a}/", "customer/{a}/")  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_every_page_in_every_language_in_few_queries(
    told: tuple[Desk, CaseChange, Customer], language: str
) -> None:
    desk, change, alder = told
    with freeze_time(AT + timedelta(days=2)):
        who = client(desk, "owner", language)
        text(who, HOME)
        counts: dict[str, int] = {}
        for part in PAGES:
            path = HOME + part.format(c=change.public_id, a=alder.public_id)
            with CaptureQueriesContext(connection) as asked:
                page = text(who, path)
            counts[part] = len(asked)
            assert f'lang="{language}"' in page and "web.changes" not in page, path
        assert not {part: count for part, count in counts.items() if count > 12}

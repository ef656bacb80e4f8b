"""The outbox page: who may see it, what it shows, that reading it is noted."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ketju.web.base.access.models import Membership, Processor, Undertaking
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.audit.writing import MACHINE
from ketju.web.base.outbox.models import Message
from ketju.web.base.outbox.reads import pause_now
from ketju.web.base.outbox.writes import enqueue_message, pause_mail
from tests.web import here

pytestmark = pytest.mark.django_db


@pytest.fixture
def kite() -> Processor:
    return Processor.objects.create(slug="kite", name="Kite Hosting Oy")


def somebody(processor: Processor, role: str) -> Client:
    user = User.objects.create_user(f"{role}@{processor.slug}.example", "a long password", name="Aino Kallio")
    today = here.today()
    Membership.objects.create(user=user, processor=processor, role=role, first=today)
    Undertaking.objects.create(
        user=user, processor=processor, signed_on=today, briefed_on=today, document="u.pdf"
    )
    TOTP.activate(user, generate_totp_secret())
    client = Client()
    client.force_login(user)
    return client


def put(processor: Processor, number: int = 1) -> Message:
    return enqueue_message(
        by=MACHINE, at=timezone.now(), processor=processor, key=f"{processor.slug}/{number}", kind="k",
        to=f"ada{number}@example.org", subject=f"Letter <b>{number}</b>", text="Dear Ada,\n\nread & keep.",
    )  # fmt: skip


@pytest.mark.parametrize(("language", "title"), [("en", "Outbox"), ("fi", "Lähtevät"), ("sv", "Utkorg")])
def test_it_lists_messages_and_notes_that_somebody_read_them(
    kite: Processor, language: str, title: str
) -> None:
    for number in range(3):
        put(kite, number)
    answer = somebody(kite, "case-handler").get("/staff/kite/outbox/", headers={"accept-language": language})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"<h1>{title}</h1>" in page
    assert "ada2@example.org" in page
    assert "Letter &lt;b&gt;2&lt;/b&gt;" in page
    assert "web.outbox" not in page
    entry = AuditEntry.objects.get(action="outbox.read")
    assert (entry.count, entry.role) == (3, "case-handler")


def test_an_empty_outbox_says_so_and_notes_nothing(kite: Processor) -> None:
    page = somebody(kite, "owner").get("/staff/kite/outbox/?state=sent&before=x").content.decode()
    assert "No messages here." in page
    assert not AuditEntry.objects.exists()


def test_pages_follow_each_other(kite: Processor) -> None:
    for number in range(55):
        put(kite, number)
    client = somebody(kite, "owner")
    first = client.get("/staff/kite/outbox/").content.decode()
    assert first.count("<tr>") == 51
    before = first.partition("before=")[2].partition('"')[0]
    assert client.get(f"/staff/kite/outbox/?before={before}").content.decode().count("<tr>") == 6


def test_nobody_elses_messages_can_be_seen(kite: Processor) -> None:
    crow = Processor.objects.create(slug="crow", name="Crow")
    theirs = put(crow)
    client = somebody(kite, "owner")
    assert "ada1@example.org" not in client.get("/staff/kite/outbox/").content.decode()
    for address in (
        f"/staff/kite/outbox/{theirs.public_id}",
        "/staff/kite/outbox/msg_x",
        "/staff/crow/outbox/",
    ):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("role", ["reader", "support", "auditor"])
def test_roles_that_may_not_see_it_do_not(kite: Processor, role: str) -> None:
    assert somebody(kite, role).get("/staff/kite/outbox/").status_code == 404


def test_one_message_is_shown_whole(kite: Processor) -> None:
    message = put(kite)
    page = somebody(kite, "owner").get(f"/staff/kite/outbox/{message.public_id}").content.decode()
    assert "Dear Ada,\n\nread &amp; keep." in page
    assert AuditEntry.objects.get(action="outbox.read").subject == message.public_id


def test_the_button_keeps_mail_in_and_lets_it_leave_again(kite: Processor) -> None:
    client = somebody(kite, "owner")
    client.post("/staff/kite/outbox/pause")
    assert pause_now(kite) is not None
    assert pause_now() is None, "others' mail leaves all the same"
    assert "No mail leaves now" in client.get("/staff/kite/outbox/").content.decode()
    client.post("/staff/kite/outbox/resume")
    assert pause_now(kite) is None
    assert client.get("/staff/kite/outbox/pause").status_code == 405


def test_whoever_may_only_read_has_no_button(kite: Processor) -> None:
    client = somebody(kite, "case-handler")
    page = client.get("/staff/kite/outbox/").content.decode()
    assert "<button" not in page.partition("<main")[2].partition("</main>")[0]
    assert client.post("/staff/kite/outbox/pause").status_code == 404
    assert pause_now(kite) is None


def test_a_pause_of_all_mail_is_shown_and_cannot_be_ended_here(kite: Processor) -> None:
    pause_mail(by=MACHINE, at=timezone.now())
    client = somebody(kite, "owner")
    page = client.get("/staff/kite/outbox/").content.decode()
    assert "No mail leaves now" in page
    assert "/resume" not in page
    client.post("/staff/kite/outbox/resume")
    assert pause_now(kite) is not None


def test_what_was_given_up_can_be_tried_again(kite: Processor) -> None:
    message = put(kite)
    Message.objects.update(failed_at=timezone.now(), failure="550 5.1.1", attempts=1)
    client = somebody(kite, "owner")
    assert "550 5.1.1" in client.get("/staff/kite/outbox/?state=failed").content.decode()
    client.post(f"/staff/kite/outbox/{message.public_id}/retry")
    message.refresh_from_db()
    assert (message.failed_at, message.attempts) == (None, 0)


def test_a_page_costs_few_queries(kite: Processor) -> None:
    for number in range(30):
        put(kite, number)
    client = somebody(kite, "owner")
    client.get("/staff/kite/outbox/")  # the first request of a session notes the session
    with CaptureQueriesContext(connection) as queries:
        client.get("/staff/kite/outbox/")
    tracking = ("SAVEPOINT", '"usersessions_usersession"')  # what allauth does with every request
    asked = [one["sql"] for one in queries if not any(part in one["sql"] for part in tracking)]
    assert len(asked) <= 12, "\n".join(asked)

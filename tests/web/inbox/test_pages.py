"""The page of the inbox: plain text, files only to save, reads noted, other processors' mail absent."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.encryption.keys import blind_index
from ketju.web.base.inbox.keeping import keep
from ketju.web.base.inbox.models import Received
from tests.web.customers.conftest import member

from .mails import WITH_FILES, dsn, mail

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 29, 10, tzinfo=UTC)
HERE = "/staff/kite/inbox/"


@pytest.fixture
def client(kite: Processor) -> Client:
    found = Client(headers={"accept-language": "en"})
    found.force_login(member(kite, "case-handler"), "allauth.account.auth_backends.AuthenticationBackend")
    return found


def test_what_waits_is_listed_and_filters_show_the_rest(client: Client) -> None:
    assert "Nothing waits" in client.get(HERE).content.decode()
    keep(mail("x", subject="We object"), at=NOON)
    keep(dsn("msg_x"), at=NOON)
    page = client.get(HERE).content.decode()
    assert "We object" in page and "Undelivered" not in page
    assert "Undelivered" in client.get(f"{HERE}?state=all&kind=bounce").content.decode()
    assert "No messages like these" in client.get(f"{HERE}?kind=complaint").content.decode()
    entry = AuditEntry.objects.filter(action="inbox.read").first()
    assert entry is not None and entry.actor is not None


def test_a_message_is_shown_as_plain_text_and_the_read_is_noted(client: Client) -> None:
    received, _ = keep(mail("<script>alert(1)</script> <b>bold</b>", subject="<i>x</i>"), at=NOON)
    page = client.get(f"{HERE}{received.public_id}/").content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page and "&lt;i&gt;x" in page
    assert AuditEntry.objects.filter(action="inbox.read", subject=received.public_id).exists()


def test_files_are_only_to_be_saved(client: Client) -> None:
    received, _ = keep(WITH_FILES, at=NOON)
    page = client.get(f"{HERE}{received.public_id}/").content.decode()
    assert "objection.pdf" in page
    number = page.split("/files/")[1].split('"')[0]
    answer = client.get(f"{HERE}{received.public_id}/files/{number}")
    assert answer.content == b"%PDF-1.4\n"
    assert (
        answer["Content-Type"] == "application/octet-stream" and answer["X-Content-Type-Options"] == "nosniff"
    )
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''objection.pdf"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client.get(f"{HERE}{received.public_id}/original").content == WITH_FILES
    assert client.get(f"{HERE}{received.public_id}/files/77").status_code == 404
    assert AuditEntry.objects.filter(action="inbox.file").count() == 2


def test_a_message_is_assigned_and_done(client: Client, kite: Processor) -> None:
    alder = Customer.objects.create(processor=kite, name="Alder Bakery")
    Contact.objects.create(
        processor=kite, customer=alder, email="ada@example.org", email_index=blind_index("ada@example.org", "email")
    )  # fmt: skip
    foreign = Customer.objects.create(
        processor=Processor.objects.create(slug="heron", name="Heron"), name="Foreign"
    )
    received, _ = keep(mail("x", to="answers+kite@example.com"), at=NOON)
    one = f"{HERE}{received.public_id}/"
    page = client.get(one).content.decode()
    assert "Alder Bakery" in page and "Senders can be forged" in page
    assert client.post(f"{one}assign", {"customer": foreign.public_id}).status_code == 404
    client.post(f"{one}assign", {"customer": alder.public_id})
    client.post(f"{one}finish")
    received = Received.objects.get()
    assert received.customer == alder.public_id and received.done_at and received.done_by
    assert "We object" not in client.get(HERE).content.decode()
    client.post(f"{one}reopen")
    client.post(f"{one}assign", {"customer": ""})
    received = Received.objects.get()
    assert (received.customer, received.done_at) == ("", None)
    acts = list(
        AuditEntry.objects.filter(subject=received.public_id).order_by("pk").values_list("action", flat=True)
    )
    assert [one for one in acts if one != "inbox.read"] == [
        "inbox.assign", "inbox.finish", "inbox.reopen", "inbox.assign",
    ]  # fmt: skip


def test_mail_of_others_is_not_there(client: Client) -> None:
    heron = Processor.objects.create(slug="heron", name="Heron")
    received, _ = keep(mail("x", to="answers+heron@example.com"), at=NOON)
    assert received.processor == heron
    for part in ("", "original", "files/0"):
        assert client.get(f"{HERE}{received.public_id}/{part}").status_code == 404
    assert received.subject not in client.get(f"{HERE}?state=all").content.decode()

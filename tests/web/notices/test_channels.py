"""Where a channel fails the next one follows; what is learnt later counts; programs of customers are told, too."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from ketju.core.notices.owed import Owed
from ketju.core.periods.calendars import calendar_from
from ketju.core.periods.lengths import Length
from ketju.web.apps.notices import webhooks
from ketju.web.apps.notices.endpoints import public_address, set_endpoint
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.notices.problems import AddressRefused
from ketju.web.apps.notices.proof import delivery_to, facts_by_customer, facts_of
from ketju.web.apps.notices.reads import counts_of, letters_to_post
from ketju.web.apps.notices.sending import send_all
from ketju.web.apps.notices.webhooks import send_webhooks
from ketju.web.apps.notices.writes.facts import (
    note_bounce,
    note_complaint,
    record_posting,
    record_return,
)
from ketju.web.apps.notices.writes.rows import Row, write_deliveries
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.audit.writing import MACHINE
from ketju.web.base.tokens.writing import make_token
from tests.web.notices.filling import AT, customers_of, filled, let_go, notice_of, processor_of
from tests.web.operate.mailserver import MailServer

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Europe/Helsinki")
OWED = Owed("general", calendar_from("FI"), ZONE, notice=Length("days", 30), window=Length("days", 14))


def channel(name: str, then: tuple[str, ...] = (), count: int = 1) -> list[Delivery]:
    """Messages by a channel, to as many customers, that may leave."""
    kite = processor_of()
    customers = customers_of(kite, count)
    notice, text = notice_of(kite)
    write_deliveries(notice, [Row(one.pk, None, text.pk, name, "", then=then) for one in customers], at=AT)
    let_go(notice)
    return list(notice.deliveries.select_related("notice", "customer", "processor", "text"))


def test_a_late_bounce_takes_the_proof_back_and_a_letter_follows(mail_server: MailServer) -> None:
    filled(1)
    assert send_all() == 1
    mail = Delivery.objects.select_related("customer", "processor", "notice").get()
    assert delivery_to("chg_1", mail.customer_id, OWED).delivered is not None
    later = timezone.now() + timedelta(days=9)
    assert note_bounce(mail, later, "550 5.1.1")
    assert not note_bounce(mail, later, "550 5.1.1")
    found = delivery_to("chg_1", mail.customer_id, OWED)
    assert (found.delivered, found.failed) == (None, (mail.public_id,))
    (letter,) = letters_to_post(mail.processor)
    assert letter.address == "Street 0, Oulu"
    assert record_posting(by=MACHINE, at=later, delivery=letter, posted_at=later)
    assert not letters_to_post(mail.processor)
    found = delivery_to("chg_1", mail.customer_id, OWED)
    assert found.delivered is not None and found.delivered.utc > later + timedelta(days=6)
    assert record_return(by=MACHINE, at=later, delivery=letter, returned_at=later)
    assert delivery_to("chg_1", mail.customer_id, OWED).delivered is None
    assert AuditEntry.objects.filter(kind="delivery").count() == 3


def test_a_second_dead_address_changes_nothing(mail_server: MailServer) -> None:
    _, notice, text = filled(1)
    first = notice.deliveries.get()
    Delivery.objects.filter(pk=first.pk).update(bounced_at=None)
    from ketju.web.apps.notices.writes.rows import add_rows

    add_rows(notice, [Row(first.customer_id, None, text.pk, "e-mail", "nobody@example.org")], AT)
    assert send_all() == 1
    assert not notice.deliveries.filter(channel="letter").exists()
    assert delivery_to("chg_1", first.customer_id, OWED).delivered is not None
    note_bounce(Delivery.objects.select_related("customer", "processor", "notice").get(pk=first.pk), AT)
    assert notice.deliveries.filter(channel="letter").count() == 1, "now nobody is left"


def test_the_channels_of_the_customer_come_first(mail_server: MailServer) -> None:
    (mail,) = channel("e-mail", then=("webhook", "in-app", "letter"))
    assert send_all() == 0  # there is no address
    followed = mail.notice.deliveries.exclude(pk=mail.pk).order_by("pk")
    assert [(one.channel, one.then) for one in followed] == [("in-app", "letter"), ("letter", "")], (
        "there is no address for programs, and what stands in the application waits until somebody looks"
    )
    note_bounce(mail, AT)
    assert mail.notice.deliveries.count() == 3, "nothing is begun twice"


def test_a_complaint_is_noted_and_delivery_stands(mail_server: MailServer) -> None:
    filled(2)
    send_all()
    one = Delivery.objects.select_related("customer", "processor", "notice").first()
    assert one is not None
    assert note_complaint(one, AT)
    assert delivery_to("chg_1", one.customer_id, OWED).delivered is not None
    assert counts_of(one.notice)["complained"] == 1
    by_customer = dict(facts_by_customer(Delivery.objects.all(), ZONE))
    assert by_customer[one.customer_id] == facts_of("chg_1", one.customer_id, ZONE)
    assert len(by_customer) == 2


def test_a_program_shows_a_notice_and_proves_it() -> None:
    shown, other = channel("in-app", count=2)
    _, secret = make_token(
        by=MACHINE, at=timezone.now(), processor=shown.processor, name="panel", scopes=["customers.read", "customers.write"]
    )  # fmt: skip
    client = Client(headers={"authorization": f"Bearer {secret}"})
    address = f"/api/v1/customers/{shown.customer.public_id}/notices"
    (item,) = client.get(address).json()["items"]
    assert item["id"] == shown.public_id
    assert item["text"].startswith("To Wren & Söhne 0")
    assert delivery_to("chg_1", shown.customer_id, OWED).delivered is None
    first = client.post(f"/api/v1/notices/{shown.public_id}/displayed").json()["displayed_at"]
    assert client.post(f"/api/v1/notices/{shown.public_id}/displayed").json()["displayed_at"] == first
    assert delivery_to("chg_1", shown.customer_id, OWED).delivered is not None
    assert delivery_to("chg_1", other.customer_id, OWED).delivered is None
    client.post(f"/api/v1/notices/{shown.public_id}/acknowledged")
    assert client.get(address).json()["items"] == []
    assert client.post("/api/v1/notices/dlv_nothing/displayed").status_code == 404
    stranger = processor_of("other")
    _, foreign = make_token(
        by=MACHINE, at=timezone.now(), processor=stranger, name="panel", scopes=["customers.read", "customers.write"]
    )  # fmt: skip
    away = Client(headers={"authorization": f"Bearer {foreign}"})
    assert away.get(address).status_code == 404
    assert away.post(f"/api/v1/notices/{other.public_id}/displayed").status_code == 404


def test_a_webhook_is_signed_and_tried_again(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAIL_LEAVES = True
    (row,) = channel("webhook", then=("letter",))
    endpoint = set_endpoint(by=MACHINE, at=AT, customer=row.customer, url="https://hooks.example.com/in?x=1")
    sent: list[tuple[str, dict[str, str], bytes]] = []
    answers = iter([503, 200])

    def post(url: str, headers: dict[str, str], body: bytes) -> int:
        sent.append((url, headers, body))
        return next(answers)

    monkeypatch.setattr(webhooks, "post", post)
    assert send_webhooks.call() == 0
    assert send_webhooks.call() == 0, "it waits"
    Delivery.objects.update(not_before=AT)
    assert send_webhooks.call() == 1
    assert send_webhooks.call() == 0
    url, headers, body = sent[1]
    key = base64.b64decode(endpoint.secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{wanted}"
    assert [one[1]["webhook-id"] for one in sent] == [row.public_id] * 2
    assert json.loads(body)["data"]["customer"] == row.customer.public_id
    assert url == "https://hooks.example.com/in?x=1"
    row.refresh_from_db()
    assert row.accepted_at is not None


def test_a_webhook_that_is_gone_becomes_a_letter(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAIL_LEAVES = True
    (row,) = channel("webhook")
    set_endpoint(by=MACHINE, at=AT, customer=row.customer, url="https://hooks.example.com/in")
    monkeypatch.setattr(webhooks, "post", lambda *given: 410)
    assert send_webhooks.call() == 0
    assert [one.channel for one in letters_to_post(row.processor)] == ["letter"]


@pytest.mark.parametrize(
    "url", ["http://hooks.example.com", "https://", "https://u:p@x.example", "ftp://x", "https://x:y/"]
)
def test_addresses_that_nothing_is_sent_to(url: str) -> None:
    (customer,) = customers_of(processor_of(), 1)
    with pytest.raises(AddressRefused):
        set_endpoint(by=MACHINE, at=AT, customer=customer, url=url)


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "localhost"])
def test_nor_is_anything_sent_into_the_own_network(host: str) -> None:
    with pytest.raises(AddressRefused):
        public_address(host, 443)

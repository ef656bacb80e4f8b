"""What mail providers tell by signed requests is noted as what reports by mail say; nobody else is believed."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.core import mail as mail_module
from django.core.mail import get_connection
from django.test import Client
from django.utils import timezone

from ketju.web.apps.notices.mime import Recipient, mail_for, prepared
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.notices.wire import Provider as ByInterface
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.audit.writing import MACHINE
from ketju.web.base.outbox.draining import mail_of
from ketju.web.base.outbox.health import email_index, unwell
from ketju.web.base.outbox.marks import known_providers, marks_of
from ketju.web.base.outbox.models import AddressHealth, Message
from ketju.web.base.outbox.providers import ses
from ketju.web.base.outbox.writes import enqueue_message
from ketju.web.base.pages.slowing import COUNTS
from ketju.web.config.checks import events as checks
from ketju.web.config.event_secrets import SECRETS
from tests.web.notices.filling import filled

from .provider_calls import (
    CERTIFICATE_AT,
    EVENTS,
    MAILGUN_KEY,
    POSTMARK_LOGIN,
    TOPIC,
    Made,
    Request,
    mailgun,
    mailgun_event,
    postmark,
    public_of,
    sendgrid,
    sendgrid_event,
    sendgrid_key,
    ses_event,
    sns,
    sns_certificate,
)

pytestmark = pytest.mark.django_db
FACTS = ("delivered", "delayed", "unreachable", "complained")
CASES = [
    pytest.param(made, fact, id=f"{provider}-{fact or 'nothing'}-{number}")
    for provider, by_fact in EVENTS.items()
    for fact, some in by_fact.items()
    for number, made in enumerate(some)
]
GENUINE = [pytest.param(by_fact["unreachable"][0], id=name) for name, by_fact in EVENTS.items()]


@pytest.fixture(autouse=True)
def providers(settings: Any) -> Iterator[None]:
    settings.MAIL_EVENTS = {
        "mailgun": MAILGUN_KEY,
        "postmark": POSTMARK_LOGIN,
        "sendgrid": public_of(sendgrid_key()),
        "ses": TOPIC,
    }
    settings.SES_CERTIFICATE = sns_certificate()
    yield
    COUNTS.__init__()  # type: ignore[misc]


@pytest.fixture
def now() -> datetime:
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def message(kite: Processor, now: datetime) -> Message:
    made = enqueue_message(
        by=MACHINE, at=now, processor=kite, key="k", kind="test", to="wren@example.org", subject="s", text="t"
    )
    Message.objects.filter(pk=made.pk).update(sent_at=now - timedelta(hours=1))
    return made


def facts_of(message: Message) -> dict[str, datetime]:
    row = Message.objects.filter(pk=message.pk).values(*(f"{one}_at" for one in FACTS)).get()
    return {name.removesuffix("_at"): at for name, at in row.items() if at is not None}


def counted() -> tuple[int, ...]:
    rows = Message.objects.exclude(
        delivered_at=None, delayed_at=None, unreachable_at=None, complained_at=None
    )
    return rows.count(), AddressHealth.objects.count(), AuditEntry.objects.filter(kind="delivery").count()


@pytest.mark.parametrize(("made", "fact"), CASES)
def test_a_message_of_the_outbox(
    made: Made, fact: str, message: Message, now: datetime, client: Client
) -> None:
    when = now - timedelta(minutes=7)
    for _ in range(2):
        answer = made(message.public_id, when).post(client)
        assert (answer.status_code, answer.content, answer.cookies) == (200, b"", {})
    assert facts_of(message) == ({fact: when} if fact else {})
    message.refresh_from_db()
    dead = [one.email_index for one in unwell(message.processor)] if message.processor else []
    if fact == "unreachable":
        assert message.report == "5.1.1"
    assert (bytes(email_index("wren@example.org")) in [bytes(one) for one in dead]) is (
        fact in ("unreachable", "complained")
    )


@pytest.mark.parametrize(("made", "fact"), CASES)
def test_a_message_of_a_notice(made: Made, fact: str, now: datetime, client: Client) -> None:
    filled(1)
    sent, when = Delivery.objects.get(), now - timedelta(minutes=7)
    Delivery.objects.update(sent_at=when - timedelta(minutes=1))
    for _ in range(2):
        assert made(sent.public_id, when).post(client).status_code == 200
    sent.refresh_from_db()
    assert sent.accepted_at == (when if fact == "delivered" else None)
    assert (sent.bounced_at is not None) is (fact == "unreachable")
    assert (sent.complained_at is not None) is (fact == "complained")
    assert sent.failure == ("5.1.1" if fact == "unreachable" else "")
    acts = AuditEntry.objects.filter(kind="delivery", subject=sent.public_id)
    assert acts.count() == (fact in ("delivered", "unreachable", "complained"))
    assert sent.notice.deliveries.filter(channel="letter").count() == (fact == "unreachable")


def test_what_was_known_first_stays(now: datetime, client: Client) -> None:
    filled(1)
    Delivery.objects.update(sent_at=now, accepted_at=now - timedelta(hours=2))
    sendgrid_event("delivered")(Delivery.objects.get().public_id, now).post(client)
    assert Delivery.objects.get().accepted_at == now - timedelta(hours=2)


def test_many_events_come_in_one_request_and_strangers_messages_are_passed_over(
    kite: Processor, now: datetime, client: Client
) -> None:
    mails = [
        enqueue_message(
            by=MACHINE, at=now, processor=kite, key=f"k{number}", kind="test", to=f"p{number}@example.org",
            subject="s", text="t",
        )
        for number in range(30)
    ]  # fmt: skip
    names = [one.public_id for one in mails] + ["msg_00000000000000000000000000", "someone-elses", ""]
    events = [{"event": "delivered", "ketju": name, "timestamp": int(now.timestamp())} for name in names]
    assert sendgrid(events, now).post(client).status_code == 200
    assert Message.objects.filter(delivered_at=now).count() == 30


def test_events_that_come_in_another_order_leave_the_newest_of_an_address(
    message: Message, now: datetime, client: Client
) -> None:
    gone, back = EVENTS["sendgrid"]["unreachable"][0], EVENTS["sendgrid"]["delivered"][0]
    assert message.processor is not None
    gone(message.public_id, now - timedelta(hours=2)).post(client)
    back(message.public_id, now - timedelta(hours=1)).post(client)
    assert not unwell(message.processor).exists()
    for _ in range(2):
        gone(message.public_id, now - timedelta(hours=2)).post(client)
        assert not unwell(message.processor).exists(), "an event that is sent again is no new one"


def test_a_time_in_the_future_is_ours(message: Message, now: datetime, client: Client) -> None:
    event = {"event": "delivered", "ketju": message.public_id, "timestamp": int(now.timestamp()) + 86_400}
    sendgrid([event], now).post(client)
    assert now <= facts_of(message)["delivered"] <= timezone.now()


def _forged(name: str, at: datetime) -> list[Request]:
    made = sendgrid_event("bounce", status="5.1.1")(name, at)
    altered = Request("sendgrid", made.body.replace(b"5.1.1", b"5.1.2"), made.headers)
    other = ec.generate_private_key(ec.SECP256R1())
    signed = json.loads(ses_event("Bounce", "bounce", bounceType="Permanent")(name, at).body)
    elsewhere = Request("ses", json.dumps(signed | {"Message": "{}"}).encode(), {})
    event = {"event": "failed", "severity": "permanent", "message": {"headers": {"message-id": f"{name}@x"}}}
    return [
        mailgun(event, at, key="another key of thirty characters"),
        mailgun(event, at - timedelta(hours=10)),
        mailgun(event, at + timedelta(hours=1)),
        postmark({"RecordType": "Bounce", "Type": "HardBounce", "Metadata": {"ketju": name}}, at, "postmark:guess"),
        Request("postmark", b"{}", {}),
        Request("postmark", b"{}", {"Authorization": "Basic \xe4\xe4"}),
        sendgrid(json.loads(made.body), at, other),
        sendgrid(json.loads(made.body), at - timedelta(hours=26)),
        altered,
        Request("sendgrid", made.body, {}),
        sns({"Message": "{}"}, at, rsa.generate_private_key(65537, 2048)),
        sns({"Message": "{}"}, at - timedelta(hours=26)),
        sns({"Message": "{}", "TopicArn": TOPIC.replace("ketju", "other")}, at),
        elsewhere,
    ]  # fmt: skip


def test_what_is_not_signed_leaves_nothing_and_is_in_the_log(
    message: Message, now: datetime, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    before = counted()
    with caplog.at_level(logging.WARNING, "ketju.security"):
        for number, one in enumerate(_forged(message.public_id, now)):
            caplog.clear()
            answer = one.post(client)
            assert answer.status_code == (401 if one.provider == "postmark" else 403), (
                number,
                answer.content,
            )
            assert answer["Content-Type"] == "application/problem+json"
            assert json.loads(answer.content)["status"] == answer.status_code
            (line,) = [record for record in caplog.records if record.name == "ketju.security"]
            assert line.__dict__["event"] == "mail-event.refused" and "@" not in line.getMessage()
    assert counted() == before


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"a": 1}']
)
def test_what_is_malformed_is_a_problem(body: bytes, now: datetime, client: Client) -> None:
    for provider in ("mailgun", "ses", "postmark"):
        headers = postmark({}, now).headers if provider == "postmark" else {}
        answer = Request(provider, body, headers).post(client)
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json"), provider


@pytest.mark.parametrize("events", [{}, [1], [{"event": 7}], ["delivered"], None])
def test_what_is_signed_and_malformed_is_a_problem(events: Any, now: datetime, client: Client) -> None:
    assert sendgrid(events, now).post(client).status_code == 400
    assert mailgun(events, now).post(client).status_code == 400
    assert sns({"Message": json.dumps(events)}, now).post(client).status_code == 400


@pytest.mark.parametrize(
    "odd",
    [{"timestamp": 1e300}, {"timestamp": "soon"}, {"timestamp": True}, {"status": 5}, {"reason": ["x"]}],
)
def test_odd_values_are_passed_over(
    odd: dict[str, Any], message: Message, now: datetime, client: Client
) -> None:
    event = {"event": "bounce", "ketju": message.public_id, "timestamp": int(now.timestamp())} | odd
    assert sendgrid([event], now).post(client).status_code == 200
    assert "unreachable" in facts_of(message)


@pytest.mark.parametrize("made", GENUINE)
def test_what_is_too_large_is_not_read(made: Made, message: Message, now: datetime, client: Client) -> None:
    one = made(message.public_id, now)
    large = Request(one.provider, one.body + b" " * 2 * 1024 * 1024, one.headers)
    assert large.post(client).status_code == 413
    assert large.post(client, **{"Content-Length": "10"}).status_code in (400, 401, 403, 413)
    assert facts_of(message) == {}


@pytest.mark.parametrize("made", GENUINE)
def test_a_provider_that_is_not_set_has_no_address(
    made: Made, message: Message, now: datetime, client: Client, settings: Any
) -> None:
    one = made(message.public_id, now)
    assert client.get(f"/mail/events/{one.provider}/").status_code == 405
    settings.MAIL_EVENTS = settings.MAIL_EVENTS | {one.provider: ""}
    answer = one.post(client)
    assert (answer.status_code, answer["Content-Type"], answer.cookies) == (
        404,
        "application/problem+json",
        {},
    )
    assert Request("nobody", b"{}", {}).post(client).status_code == 404


def test_a_form_token_is_not_asked_for_and_calls_are_counted(
    message: Message, now: datetime, settings: Any
) -> None:
    settings.PAGES_PER_MINUTE, settings.CALLS_PER_MINUTE = 1, 3
    one, strict = mailgun_event("delivered")(message.public_id, now), Client(enforce_csrf_checks=True)
    answers = [one.post(strict) for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[3]["Retry-After"]) <= 60


def test_a_topic_is_subscribed_to_only_where_it_is_ours(
    now: datetime, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(ses, "fetched", lambda address: asked.append(address) or b"")
    ask = {
        "Type": "SubscriptionConfirmation",
        "Token": "2336412f37",
        "Message": "You have chosen to subscribe",
    }
    there = "https://sns.eu-north-1.amazonaws.com/?Action=ConfirmSubscription&Token=2336412f37"
    assert sns(ask | {"SubscribeURL": there}, now).post(client).status_code == 200
    assert asked == [there]
    for elsewhere in (
        "https://sns.eu-north-1.amazonaws.com.example.org/", "http://sns.eu-north-1.amazonaws.com/",
        "https://169.254.169.254/", "https://x@sns.eu-north-1.amazonaws.com:8443/", "file:///etc/passwd", "https://[",
    ):  # fmt: skip
        assert sns(ask | {"SubscribeURL": elsewhere}, now).post(client).status_code == 403
    other = TOPIC.replace("ketju", "other")
    assert sns(ask | {"SubscribeURL": there, "TopicArn": other}, now).post(client).status_code == 403
    assert asked == [there]


def test_the_certificate_comes_from_amazon_alone(
    message: Message, now: datetime, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SES_CERTIFICATE = ""
    ses.certificate_at.cache_clear()
    monkeypatch.setattr(ses, "fetched", lambda address: {CERTIFICATE_AT: sns_certificate().encode()}[address])
    event = json.loads(ses_event("Delivery", "delivery")(message.public_id, now).body)["Message"]
    for version in ("1", "2"):
        assert sns({"Message": event}, now, version=version).post(client).status_code == 200
    assert "delivered" in facts_of(message)
    for elsewhere in (
        CERTIFICATE_AT.replace("amazonaws.com", "example.org"), CERTIFICATE_AT.replace("https", "http"),
        CERTIFICATE_AT.replace("SimpleNotificationService-", "bucket/"), CERTIFICATE_AT.replace("eu-north-1", "us-east-1"),
    ):  # fmt: skip
        assert sns({"Message": event, "SigningCertURL": elsewhere}, now).post(client).status_code == 403

    def away(address: str) -> bytes:
        raise OSError

    ses.certificate_at.cache_clear()
    monkeypatch.setattr(ses, "fetched", away)
    assert sns({"Message": event}, now).post(client).status_code == 503, "Amazon tries again"


def test_our_mail_carries_what_each_provider_sends_back(message: Message, settings: Any) -> None:
    mail = message_from_bytes(mail_of(message).message().as_bytes())
    name = message.public_id
    assert mail["X-PM-Metadata-ketju"] == name and mail["X-PM-KeepID"] == "true"
    assert json.loads(mail["X-Mailgun-Variables"]) == {"ketju": name}
    assert json.loads(mail["X-SMTPAPI"]) == {"unique_args": {"ketju": name}}
    assert mail["X-SES-MESSAGE-TAGS"] == f"ketju={name}"
    head = prepared("Words", "{link}", "{link}", sender=("Kite", "a@example.com"), language="en", mark="m")
    marks = tuple(marks_of("dlv_1").items())
    one = Recipient(
        "w@example.org", "dlv_1@example.com", "", "Wren", "https://example.com", "a@example.com", marks
    )
    assert message_from_bytes(mail_for(head, one))["X-PM-Metadata-ketju"] == "dlv_1"
    settings.MAIL_EVENTS = dict.fromkeys(settings.MAIL_EVENTS, "")
    assert not [name for name in mail_of(message).message() if name.startswith(("X-PM", "X-S", "X-Mailgun"))]


def test_mail_by_a_providers_interface_carries_it_as_metadata(message: Message, settings: Any) -> None:
    settings.MAIL_BACKEND = "anymail.backends.test.EmailBackend"
    settings.EMAIL_HOST = "localhost"
    mail_of(message, get_connection(settings.MAIL_BACKEND)).send()
    head = prepared("Words", "{link}", "{link}", sender=("Kite", "a@example.com"), language="en", mark="m")
    one = Recipient("w@example.org", "dlv_1@example.com", "", "Wren", "https://example.com", "a@example.com")
    ByInterface(get_connection(settings.MAIL_BACKEND)).send(
        ("a@example.com", "w@example.org"), mail_for(head, one)
    )
    handed = [each.anymail_test_params for each in mail_module.outbox]
    assert [each["metadata"] for each in handed] == [{"ketju": message.public_id}, {"ketju": "dlv_1"}]
    assert not [
        name for each in handed for name in each["extra_headers"] if name.startswith(("X-PM", "X-S", "X-M"))
    ]


def test_every_provider_has_its_variable() -> None:
    assert set(SECRETS) == set(known_providers()) == set(EVENTS)


def test_the_check_names_what_is_missing(settings: Any) -> None:
    settings.IS_DEMO, settings.MAIL_LEAVES, settings.PUBLIC_URL = False, True, "https://ketju.example.com"
    settings.MAIL_BACKEND, settings.EMAIL_HOST = (
        "django.core.mail.backends.smtp.EmailBackend",
        "mail.example.com",
    )

    def ids() -> list[str]:
        return [str(one.id) for one in checks.check_events()]

    assert ids() == []
    settings.MAIL_EVENTS = {"mailgun": "", "ses": ""}
    assert ids() == []
    for host in ("smtp.eu.mailgun.org", "email-smtp.eu-north-1.amazonaws.com", "smtp.sendgrid.net"):
        settings.EMAIL_HOST = host
        assert ids() == ["ketju.W050"], host
    settings.MAIL_BACKEND = "anymail.backends.amazon_ses.EmailBackend"
    assert ids() == ["ketju.W050"] and "KETJU_EVENTS_SES" in str(checks.check_events()[0].hint)
    settings.MAIL_EVENTS, settings.PUBLIC_URL = {"ses": TOPIC}, "http://ketju.example.com"
    assert ids() == ["ketju.W051"]

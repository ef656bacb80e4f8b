"""Mail leaves once, waits when it has to, and never leaves a demo, a rehearsal or a paused installation."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.conf import settings as live
from django.core.mail import EmailMessage, get_connection
from django.db import connection
from django.utils import timezone

from ketju.web.base.access.models import Processor
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.audit.writing import MACHINE
from ketju.web.base.outbox.claiming import LEASE, claim, finish
from ketju.web.base.outbox.draining import drain, mail_of
from ketju.web.base.outbox.models import Message
from ketju.web.base.outbox.reads import may_send, outbox_state
from ketju.web.base.outbox.writes import (
    AddressWrong,
    PauseFixed,
    enqueue_message,
    pause_mail,
    resume_mail,
    retry_message,
)
from tests.web.operate.installation import Installation
from tests.web.operate.mailserver import MailServer

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def kite(db: None) -> Processor:
    return Processor.objects.create(slug="kite", name="Kite Hosting Oy")


@pytest.fixture
def sending(settings: Any, mail_server: MailServer) -> MailServer:
    settings.MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAIL_LEAVES = True
    settings.DEFAULT_FROM_EMAIL = "Kite <kite@example.com>"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 10
    return mail_server


def put(kite: Processor, to: str = "ada@example.org", key: str = "", at: datetime | None = None) -> Message:
    return enqueue_message(
        by=MACHINE, at=at or timezone.now(), processor=kite, key=key or to, kind="notice", to=to,
        subject="Uusi alikäsittelijä", text="Hei,\n\nlue tämä.\n", language="fi",
    )  # fmt: skip


def test_what_is_enqueued_leaves_once_with_headers_that_machines_understand(
    kite: Processor, sending: MailServer
) -> None:
    message = put(kite)
    assert drain() == 1
    assert drain() == 0
    (mail,) = sending.arrived
    assert mail["To"] == "ada@example.org"
    assert mail["From"] == "Kite <kite@example.com>"
    assert mail["Message-ID"] == f"<{message.public_id}@example.com>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "lue tämä" in bytes(mail.get_payload(decode=True)).decode()  # type: ignore[arg-type]
    message.refresh_from_db()
    assert message.sent_at is not None
    assert message.claimed_until is None


def test_the_same_key_is_told_once(kite: Processor, sending: MailServer) -> None:
    assert put(kite, key="change/7").pk == put(kite, key="change/7").pk
    assert drain() == 1
    assert AuditEntry.objects.filter(action="outbox.enqueue").count() == 1


@pytest.mark.parametrize("to", ["", "ada", "ada@", "a@b.example\nBcc: c@d.example"])
def test_what_is_no_address_is_refused_without_being_repeated(kite: Processor, to: str) -> None:
    with pytest.raises(AddressWrong) as raised:
        put(kite, to, key="k")
    assert raised.value.params == {}
    assert not Message.objects.exists()


def test_a_dead_address_is_given_up_at_once(kite: Processor, sending: MailServer) -> None:
    message = put(kite, "nobody@example.org")
    after = put(kite, "ada@example.org")
    assert drain() == 1
    message.refresh_from_db()
    after.refresh_from_db()
    assert message.failed_at is not None
    assert message.failure == "550 5.1.1"
    assert after.sent_at is not None


def test_a_full_box_is_tried_again_later(kite: Processor, sending: MailServer) -> None:
    message = put(kite, "full@example.org")
    assert drain() == 0
    message.refresh_from_db()
    assert (message.failed_at, message.failure, message.attempts) == (None, "452 4.2.2", 1)
    assert message.not_before is not None
    assert timedelta(seconds=50) < message.not_before - timezone.now() <= timedelta(minutes=1)
    sending.refusing.clear()
    Message.objects.update(not_before=timezone.now())
    assert drain() == 1


def test_after_four_days_it_is_given_up_and_can_be_tried_by_hand(
    kite: Processor, sending: MailServer
) -> None:
    message = put(kite, "full@example.org")
    for _ in range(20):
        Message.objects.filter(failed_at=None).update(not_before=timezone.now())
        drain()
    message.refresh_from_db()
    assert message.failed_at is not None
    assert retry_message(by=MACHINE, at=timezone.now(), message=message)
    sending.refusing.clear()
    assert drain() == 1
    assert not retry_message(by=MACHINE, at=timezone.now(), message=message)


def test_a_server_that_wants_nothing_now_gets_nothing_more_now(kite: Processor, sending: MailServer) -> None:
    put(kite, "busy@example.org")
    other = put(kite, "ada@example.org")
    assert drain() == 0
    other.refresh_from_db()
    assert (other.attempts, other.claimed_until, sending.arrived) == (0, None, [])


def test_a_refusal_of_the_content_is_final(kite: Processor, sending: MailServer) -> None:
    sending.data_answer = "554 5.7.1 looks like advertising for ada@example.org"
    message = put(kite)
    drain()
    message.refresh_from_db()
    assert message.failure == "554 5.7.1"
    assert message.failed_at is not None


def test_a_server_that_is_away_costs_no_attempt(kite: Processor, sending: MailServer, settings: Any) -> None:
    settings.EMAIL_PORT = 1
    message = put(kite)
    assert drain() == 0
    message.refresh_from_db()
    assert (message.attempts, message.claimed_until, message.failed_at) == (0, None, None)


def test_a_receiving_domain_gets_only_so_many_a_minute(
    kite: Processor, sending: MailServer, settings: Any
) -> None:
    settings.MAIL_PER_DOMAIN = 3
    for number in range(5):
        put(kite, f"p{number}@slow.example")
    for number in range(2):
        put(kite, f"p{number}@other.example")
    assert drain() == 5
    assert drain() == 0
    assert sum("slow" in str(one["To"]) for one in sending.arrived) == 3
    Message.objects.exclude(sent_at=None).update(sent_at=timezone.now() - timedelta(minutes=2))
    assert drain() == 2


def test_a_pause_keeps_everything_in_until_it_ends(kite: Processor, sending: MailServer) -> None:
    put(kite)
    pause_mail(by=MACHINE, at=NOW)
    pause_mail(by=MACHINE, at=NOW)
    assert drain() == 0
    resume_mail(by=MACHINE, at=NOW)
    assert drain() == 1
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == [
        "outbox.enqueue", "outbox.pause", "outbox.resume",
    ]  # fmt: skip


def test_the_pause_of_one_processor_lets_others_mail_leave(kite: Processor, sending: MailServer) -> None:
    crow = Processor.objects.create(slug="crow", name="Crow")
    put(kite, key="a")
    put(crow, key="b")
    pause_mail(by=MACHINE, at=NOW, processor=kite)
    assert drain() == 1
    assert Message.objects.get(sent_at=None).processor == kite
    resume_mail(by=MACHINE, at=NOW)
    assert drain() == 0
    resume_mail(by=MACHINE, at=NOW, processor=kite)
    assert drain() == 1


def test_a_copy_for_rehearsal_cannot_be_made_to_send(kite: Processor, sending: MailServer) -> None:
    pause_mail(by=MACHINE, at=NOW)
    pause_mail(by=MACHINE, at=NOW, is_rehearsal=True)
    with pytest.raises(PauseFixed):
        resume_mail(by=MACHINE, at=NOW)
    put(kite)
    assert drain() == 0


@pytest.mark.parametrize("name", ["IS_DEMO", "IS_REHEARSAL"])
def test_a_demo_and_a_rehearsal_never_send(
    kite: Processor, sending: MailServer, settings: Any, name: str
) -> None:
    setattr(settings, name, True)
    put(kite)
    assert not may_send()
    assert drain() == 0
    assert sending.arrived == []


def test_mail_of_libraries_goes_through_the_outbox(kite: Processor, sending: MailServer) -> None:
    through = get_connection("ketju.web.base.outbox.backend.ThroughOutbox")
    EmailMessage("Code", "123456", None, ["ada@example.org", "eve@example.net"], connection=through).send()
    assert set(Message.objects.values_list("domain", flat=True)) == {"example.org", "example.net"}
    assert drain() == 2
    kept = get_connection("ketju.web.base.outbox.backend.OutboxOnly")
    EmailMessage("Code", "123456", None, ["ada@example.org"], connection=kept).send()
    assert drain() == 0
    assert outbox_state().held == 1


def test_a_claimed_message_is_nobody_elses_until_the_claim_runs_out(kite: Processor) -> None:
    put(kite, at=NOW)
    (mine,) = claim(NOW, 10)
    assert claim(NOW + timedelta(minutes=1), 10) == []
    (theirs,) = claim(NOW + LEASE, 10)
    assert theirs.attempts == 2
    assert not finish(mine, sent_at=NOW)
    assert finish(theirs, sent_at=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("sqlite" in live.DATABASES["default"]["ENGINE"], reason="one writer at a time on SQLite")
def test_many_drainers_at_once_send_each_message_once(sending: MailServer) -> None:
    kite = Processor.objects.create(slug="kite", name="Kite")
    for number in range(60):
        put(kite, f"p{number}@d{number}.example")

    def work() -> None:
        try:
            drain()
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(sending.arrived) == 60
    assert len(set(sending.ids())) == 60


def test_a_drainer_that_is_killed_loses_nothing_and_repeats_one_at_most(
    migrated: Installation, mail_server: MailServer
) -> None:
    """The window in which a message may leave twice is the one between the server's answer and our row."""
    mail_server.seconds = 0.15
    migrated.python(
        "from django.utils import timezone\n"
        "from ketju.web.base.audit.writing import MACHINE\n"
        "from ketju.web.base.outbox.writes import enqueue_message\n"
        "for n in range(12):\n"
        "    enqueue_message(by=MACHINE, at=timezone.now(), processor=None, key=str(n), kind='notice',\n"
        "        to=f'p{n}@d{n}.example', subject='s', text='t')\n"
    )
    kills = 0
    for most in (2, 5, 9):
        worker = migrated.started("work", KETJU_MAIL_URL=mail_server.url)
        deadline = time.monotonic() + 40
        while len(mail_server.arrived) < most and time.monotonic() < deadline:
            time.sleep(0.02)
        worker.kill()
        worker.wait()
        kills += 1
        migrated.python(
            "from ketju.web.base.outbox.models import Message\n"
            "from django.utils import timezone\n"
            "Message.objects.filter(sent_at=None).exclude(claimed_until=None)"
            ".update(claimed_until=timezone.now())"
        )
    mail_server.seconds = 0
    ran = migrated.ketju("work", "--once", KETJU_MAIL_URL=mail_server.url)
    assert ran.returncode == 0, ran.stderr
    assert len(set(mail_server.ids())) == 12
    assert len(mail_server.arrived) <= 12 + kills
    left = migrated.python(
        "from ketju.web.base.outbox.models import Message\nprint(Message.objects.filter(sent_at=None).count())"
    )
    assert left == "0"


def test_a_message_keeps_its_id_from_attempt_to_attempt(kite: Processor) -> None:
    message = put(kite)
    assert mail_of(message).extra_headers["Message-ID"] == mail_of(message).extra_headers["Message-ID"]

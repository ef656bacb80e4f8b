"""A test message leaves by a real mail server and comes back; Today and the checks tell whether it did."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.message import Message as Mail

import pytest
from django.test import override_settings
from django.utils import timezone

from ketju.web.base.access.models import Membership, Processor
from ketju.web.base.access.permission import Standing
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.audit.writing import MACHINE
from ketju.web.base.inbox.addresses import tokened_address
from ketju.web.base.inbox.boxes import has_arrived, note_read
from ketju.web.base.inbox.jobs import test as job_of_tests
from ketju.web.base.inbox.keeping import keep
from ketju.web.base.inbox.models import Received, SelfTest
from ketju.web.base.inbox.testing import send_test
from ketju.web.base.outbox.draining import drain
from ketju.web.base.outbox.health import unwell
from ketju.web.base.outbox.models import Message
from ketju.web.base.outbox.writes import enqueue_message
from ketju.web.base.pages import machine
from ketju.web.base.pages.work import Day
from ketju.web.config.checks import arriving
from tests.web.operate.mailserver import MailServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def server() -> Iterator[MailServer]:
    found = MailServer()
    with (
        found.running(),
        override_settings(
            MAIL_LEAVES=True, MAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=found.port, EMAIL_USE_TLS=False, EMAIL_USE_SSL=False, EMAIL_HOST_USER="",
        ),
    ):  # fmt: skip
        yield found


def day(processor: Processor, ahead: timedelta = timedelta()) -> Day:
    now = timezone.now() + ahead
    return Day(Standing(User(), processor, (Membership(role="owner"),), True, True), now.date(), now)


def delivered(mail: Mail) -> None:
    keep(mail.as_bytes(), at=timezone.now(), sender=None, to=(str(mail["To"]),))


def checks() -> list[str]:
    return [str(one.id).removeprefix("ketju.") for one in arriving.check_reading()]


def test_a_test_message_goes_out_and_comes_back(server: MailServer, kite: Processor) -> None:
    assert checks() == ["W033", "W035"]
    note_read(timezone.now())
    job_of_tests.func()
    assert drain() == 1
    assert has_arrived(timezone.now()) is None and checks() == []
    (mail,) = server.arrived
    delivered(mail)
    made, received = SelfTest.objects.get(), Received.objects.get()
    assert made.arrived_at is not None and (received.kind, received.done_at is None) == ("test", False)
    assert machine.test_mail(day(kite)).is_good is True and machine.inbox(day(kite)).is_good is True
    assert AuditEntry.objects.filter(action="inbox.test", subject=made.public_id).exists()


def test_a_test_message_that_does_not_come_back_is_told(server: MailServer, kite: Processor) -> None:
    send_test(by=MACHINE, at=timezone.now() - timedelta(hours=2))
    drain()
    assert machine.test_mail(day(kite)).is_good is False and checks() == ["W033", "W036"]
    later = day(kite, timedelta(days=3))
    delivered(server.arrived[0])
    assert machine.test_mail(day(kite)).is_good is True
    assert machine.test_mail(later).is_good is False, "a test of three days ago says nothing"


def test_a_box_that_is_not_read_any_longer_is_told(kite: Processor) -> None:
    note_read(timezone.now() - timedelta(minutes=16))
    state = machine.inbox(day(kite))
    assert state.is_good is False and state.since is not None and "W034" in checks()


def test_a_strangers_mail_to_the_address_of_a_test_is_none(server: MailServer, kite: Processor) -> None:
    made = send_test(by=MACHINE, at=timezone.now())
    keep(
        f"From: a@example.org\r\nTo: {made.message.to}\r\nMessage-ID: <x@y>\r\n\r\nx".encode(),
        at=timezone.now(),
    )
    assert not SelfTest.objects.exclude(arrived_at=None).exists()


def test_several_processors_need_one_for_the_rest(kite: Processor) -> None:
    assert "W037" not in checks()
    Processor.objects.create(slug="heron", name="Heron")
    assert "W037" in checks()
    with override_settings(INBOX_OWNER="kite"):
        assert "W037" not in checks()


def test_mail_that_leaves_says_where_answers_and_bounces_go(server: MailServer, kite: Processor) -> None:
    address = tokened_address("notice", "not_1", processor=kite)
    message = enqueue_message(
        by=MACHINE, at=timezone.now(), processor=kite, key="k", kind="notice", to="ada@example.org", subject="s",
        text="t", reply_to=address,
    )  # fmt: skip
    assert drain() == 1
    (mail,) = server.arrived
    assert (mail["Reply-To"], mail["From"]) == (address, "Kite <answers@example.com>")
    assert server.senders == [f"answers+{message.public_id}@example.com"]


def test_an_address_that_is_refused_at_once_is_not_written_to_again(
    server: MailServer, kite: Processor
) -> None:
    message = enqueue_message(
        by=MACHINE, at=timezone.now(), processor=kite, key="k", kind="x", to="nobody@example.org", subject="s", text="t"
    )  # fmt: skip
    drain()
    message = Message.objects.get(pk=message.pk)
    assert message.failed_at is not None and message.unreachable_at is not None
    assert unwell(kite).count() == 1

"""Mail is kept once, whole and encrypted; it is told who wrote it; hostile mail breaks nothing."""

from __future__ import annotations

import hashlib
import logging
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import MACHINE
from ketju.web.base.inbox.addresses import reply_addresses, tokened_address, words_in
from ketju.web.base.inbox.concerning import CONCERNS
from ketju.web.base.inbox.jobs import forget
from ketju.web.base.inbox.keeping import keep
from ketju.web.base.inbox.models import Received
from ketju.web.base.inbox.originals import original_of
from ketju.web.base.inbox.parsing import LARGEST, parsed, part_of
from ketju.web.base.inbox.reads import Belonging, belongings, files_of, received_for
from ketju.web.base.outbox.health import email_index, unwell
from ketju.web.base.outbox.models import Message
from ketju.web.base.outbox.writes import enqueue_message
from ketju.web.base.subjects.concerning import Subject

from .mails import HOSTILE, ONLY_HTML, WITH_FILES, complaint, dsn, mail

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 29, 10, tzinfo=UTC)


def sent(processor: Processor, to: str = "gone@example.org", key: str = "k") -> Message:
    message = enqueue_message(
        by=MACHINE, at=NOON, processor=processor, key=key, kind="test", to=to, subject="s", text="t", customer="cus_x"
    )  # fmt: skip
    Message.objects.filter(pk=message.pk).update(sent_at=NOON)
    return message


def test_the_bytes_are_kept_unaltered_and_encrypted(kite: Processor, tmp_path: Path) -> None:
    data = mail("We object.\r\n\x80\xff")
    received, is_new = keep(data, at=NOON)
    assert is_new
    assert original_of(received) == data
    assert received.sha256 == hashlib.sha256(data).hexdigest()
    stored = b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
    assert stored and b"object" not in stored and b"example.org" not in stored
    with connection.cursor() as cursor:
        cursor.execute("SELECT sender, subject, text FROM inbox_received")
        assert not any(b"ada" in bytes(one) or b"bject" in bytes(one) for one in cursor.fetchone())
    assert (received.sender, received.subject, received.kind) == ("ada@example.org", "Objection", "person")


def test_the_same_message_is_kept_once_by_whatever_way_it_comes(kite: Processor) -> None:
    first, _ = keep(mail(), at=NOON)
    again, is_new = keep(b"Received: from mx.example.net\r\n" + mail().replace(b"\r\n", b"\n"), at=NOON)
    assert (again.pk, is_new) == (first.pk, False)
    assert Received.objects.count() == 1


def test_nobody_keeps_a_message_out_by_sending_another_with_its_id(kite: Processor) -> None:
    keep(mail("nonsense", message_id="<real@example.org>"), at=NOON)
    real, is_new = keep(mail("We object.", message_id="<real@example.org>"), at=NOON)
    assert is_new and real.text == "We object."


def test_an_address_names_what_an_answer_belongs_to(kite: Processor) -> None:
    address = tokened_address("notice", "not_1", processor=kite, customer="cus_1")
    assert address == tokened_address("notice", "not_1", processor=kite, customer="cus_1")
    assert address != tokened_address("notice", "not_2", processor=kite)
    name, _, domain = address.partition("@")
    assert domain == "example.com" and name.startswith("answers+") and len(name) == len("answers+") + 26
    received, _ = keep(mail(to=f"Kite <{address.upper()}>", subject="no trace of it"), at=NOON)
    assert belongings(received) == (Belonging("notice", "not_1", "cus_1"),)
    assert list(received_for("notice", "not_1")) == [received]
    assert (received.customer, received.processor) == ("cus_1", kite)
    assert reply_addresses(words_in(["answers+0123456789abcdefghjkmnpqrs@example.com"])) == []


def test_a_copy_to_another_thing_adds_what_it_belongs_to(kite: Processor) -> None:
    one, two = (tokened_address("notice", name, processor=kite) for name in ("not_1", "not_2"))
    keep(mail(to="a@example.org"), at=NOON, to=(one,))
    again, is_new = keep(mail(to="a@example.org"), at=NOON, to=(two,))
    assert not is_new
    assert [each.subject for each in belongings(again)] == ["not_1", "not_2"]


def test_an_answer_without_the_address_is_found_by_what_it_refers_to(kite: Processor) -> None:
    message = sent(kite)
    received, _ = keep(mail(in_reply_to=f"<{message.public_id}@example.com>"), at=NOON)
    assert (received.answers, received.customer, received.kind) == (message, "cus_x", "person")
    foreign, _ = keep(mail("b", in_reply_to=f"<{message.public_id}@example.net>"), at=NOON)
    assert foreign.answers is None


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (mail("a"), "person"),
        (mail("b", auto_submitted="auto-replied"), "auto-reply"),
        (mail("c", subject="Poissa: Vastustus"), "auto-reply"),
        (mail("d", list_id="<all.example.org>"), "list"),
        (dsn("msg_none"), "bounce"),
        (complaint("msg_none"), "complaint"),
        (
            mail("e", content_type="multipart/report; report-type=disposition-notification; boundary=x"),
            "auto-reply",
        ),
    ],
)
def test_kinds_are_told_apart(kite: Processor, data: bytes, kind: str) -> None:
    received, _ = keep(data, at=NOON)
    assert received.kind == kind
    assert (received.done_at is None) == (kind in ("person", "complaint"))


@pytest.mark.parametrize(
    ("action", "status", "fact", "is_unwell"),
    [
        ("failed", "5.1.1", "unreachable_at", True),
        ("failed", "5.2.1", "unreachable_at", True),
        ("failed", "5.2.2", "unreachable_at", False),
        ("failed", "5.7.1", "unreachable_at", False),
        ("failed", "4.4.7", "unreachable_at", False),
        ("delayed", "4.4.1", "delayed_at", False),
        ("delivered", "2.1.5", "delivered_at", False),
        ("relayed", "2.0.0", "delivered_at", False),
    ],
)
def test_a_report_marks_our_message_and_its_address(
    kite: Processor, action: str, status: str, fact: str, is_unwell: bool
) -> None:
    message = sent(kite)
    keep(dsn(message.public_id, action=action, status=status), at=NOON)
    message.refresh_from_db()
    facts = ("delivered_at", "delayed_at", "unreachable_at", "complained_at")
    assert {name for name in facts if getattr(message, name)} == {fact}
    assert getattr(message, fact) == NOON and message.report == status
    assert message.sent_at == NOON and message.failed_at is None
    assert [bytes(one.email_index) for one in unwell(kite)] == (
        [email_index("gone@example.org")] if is_unwell else []
    )


def test_a_bounce_that_is_no_report_tells_by_the_address_it_comes_to(kite: Processor) -> None:
    message = sent(kite)
    text = "Hi. This is the qmail-send program.\n<gone@example.org>:\n550 5.1.1 no such user"
    bounce = mail(text, **{"from": "MAILER-DAEMON@mx.example.org", "subject": "failure notice"})
    received, _ = keep(bounce, at=NOON, sender="", to=(f"answers+{message.public_id}@example.com",))
    message.refresh_from_db()
    assert (received.kind, message.unreachable_at, message.report) == ("bounce", NOON, "5.1.1")


def test_a_complaint_is_noted_and_not_spam_is_none(kite: Processor) -> None:
    one, two = sent(kite), sent(kite, "else@example.org", "l")
    keep(complaint(one.public_id), at=NOON)
    keep(complaint(two.public_id, "not-spam"), at=NOON)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.complained_at, two.complained_at) == (NOON, None)
    assert [bytes(each.email_index) for each in unwell(kite)] == [email_index("gone@example.org")]


def test_whoever_writes_from_an_address_is_reached_there_again(kite: Processor) -> None:
    message = sent(kite)
    keep(dsn(message.public_id), at=NOON)
    keep(mail(auto_submitted="auto-replied", **{"from": "gone@example.org"}), at=NOON + timedelta(hours=1))
    assert unwell(kite).count() == 1
    keep(mail("I am back", **{"from": "gone@example.org"}), at=NOON + timedelta(hours=2))
    assert unwell(kite).count() == 0


def test_text_and_files_are_read(kite: Processor) -> None:
    received, _ = keep(WITH_FILES, at=NOON)
    assert (received.subject, received.sender, received.text) == (
        "Vastustus",
        "asa@example.org",
        "Vastustamme älkää.",
    )
    (file,) = files_of(received)
    assert (file.name, file.kind, file.size) == ("../../etc/objection.pdf", "application/pdf", 9)
    assert part_of(original_of(received), file.number) == b"%PDF-1.4\n"


def test_of_html_only_the_words_are_read() -> None:
    assert parsed(ONLY_HTML).text == "We object.\n\nAda"


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_mail_is_kept_and_breaks_nothing(kite: Processor, name: str) -> None:
    began = time.process_time()
    received, _ = keep(HOSTILE[name], at=NOON)
    assert time.process_time() - began < 3
    assert original_of(received) == HOSTILE[name]
    assert len(received.subject) <= 500 and "\x00" not in received.text
    for file in files_of(received):
        part_of(HOSTILE[name], file.number)


def test_what_is_too_large_is_cut(kite: Processor) -> None:
    received, _ = keep(mail("x" * (LARGEST + 10)), at=NOON)
    assert received.is_cut and len(received.text) <= 100_000


def test_nothing_personal_is_logged(kite: Processor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    keep(mail("secret words"), at=NOON)
    keep(dsn(sent(kite).public_id), at=NOON)
    assert "came in" in caplog.text
    assert not any(word in caplog.text for word in ("ada@", "Objection", "secret", "gone@", "example.org"))


def test_mail_that_names_nobody_is_shown_to_one_processor_alone(kite: Processor) -> None:
    heron = Processor.objects.create(slug="heron", name="Heron")
    assert keep(mail("a"), at=NOON)[0].processor is None
    assert keep(mail("b", to="answers+heron@example.com"), at=NOON)[0].processor == heron
    from django.test import override_settings

    with override_settings(INBOX_OWNER="kite"):
        assert keep(mail("c"), at=NOON)[0].processor == kite


def test_mail_goes_with_its_customer_and_after_its_time(
    kite: Processor, django_capture_on_commit_callbacks
) -> None:
    customer = Customer.objects.create(processor=kite, name="Alder")
    kept, _ = keep(mail("stays"), at=NOON)
    Received.objects.update(customer=customer.public_id)
    machine, _ = keep(mail("m", auto_submitted="auto-replied"), at=datetime(2025, 1, 1, tzinfo=UTC))
    assert default_storage.exists(kept.original)
    with django_capture_on_commit_callbacks(execute=True):
        assert forget.func() == 1
    assert not default_storage.exists(machine.original) and default_storage.exists(kept.original)
    subject = Subject("customer", customer.public_id, customer=customer.public_id)
    rows = next(one for one in CONCERNS if one.table == "inbox_received").rows(subject)
    with django_capture_on_commit_callbacks(execute=True):
        rows.delete()
    assert not Received.objects.exists() and not default_storage.exists(kept.original)

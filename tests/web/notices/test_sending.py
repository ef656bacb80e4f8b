"""Messages of a notice are written once, leave after it was let go, and what became of each is known."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.utils import timezone

from ketju.web.apps.notices.claiming import claim
from ketju.web.apps.notices.letters import home, prepared_mail
from ketju.web.apps.notices.mime import AddressWrong, Recipient, mail_for, wire
from ketju.web.apps.notices.models import Delivery, Notice
from ketju.web.apps.notices.problems import NotApproved, NoticeReleased, NotTested, RowsMissing, ValueMissing
from ketju.web.apps.notices.sending import Sender, send_all
from ketju.web.apps.notices.writes.rows import Row, _values, release_notice, write_deliveries
from ketju.web.apps.parties.models import Contact
from ketju.web.base.audit.writing import MACHINE
from ketju.web.base.encryption.keys import forget_keys
from ketju.web.base.outbox.writes import pause_mail, resume_mail
from tests.web.notices.filling import AT, customers_of, filled, let_go, notice_of, processor_of, rows_to
from tests.web.operate.mailserver import MailServer

pytestmark = pytest.mark.django_db


def test_rows_are_written_once_however_often(settings: Any) -> None:
    kite = processor_of()
    customers_of(kite, 7, 3)
    notice, text = notice_of(kite)
    rows = list(rows_to(kite, text))
    assert write_deliveries(notice, rows[:10], at=AT, chunk=4) == 10
    assert write_deliveries(notice, rows, at=AT, chunk=5) == 11
    assert write_deliveries(notice, rows, at=AT) == 0
    notice.refresh_from_db()
    assert (notice.written, notice.deliveries.count()) == (21, 21)
    first = notice.deliveries.get(contact=rows[0].contact)
    assert (first.address, first.domain, first.is_main_user) == (rows[0].address, "c0.example.org", True)
    assert len(set(notice.deliveries.values_list("public_id", flat=True))) == 21


def test_the_address_is_not_readable_in_the_table() -> None:
    from django.db import connection

    filled(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM notices_delivery")
        assert b"p0@" not in bytes(cursor.fetchone()[0])


def test_nothing_leaves_before_it_is_let_go(mail_server: MailServer, settings: Any) -> None:
    kite = processor_of()
    customers_of(kite, 2)
    notice, text = notice_of(kite)
    write_deliveries(notice, rows_to(kite, text), at=AT)
    assert send_all() == 0
    with pytest.raises(NotApproved):
        release_notice(by=MACHINE, at=AT, notice=notice)
    Notice.objects.update(approved_at=AT, total=3)
    with pytest.raises(RowsMissing):
        release_notice(by=MACHINE, at=AT, notice=notice)
    Notice.objects.update(total=2)
    settings.INBOX_ADDRESS = "answers@kite.example"
    with pytest.raises(NotTested):
        release_notice(by=MACHINE, at=AT, notice=notice)
    assert send_all() == 0
    let_go(notice)
    with pytest.raises(NoticeReleased):
        write_deliveries(notice, rows_to(kite, text), at=AT)
    assert send_all() == 2
    assert len(mail_server.arrived) == 2


def test_what_arrives(mail_server: MailServer, settings: Any) -> None:
    settings.INBOX_ADDRESS = "answers@kite.example"
    _, notice, _ = filled(1)
    assert send_all() == 1
    row, mail = notice.deliveries.get(), mail_server.arrived[0]
    assert mail["Message-ID"] == f"<{row.public_id}@kite.example>"
    assert mail["Reply-To"] == f"answers+{row.public_id}@kite.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] is None
    assert row.accepted_at is not None
    assert row.sent_at is not None and row.sent_at <= row.accepted_at
    assert row.claimed_until is None
    notice.refresh_from_db()
    assert notice.done_at is not None


def test_the_mail_is_what_the_text_says() -> None:
    _, notice, text = filled(1)
    mail = prepared_mail(notice, text)
    name = "Åbo & Co <b> = " + "ä" * 90 + " ."
    one = Recipient(
        "p@c.example", "dlv_1@kite.example", "Mon, 02 Mar 2026 09:00:00 +0000", name, "https://k/ä", "a@b.c"
    )
    data = mail_for(mail, one)
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    assert b"\n." not in data
    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n")
    read = message_from_bytes(data, policy=policy.default)
    assert read.defects == []
    assert read["Subject"] == "Kite: näin muuttuu"
    assert read["From"].addresses[0].display_name == "Kite Hosting Ltd"
    plain = read.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    wanted = (
        text.text.replace("{customer}", name).replace("{link}", "https://k/ä").replace("{reply}", "a@b.c")
    )
    assert plain.replace("\r\n", "\n").rstrip("\n") == wanted.rstrip("\n")
    html = read.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert "Åbo &amp; Co &lt;b&gt;" in html
    with pytest.raises(ValueMissing):
        mail_for(mail, Recipient("p@c.example", "1@k", "", "", "https://k", "a@b.c"))


@pytest.mark.parametrize(
    ("given", "wanted"),
    [("a.b+c@x.example", "a.b+c@x.example"), ("info@mäkelä.example", "info@xn--mkel-load.example")],
)
def test_addresses_on_the_wire(given: str, wanted: str) -> None:
    assert wire(given) == wanted


@pytest.mark.parametrize(
    "given", ["", "nobody", "ä@x.example", "a b@x.example", "a@x.example\r\nRSET", "a@x>", "@x.y"]
)
def test_addresses_that_mail_cannot_be_sent_to(given: str) -> None:
    with pytest.raises(AddressWrong):
        wire(given)


def test_refusals_are_told_apart(mail_server: MailServer) -> None:
    kite = processor_of()
    customers_of(kite, 4)
    for contact, name in zip(Contact.objects.order_by("pk"), ("nobody", "full", "busy", "well"), strict=True):
        contact.email = f"{name}@example.org"
        contact.save()
    notice, text = notice_of(kite)
    write_deliveries(notice, rows_to(kite, text), at=AT)
    let_go(notice)
    assert send_all() == 1
    mails = notice.deliveries.filter(channel="e-mail").order_by("pk")
    nobody, full, busy, well = mails
    assert (nobody.failed_at is not None, nobody.failure) == (True, "550 5.1.1")
    assert (full.failed_at, full.failure, full.attempts) == (None, "452 4.2.2", 1)
    assert full.not_before is not None and full.not_before > timezone.now() + timedelta(seconds=50)
    assert (busy.failed_at, busy.sent_at) == (None, None)
    assert well.accepted_at is not None
    letter = notice.deliveries.get(channel="letter")
    assert (letter.customer_id, letter.address) == (nobody.customer_id, "Street 0, Oulu")
    mail_server.refusing = {}
    Delivery.objects.update(not_before=AT)
    assert send_all() == 2


def test_an_address_that_is_none_is_set_apart(mail_server: MailServer) -> None:
    kite = processor_of()
    customers_of(kite, 2)
    Contact.objects.filter(pk=Contact.objects.order_by("pk").first().pk).update(email="no address")  # type: ignore[union-attr]
    notice, text = notice_of(kite)
    write_deliveries(notice, rows_to(kite, text), at=AT)
    let_go(notice)
    assert send_all() == 1
    assert notice.deliveries.get(channel="e-mail", sent_at=None).failure == "AddressWrong"
    assert notice.deliveries.filter(channel="letter").count() == 1


def test_a_pause_keeps_everything_in(mail_server: MailServer, settings: Any) -> None:
    kite, _, _ = filled(3)
    pause_mail(by=MACHINE, at=AT, processor=kite)
    assert send_all() == 0
    resume_mail(by=MACHINE, at=AT, processor=kite)
    settings.IS_REHEARSAL = True
    assert send_all() == 0
    settings.IS_REHEARSAL = False
    assert send_all() == 3


def test_mail_to_one_domain_is_spread(mail_server: MailServer, settings: Any) -> None:
    settings.MAIL_PER_DOMAIN = 4
    kite = processor_of()
    customers_of(kite, 10)
    for number, contact in enumerate(Contact.objects.order_by("pk")):
        contact.email = f"p{number}@large.example"
        contact.save()
    notice, text = notice_of(kite)
    write_deliveries(notice, rows_to(kite, text), at=AT)
    let_go(notice)
    assert send_all() == 4
    now = timezone.now()
    minutes = [
        round(((one.not_before or now) - now).total_seconds() / 60)
        for one in notice.deliveries.filter(sent_at=None)
    ]
    assert minutes == [1, 1, 1, 1, 2, 2]
    Delivery.objects.update(not_before=AT)
    assert send_all() == 4, "what was kept in by a pause does not leave at once either"


def test_a_claim_is_one_senders_until_it_runs_out() -> None:
    _, notice, _ = filled(5)
    now = timezone.now()
    _, mine = claim(notice, now, 3)
    _, others = claim(notice, now, 10)
    assert (len(mine), len(others)) == (3, 2)
    assert not {one.id for one in mine} & {one.id for one in others}
    _, later = claim(notice, now + timedelta(minutes=6), 10)
    assert len(later) == 5
    assert {one.attempts for one in later} == {2}


def test_a_sender_that_is_told_to_stop_gives_back(mail_server: MailServer) -> None:
    _, notice, _ = filled(10)
    left = iter([False] * 4 + [True] * 100)
    sender = Sender(stopped=lambda: next(left))
    assert sender.round() == 4
    sender.close()
    waiting = notice.deliveries.filter(sent_at=None)
    assert {(one.claimed_until, one.attempts) for one in waiting} == {(None, 0)}
    assert send_all() == 6


def test_no_mail_server(settings: Any) -> None:
    settings.MAIL_BACKEND, settings.MAIL_LEAVES = "django.core.mail.backends.smtp.EmailBackend", True
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    _, notice, _ = filled(2)
    assert Sender().round() is None
    assert {one.attempts for one in notice.deliveries.all()} == {0}


def test_by_a_provider(settings: Any) -> None:
    from django.core import mail

    settings.MAIL_BACKEND, settings.MAIL_LEAVES = "django.core.mail.backends.locmem.EmailBackend", True
    filled(2)
    assert send_all() == 2
    first = mail.outbox[0]
    assert first.extra_headers["Message-ID"].endswith(f"@{home()}>")
    assert "Ääkköset näkyvät" in str(first.body)
    assert "Wren &amp; Söhne 0" in str(first.alternatives[0][0])  # type: ignore[union-attr]


def test_rows_by_every_channel_have_a_key_of_their_own() -> None:
    kite = processor_of()
    (one,) = customers_of(kite, 1)
    notice, text = notice_of(kite)
    rows = [Row(one.pk, None, text.pk, channel) for channel in ("e-mail", "in-app", "letter", "webhook")]
    assert write_deliveries(notice, rows * 2, at=AT) == 4


@pytest.mark.django_db
def test_the_key_is_read_before_rows_are_copied(django_assert_num_queries: Any) -> None:
    """While PostgreSQL takes a copy, the connection answers nothing else: who asks it for the key waits for itself."""
    kite = processor_of()
    customers_of(kite, 2)
    notice, text = notice_of(kite)
    rows = list(rows_to(kite, text))
    forget_keys()
    values = _values(notice, rows, AT)
    with django_assert_num_queries(0):
        assert len(list(values)) == 2

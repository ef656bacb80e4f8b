"""A message in the inbox becomes a supplier's notice: its original is kept, its clock runs, a mistake is undone."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ketju.core.model.register import Contact
from ketju.web.apps.cases.models import Attachment, CaseChange, Engagement, SupplierNotice
from ketju.web.apps.cases.problems import MessageTaken, NotFromMail, SupplierNoticeDone
from ketju.web.apps.cases.reads_mail import companies_of_sender, notice_of_mail
from ketju.web.apps.cases.writes.from_mail import record_from_mail, take_back_notice
from ketju.web.apps.cases.writes.supplying import Opening, Said, open_change, record_supplier_notice
from ketju.web.apps.registers.content import register_of
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.inbox.jobs import UNASSIGNED_KEPT, forget
from ketju.web.base.inbox.keeping import keep
from ketju.web.base.inbox.models import Received
from tests.web.cases.desk import AT, Desk, desk_of
from tests.web.changes.clock import freeze_time
from tests.web.changes.test_staff_pages import client, press, text
from tests.web.registers.lists import changed, published

from .mails import mail

pytestmark = pytest.mark.django_db
CAME = datetime(2026, 11, 25, 14, 30, tzinfo=UTC)
"""Wednesday 25 November 2026, half past four in Helsinki."""
LARCH = "lars@larch.example.com"
BODY = "We move to India on 16 December."
INBOX, COMPANIES = "/staff/kite/inbox/", "/staff/kite/companies/"


@pytest.fixture
def desk(settings: Any) -> Desk:
    """Larch's contact is in the list; there is a customer whom it touches."""
    settings.NOTICE_BEFORE_PUBLISHING = True
    made = desk_of()
    content = changed(register_of(made.base), "larch", contact=Contact("Lars", "DPO", f"Lars, <{LARCH}>"))
    made.base = published(made.kite, content, on=date(2026, 11, 20))
    made.customer("Alder")
    for entry in ("larch", "sequoia"):
        Engagement.objects.get_or_create(
            processor=made.kite, register=made.base.register, entry=entry, defaults={"created_at": AT}
        )
    return made


def came(desk: Desk, sender: str = f"Lars Larch <{LARCH}>", body: str = BODY, **headers: str) -> Received:
    data = mail(body, **{"from": sender, "subject": "Change of place", **headers})
    received, _ = keep(data, at=CAME)
    Received.objects.filter(pk=received.pk).update(processor=desk.kite)
    received.refresh_from_db()
    return received


def take(desk: Desk, received: Received, entry: str = "larch", at: datetime = AT) -> SupplierNotice:
    said = Said("hint", "page", received.received_at, text=BODY, sorts=("place",), place="IN")
    return record_from_mail(
        by=desk.owner, at=at, received=received, engagement=desk.engaged(entry), said=said
    )


def test_a_message_is_a_notice_with_its_bytes_as_they_came(desk: Desk) -> None:
    received = came(desk)
    made = take(desk, received)
    assert (made.kind, made.channel, made.received_at) == ("notice", "mail", CAME)
    assert made.attachment is not None
    as_it_came = mail(BODY, **{"from": f"Lars Larch <{LARCH}>", "subject": "Change of place"})
    assert bytes(made.attachment.data) == as_it_came
    assert made.attachment.sha256 == received.sha256 == hashlib.sha256(as_it_came).hexdigest()
    received.refresh_from_db()
    assert (received.done_at, notice_of_mail(received)) == (AT, made)


def test_the_clock_of_the_change_runs_since_the_message_came(desk: Desk) -> None:
    made = take(desk, came(desk))
    change = open_change(by=desk.owner, at=AT, notice=made, opening=Opening("Larch in India"))
    assert change.supplier_told_at == CAME
    with pytest.raises(SupplierNoticeDone):
        take_back_notice(by=desk.owner, at=AT, notice=made)
    assert CaseChange.objects.get().supplier_notice == made


def test_a_message_makes_one_notice(desk: Desk) -> None:
    received = came(desk)
    made = take(desk, received)
    with pytest.raises(MessageTaken):
        take(desk, received, "sequoia")
    with pytest.raises(IntegrityError), transaction.atomic():
        SupplierNotice.objects.create(
            processor=desk.kite, engagement=made.engagement, original=made.original, received_at=AT,
            recorded_at=AT,
        )  # fmt: skip


def test_a_message_of_another_processor_is_never_taken(desk: Desk) -> None:
    received = came(desk)
    Received.objects.filter(pk=received.pk).update(processor=Processor.objects.create(slug="heron", name="H"))
    with pytest.raises(Received.DoesNotExist):
        take(desk, received)


def test_a_mistake_is_undone_and_leaves_nothing_of_the_message(desk: Desk) -> None:
    received = came(desk)
    made = take(desk, received)
    take_back_notice(by=desk.officer, at=AT, notice=made)
    made.refresh_from_db()
    assert (made.is_mistake, made.settled_at, made.settled_by) == (True, AT, desk.officer.user)
    assert (str(made.text), made.changes, made.attachment) == ("", {}, None)
    assert not Attachment.objects.exists()
    received.refresh_from_db()
    assert received.done_at is None and notice_of_mail(received) is None
    assert AuditEntry.objects.filter(action="suppliers.undo", subject=made.public_id).exists()
    with pytest.raises(SupplierNoticeDone):
        take_back_notice(by=desk.officer, at=AT, notice=made)
    again = take(desk, received, "sequoia")
    assert notice_of_mail(received) == again


def test_a_notice_that_was_typed_has_no_message_to_give_back(desk: Desk) -> None:
    made = record_supplier_notice(
        by=desk.owner, at=AT, engagement=desk.engaged("larch"), said=Said("notice", "letter", AT)
    )
    with pytest.raises(NotFromMail):
        take_back_notice(by=desk.owner, at=AT, notice=made)


def test_the_original_outlives_the_inbox(desk: Desk) -> None:
    received = came(desk)
    made = take(desk, received)
    Received.objects.update(done_at=datetime.now(UTC) - UNASSIGNED_KEPT - timedelta(days=1))
    assert forget.func() == 1
    assert made.attachment is not None
    kept = Attachment.objects.get(pk=made.attachment.pk)
    assert hashlib.sha256(bytes(kept.data)).hexdigest() == received.sha256
    take_back_notice(by=desk.owner, at=AT, notice=made)  # there is no message to reopen


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        (f"Lars <{LARCH}>", [("larch", "contact")]),
        ("LARS@LARCH.EXAMPLE.COM", [("larch", "contact")]),
        ("status@larch.example.com", [("larch", "domain")]),
        ("lars@larch.example.com.evil.example", []),
        ("lars@notlarch.example.com", []),
        ("somebody@example.org", []),
    ],
)
def test_companies_whose_contact_wrote_are_suggested(
    desk: Desk, sender: str, expected: list[tuple[str, str]]
) -> None:
    found = companies_of_sender(came(desk, sender))
    assert [(one.engagement.entry, one.why) for one in found] == expected


def test_who_wrote_before_is_known_again(desk: Desk) -> None:
    noreply = "noreply@notices.example.net"
    first = came(desk, noreply)
    assert companies_of_sender(first) == ()
    made = take(desk, first)
    second = came(desk, noreply, "Another change.")
    assert [(one.engagement.entry, one.why) for one in companies_of_sender(second)] == [("larch", "before")]
    take_back_notice(by=desk.owner, at=AT, notice=made)
    assert companies_of_sender(second) == ()


@freeze_time(AT)
def test_staff_take_a_message_on_its_page_and_undo_it(desk: Desk) -> None:
    who, received, larch = client(desk), came(desk), desk.engaged("larch")
    page = text(who, f"{INBOX}{received.public_id}/")
    assert "company&#x27;s contact in the list" in page
    there = f"{COMPANIES}notices/from/{received.public_id}/"
    assert f"{there}?company={larch.public_id}" in page
    form = text(who, there)
    assert f'<option value="{larch.public_id}" selected>' in form
    assert 'value="2026-11-25"' in form and BODY in form and 'name="file"' not in form
    given = {"engagement": larch.public_id, "received_on": "2026-11-25", "text": BODY, "sorts": ["place"]}
    shown = press(who, there, **given, effective_on="2026-12-16")
    made = SupplierNotice.objects.get()
    assert made.received_at == CAME  # the minute, as nobody set another day
    assert "Change of place" in shown and "Was it a mistake?" in shown
    assert made.attachment is not None
    assert who.get(f"{COMPANIES}files/{made.attachment.public_id}/").content.endswith(b"December.\r\n")
    taken = text(who, f"{INBOX}{received.public_id}/")
    assert "recorded as a supplier&#x27;s notice" in taken and made.public_id in taken
    refused = who.post(there, given)
    assert refused.status_code == 422 and "already" in refused.content.decode()
    back = press(who, f"{COMPANIES}notices/{made.public_id}/take-back/")
    assert "waits in the inbox again" in back and "company&#x27;s contact in the list" in back
    assert "Taken by mistake" in text(who, f"{COMPANIES}notices/?state=done")


@freeze_time(AT)
def test_no_company_is_chosen_for_somebody_whom_nobody_knows(desk: Desk) -> None:
    who, received = client(desk), came(desk, "somebody@example.org")
    there = f"{COMPANIES}notices/from/{received.public_id}/"
    assert '<option value="" selected>' in text(who, there)
    assert who.post(there, {"engagement": "", "received_on": "2026-11-25", "text": BODY}).status_code == 422
    assert not SupplierNotice.objects.exists()


@freeze_time(AT)
def test_another_day_than_that_of_the_message_begins_with_the_day(desk: Desk) -> None:
    """Midnight of 24 November in Helsinki is ten o'clock in the evening of the 23rd in UTC."""
    who, received, larch = client(desk), came(desk), desk.engaged("larch")
    there = f"{COMPANIES}notices/from/{received.public_id}/"
    press(who, there, engagement=larch.public_id, received_on="2026-11-24", text="We move.")
    assert SupplierNotice.objects.get().received_at == datetime(2026, 11, 23, 22, tzinfo=UTC)


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
@freeze_time(AT)
def test_the_pages_have_words_and_ask_little(desk: Desk, language: str) -> None:
    who, received = client(desk, "owner", language), came(desk)
    text(who, INBOX)
    there = (f"{INBOX}{received.public_id}/", f"{COMPANIES}notices/from/{received.public_id}/")
    for path in there:
        with CaptureQueriesContext(connection) as asked:
            page = text(who, path)
        assert len(asked) <= 12, path
        assert f'lang="{language}"' in page and "web.supplying" not in page
    made = take(desk, received)
    with CaptureQueriesContext(connection) as asked:
        page = text(who, f"{COMPANIES}notices/{made.public_id}/")
    assert len(asked) <= 14 and "web.supplying" not in page

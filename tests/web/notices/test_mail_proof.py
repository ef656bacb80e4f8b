"""What shows that mail of a notice was delivered: the server that we hand it to, or a report of a provider (Q-10)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ketju.web.apps.notices.claiming import Taken, claim, note
from ketju.web.apps.notices.sending import send_all
from ketju.web.apps.notices.writes.facts import note_acceptance
from ketju.web.base.inbox.events import note_events
from ketju.web.base.outbox.events import Event
from ketju.web.base.outbox.marks import is_report_needed
from ketju.web.config.checks.events import check_events
from tests.web.notices.filling import filled
from tests.web.operate.mailserver import MailServer

pytestmark = pytest.mark.django_db
NONE, SOME = {"mailgun": "", "ses": ""}, {"mailgun": "a-key-that-signs-events", "ses": ""}


@pytest.mark.parametrize(
    ("setting", "events", "expected"),
    [
        ("auto", NONE, False),
        ("auto", SOME, True),
        ("server", NONE, False),
        ("server", SOME, False),
        ("report", NONE, True),
        ("report", SOME, True),
    ],
)
def test_when_a_report_is_needed(settings: Any, setting: str, events: dict[str, str], expected: bool) -> None:
    settings.MAIL_PROOF, settings.MAIL_EVENTS = setting, events
    assert is_report_needed() is expected


def test_the_servers_word_counts_where_no_provider_tells_of_events(mail_server: MailServer) -> None:
    _, notice, _ = filled(1)
    assert send_all() == 1
    row = notice.deliveries.get()
    assert row.sent_at is not None and row.accepted_at is not None and row.sent_at <= row.accepted_at


def test_of_a_provider_it_is_the_event_that_counts(mail_server: MailServer, settings: Any) -> None:
    settings.MAIL_EVENTS = SOME
    _, notice, _ = filled(1)
    assert send_all() == 1
    row = notice.deliveries.get()
    assert row.sent_at is not None and row.accepted_at is None and row.claimed_until is None
    notice.refresh_from_db()
    assert notice.done_at is not None
    later = row.sent_at + timedelta(minutes=3)
    note_events([Event(row.public_id, "delivered", later)], later + timedelta(seconds=20))
    row.refresh_from_db()
    assert row.accepted_at == later


@pytest.mark.parametrize("setting", ["auto", "server"])
def test_an_event_that_is_quicker_than_our_note_stays(settings: Any, setting: str) -> None:
    """With "server" the earlier of both would be our own server's: it is what the setting asks for."""
    settings.MAIL_EVENTS, settings.MAIL_PROOF = SOME, setting
    _, notice, _ = filled(1)
    now = timezone.now()
    until, (mine,) = claim(notice, now, 1)
    row = notice.deliveries.get()
    note_acceptance(row, now + timedelta(seconds=1), "event")
    assert note([Taken(mine.id, now, now + timedelta(seconds=2))], [], until, now) == 1
    row.refresh_from_db()
    expected = now + timedelta(seconds=1 if setting == "auto" else 2)
    assert (row.sent_at, row.accepted_at) == (now, expected)


@pytest.mark.parametrize(
    ("setting", "events", "inbox", "is_told"),
    [
        ("report", NONE, None, True),
        ("report", NONE, {"kind": "lmtp"}, False),
        ("report", SOME, None, False),
        ("auto", NONE, None, False),
        ("server", NONE, None, False),
    ],
)
def test_whoever_can_never_hear_a_report_is_told(
    settings: Any, setting: str, events: dict[str, str], inbox: object, is_told: bool
) -> None:
    settings.MAIL_PROOF, settings.MAIL_EVENTS, settings.INBOX = setting, events, inbox
    settings.MAIL_LEAVES, settings.IS_DEMO, settings.IS_REHEARSAL = True, False, False
    settings.PUBLIC_URL = "https://ketju.example.com"
    assert ("ketju.W052" in [one.id for one in check_events()]) is is_told

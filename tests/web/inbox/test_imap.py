"""A box on a real IMAP server is read: nothing twice, nothing lost, flagged when it is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings
from django.utils import timezone

from ketju.web.base.access.models import Processor
from ketju.web.base.inbox import imap
from ketju.web.base.inbox.boxes import is_read, our_box
from ketju.web.base.inbox.imap import read_box
from ketju.web.base.inbox.jobs import read
from ketju.web.base.inbox.models import Box, Received

from . import imapserver
from .imapserver import ImapServer
from .mails import HOSTILE, mail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def process() -> Iterator[ImapServer]:
    with imapserver.running() as found:
        yield found


@pytest.fixture
def server(process: ImapServer) -> Iterator[ImapServer]:
    process.empty()
    with override_settings(INBOX=process.box):
        yield process


def subjects() -> list[str]:
    return [one.text for one in Received.objects.order_by("pk")]


def test_each_message_is_read_once_and_flagged(server: ImapServer, kite: Processor) -> None:
    assert read_box() == 0
    server.put(mail("one"), mail("two"))
    assert read.func() == 2
    assert all("\\Seen" in one for one in server.flags())
    server.put(mail("three"))
    assert read_box() == 1
    assert read_box() == 0
    assert subjects() == ["one", "two", "three"]
    assert is_read(timezone.now())


def test_whoever_is_stopped_anywhere_goes_on(
    server: ImapServer, kite: Processor, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.put(mail("one"), mail("two"), mail("three"))
    kept = imap.keep

    def stops(*args: object, **names: object) -> object:
        found = kept(*args, **names)  # type: ignore[arg-type]
        if Received.objects.count() == 2:
            raise OSError("killed before the row was committed")
        return found

    with monkeypatch.context() as patched:
        patched.setattr(imap, "keep", stops)
        with pytest.raises(OSError):
            read_box()
    assert subjects() == ["one"]
    assert not any("\\Seen" in one for one in server.flags()), "nothing is flagged before it is kept for good"
    box = our_box()
    assert box.last_uid == server.uids()[0] and box.failure == "OSError"
    assert read_box() == 2
    assert subjects() == ["one", "two", "three"]
    assert all("\\Seen" in one for one in server.flags())


def test_a_message_that_another_client_has_seen_is_read_all_the_same(
    server: ImapServer, kite: Processor
) -> None:
    server.put(mail("one"))
    client = server.client()
    client.select("INBOX")
    client.store("1", "+FLAGS", r"(\Seen)")
    client.logout()
    assert read_box() == 1


def test_when_the_server_numbers_anew_all_is_read_and_kept_once(server: ImapServer, kite: Processor) -> None:
    server.put(mail("one"), mail("two"))
    read_box()
    Box.objects.update(uidvalidity=1, last_uid=999)
    server.put(mail("three"))
    assert read_box() == 1
    assert subjects() == ["one", "two", "three"]


def test_a_reading_takes_so_many_and_the_next_goes_on(server: ImapServer, kite: Processor) -> None:
    server.put(*(mail(f"number {one}") for one in range(5)))
    assert [read_box(2), read_box(2), read_box(2), read_box(2)] == [2, 2, 1, 0]


def test_hostile_mail_does_not_stop_what_comes_after_it(server: ImapServer, kite: Processor) -> None:
    server.put(
        HOSTILE["bad encoded word"], HOSTILE["report of nonsense"].replace(b"\x00", b"?"), mail("after")
    )
    assert read_box() == 3
    assert subjects()[-1] == "after"


def test_what_is_too_large_is_read_in_part(
    server: ImapServer, kite: Processor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "LARGEST", 500)
    server.put(mail("x" * 2000))
    assert read_box() == 1
    received = Received.objects.get()
    assert received.is_cut and received.size == 500


def test_a_wrong_password_is_told_by_a_code(server: ImapServer) -> None:
    with (
        override_settings(INBOX={**server.box, "password": "wrong"}),
        pytest.raises(imap.imaplib.IMAP4.error),
    ):
        read_box()
    assert "wrong" not in Box.objects.get().failure

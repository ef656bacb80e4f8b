"""Machines are told from people: no absence notice objects to anything."""

from __future__ import annotations

import pytest

from ketju.web.base.outbox.replies import origin_of

# Headers as mail systems write them: Exchange, Gmail, vacation (Unix), Sieve, Postfix, Mailman.
CASES = (
    ([("Auto-Submitted", "auto-replied"), ("Subject", "Re: Uusi alikäsittelijä")], "auto-reply"),
    ([("auto-submitted", 'auto-generated; owner-email="x@example.org"')], "auto-reply"),
    (
        [("Subject", "Automatic reply: New sub-processor"), ("X-MS-Exchange-Inbox-Rules-Loop", "a")],
        "auto-reply",
    ),
    ([("Subject", "Out of Office: Hello")], "auto-reply"),
    ([("Subject", "Poissa: Uusi alikäsittelijä")], "auto-reply"),
    ([("Subject", "Automaattinen vastaus: Uusi")], "auto-reply"),
    ([("Subject", "Autosvar: Nytt underbiträde")], "auto-reply"),
    ([("Subject", "Frånvaro: Nytt underbiträde")], "auto-reply"),
    ([("Precedence", "auto_reply"), ("X-Autoreply", "yes")], "auto-reply"),
    ([("X-Autorespond", "Re: x")], "auto-reply"),
    ([("Content-Type", "multipart/report; report-type=disposition-notification")], "auto-reply"),
    ([("Content-Type", "multipart/report; report-type=delivery-status")], "bounce"),
    ([("Return-Path", "<>"), ("Subject", "Undelivered Mail Returned to Sender")], "bounce"),
    ([("Return-Path", "<MAILER-DAEMON@example.org>")], "bounce"),
    ([("X-Failed-Recipients", "a@example.org")], "bounce"),
    ([("List-Id", "<all.example.org>"), ("Precedence", "list")], "list"),
    ([("Precedence", "bulk")], "list"),
    ([("Auto-Submitted", "no"), ("Subject", "Re: New sub-processor")], "person"),
    ([("Subject", "We object"), ("Return-Path", "<ada@example.org>")], "person"),
    ([("Subject", "Poissaolo ei haittaa: vastustamme")], "person"),
    ([("Subject", "Out of office printers: we object")], "person"),
    ([("Subject", "Vastaus: Uusi alikäsittelijä")], "person"),
    ([], "person"),
)


@pytest.mark.parametrize(("headers", "origin"), CASES)
def test_who_wrote_it(headers: list[tuple[str, str]], origin: str) -> None:
    assert origin_of(headers) == origin


def test_the_sender_of_the_envelope_counts_more_than_a_header() -> None:
    assert origin_of([("Return-Path", "<ada@example.org>")], "") == "bounce"
    assert origin_of([], "ada@example.org") == "person"

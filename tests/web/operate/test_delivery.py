"""What answers of mail servers mean (RFC 5321, 4.2.1), and how long to wait (4.5.4.1)."""

from __future__ import annotations

import smtplib
import socket
from datetime import timedelta

import pytest

from ketju.web.base.outbox.delivery import RETRIES, failure_from, wait_after


@pytest.mark.parametrize(
    ("error", "reason", "is_permanent", "is_of_connection"),
    [
        (
            smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"5.1.1 a@b.example")}),
            "550 5.1.1",
            True,
            False,
        ),
        (
            smtplib.SMTPRecipientsRefused({"a@b.example": (450, b"4.2.0 greylisted")}),
            "450 4.2.0",
            False,
            False,
        ),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (421, b"busy")}), "421", False, True),
        (smtplib.SMTPDataError(552, b"5.3.4 too big"), "552 5.3.4", True, False),
        (smtplib.SMTPDataError(451, "4.3.0 later"), "451 4.3.0", False, False),
        (smtplib.SMTPAuthenticationError(535, b"5.7.8 no"), "sign-in 535", False, True),
        (smtplib.SMTPSenderRefused(553, b"not yours", "k@example.com"), "sender 553", False, True),
        (smtplib.SMTPConnectError(554, b"no"), "connection 554", False, True),
        (smtplib.SMTPServerDisconnected("gone"), "SMTPServerDisconnected", False, True),
        (socket.gaierror(-2, "unknown"), "gaierror", False, True),
        (TimeoutError(), "TimeoutError", False, True),
        (ValueError("a@b.example"), "ValueError", True, False),
        (RuntimeError("a@b.example"), "RuntimeError", False, False),
    ],
)
def test_what_an_answer_means(
    error: Exception, reason: str, is_permanent: bool, is_of_connection: bool
) -> None:
    found = failure_from(error)
    assert (found.reason, found.is_permanent, found.is_of_connection) == (
        reason, is_permanent, is_of_connection,
    )  # fmt: skip


def test_waits_grow_and_end_after_four_to_five_days() -> None:
    waits = [wait_after(number) for number in range(1, len(RETRIES) + 1)]
    assert waits == sorted(one for one in waits if one)
    assert timedelta(days=4) <= sum(RETRIES, timedelta()) <= timedelta(days=5)
    assert wait_after(len(RETRIES) + 1) is None

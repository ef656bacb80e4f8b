"""What an attempt to send ends in, and when to try again. Pure."""

from __future__ import annotations

import re
import smtplib
from dataclasses import dataclass
from datetime import timedelta

RETRIES: tuple[timedelta, ...] = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=8),
    timedelta(hours=16),
    timedelta(hours=24),
    timedelta(hours=24),
    timedelta(hours=24),
)
"""How long to wait after each attempt that failed for now: four days and some hours in all (RFC 5321, 4.5.4.1: whoever
gives up earlier than after four or five days gives up too early)."""
_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


@dataclass(frozen=True, slots=True)
class DeliveryFailed:
    """Why a message did not leave: a code without anything personal; whether another attempt can help; whether the
    fault is the connection's, so that no other message will leave by it either.
    """

    reason: str
    is_permanent: bool
    is_of_connection: bool = False


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts; None when it is time to give up."""
    return RETRIES[attempts - 1] if 1 <= attempts <= len(RETRIES) else None


def failure_from(error: Exception) -> DeliveryFailed:
    """What an exception of sending means. 5xx about the message or the
    recipient is permanent; all else may pass (RFC 5321, 4.2.1).
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return _answer(code, said)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return DeliveryFailed(f"sign-in {error.smtp_code}", is_permanent=False, is_of_connection=True)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return DeliveryFailed(f"sender {error.smtp_code}", is_permanent=False, is_of_connection=True)
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return DeliveryFailed(f"connection {error.smtp_code}", is_permanent=False, is_of_connection=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    if isinstance(error, OSError | smtplib.SMTPServerDisconnected):
        return DeliveryFailed(type(error).__name__, is_permanent=False, is_of_connection=True)
    return DeliveryFailed(type(error).__name__, is_permanent=isinstance(error, ValueError))


def _answer(code: int, said: bytes | str) -> DeliveryFailed:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    enhanced = _ENHANCED.search(text)
    reason = f"{code} {enhanced[1]}" if enhanced else str(code)
    return DeliveryFailed(reason, is_permanent=500 <= code < 600, is_of_connection=code == 421)

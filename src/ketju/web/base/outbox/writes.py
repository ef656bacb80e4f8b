"""What is done to the outbox by people and by the rest of the application: put in, pause, try again."""

from __future__ import annotations

from datetime import datetime
from email.utils import parseaddr

from django.db import transaction

from ketju.core.problems import Problem
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.outbox.models import Message, Pause


class AddressWrong(Problem):
    """An address that no mail can go to. The address itself is not told: it may stand in a log."""

    code = "web.outbox.address-wrong"


class PauseFixed(Problem):
    """A copy for rehearsal never sends."""

    code = "web.outbox.pause-fixed"


def domain_of(address: str) -> str:
    """The domain of an address, in small letters; nothing where there is none."""
    name, _, domain = parseaddr(address)[1].rpartition("@")
    return domain.lower()[:253] if name else ""


def enqueue_message(
    *,
    by: Actor,
    at: datetime,
    processor: Processor | None,
    key: str,
    kind: str,
    to: str,
    subject: str,
    text: str,
    language: str = "en",
    customer: str = "",
    not_before: datetime | None = None,
    reply_to: str = "",
    unsubscribe: str = "",
) -> Message:
    """Put a message into the outbox, in the transaction of what it tells of. Raises AddressWrong.

    With a key that is there already nothing happens: the first message stands, so that whoever is interrupted can
    begin anew.
    """
    address = parseaddr(to)[1]
    if not address or not domain_of(address) or any(sign in f"{to}{subject}" for sign in "\r\n"):
        raise AddressWrong
    columns = {
        "processor": processor, "customer": customer, "kind": kind, "language": language, "to": to,
        "domain": domain_of(address), "subject": subject, "text": text, "not_before": not_before or at,
        "reply_to": reply_to,
        "unsubscribe": unsubscribe,
    }  # fmt: skip
    with transaction.atomic():
        message, is_new = Message.objects.get_or_create(key=key, defaults=columns)
        if is_new:
            audited(
                by, "outbox.enqueue", "message", at=at, processor=processor, customer=customer,
                subject=message.public_id,
            )  # fmt: skip
    return message


def pause_mail(
    *,
    by: Actor,
    at: datetime,
    processor: Processor | None = None,
    reason: str = "",
    is_rehearsal: bool = False,
) -> Pause:
    """Keep the mail of a processor in until somebody ends the pause, or all mail where none is given.

    A pause that holds already stands.
    """
    with transaction.atomic():
        holding = Pause.objects.filter(ended_at=None, processor=processor, is_rehearsal=is_rehearsal).first()
        if holding is not None:
            return holding
        pause = Pause.objects.create(
            since=at,
            processor=processor,
            reason=reason[:200],
            paused_by=by.user,
            is_rehearsal=is_rehearsal,
        )
        audited(by, "outbox.pause", "outbox", at=at, processor=processor)
    return pause


def resume_mail(*, by: Actor, at: datetime, processor: Processor | None = None) -> None:
    """Let mail leave again, that of a processor or all. Raises PauseFixed in a copy for rehearsal."""
    with transaction.atomic():
        holding = Pause.objects.filter(ended_at=None)
        if holding.filter(is_rehearsal=True).exists():
            raise PauseFixed
        if holding.filter(processor=processor).update(ended_at=at):
            audited(by, "outbox.resume", "outbox", at=at, processor=processor)


def retry_message(*, by: Actor, at: datetime, message: Message) -> bool:
    """Try a message again that was given up; False where it was not."""
    with transaction.atomic():
        changed = Message.objects.filter(pk=message.pk, sent_at=None).exclude(failed_at=None)
        if not changed.update(failed_at=None, failure="", attempts=0, not_before=at, claimed_until=None):
            return False
        audited(
            by, "outbox.retry", "message", at=at, processor=message.processor, customer=message.customer,
            subject=message.public_id,
        )  # fmt: skip
    return True

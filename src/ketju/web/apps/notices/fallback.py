"""Where a channel fails, the next one is tried; the last is a letter, which is work for a person."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from ketju.web.apps.notices.models import Delivery, Endpoint, Notice
from ketju.web.apps.notices.reasons import reason_text
from ketju.web.apps.notices.writes.rows import Row, add_rows

LAST = "letter"
_ACTIVE = ("e-mail", "webhook", "letter")
"""Channels that reach somebody by themselves; what stands in an application waits until somebody looks."""
LEFT = Q(failed_at=None, bounced_at=None, returned_at=None, channel__in=_ACTIVE) | (
    Q(displayed_at__isnull=False) | Q(acknowledged_at__isnull=False)
)
"""Messages by which somebody is reached, or may be yet."""


def fall_back(failed: Delivery, at: datetime) -> str:
    """Go on by the next channel where nobody else of the customer is reached; the last channel that was begun, "" for
    none. After the application, which waits until somebody looks, the next one is begun at once.

    Call it in the transaction that notes the failure. A second dead address changes nothing: the first main user who is
    reached is enough. The same channel is not begun twice.
    """
    begun = ""
    if not failed.is_main_user or _is_somebody_left(failed):
        return begun
    for channel, *then in _ways(failed):
        address = _address(channel, failed)
        if address is None:
            continue
        contact = failed.contact_id if channel == "e-mail" else None
        why = reason_text("after", [failed.channel])
        row = Row(
            failed.customer_id,
            contact,
            failed.text_id,
            channel,
            address,
            is_main_user=True,
            then=tuple(then),
            why=why,
        )
        if add_rows(failed.notice, [row], at):
            _count(failed.notice)
            begun = channel
            if channel in _ACTIVE:
                break
    return begun


def is_left(one: Delivery) -> bool:
    """Whether a message is one of ``LEFT``."""
    if one.displayed_at is not None or one.acknowledged_at is not None:
        return True
    has_failed = any(at is not None for at in (one.failed_at, one.bounced_at, one.returned_at))
    return one.channel in _ACTIVE and not has_failed


def _ways(failed: Delivery) -> list[list[str]]:
    """The channels that are left, each with those after it: mail first where nobody looked into an application, a
    letter at the end in any case.
    """
    named = ["e-mail"] if failed.channel == "in-app" else []
    named += [name for name in failed.then.split(",") if name not in ("", LAST, *named)]
    names = [*named, LAST]
    return [names[at:] for at in range(len(names))]


def _is_somebody_left(failed: Delivery) -> bool:
    rows = Delivery.objects.filter(notice=failed.notice_id, customer=failed.customer_id, is_main_user=True)
    return rows.exclude(pk=failed.pk).filter(LEFT).exists()


def _address(channel: str, failed: Delivery) -> str | None:
    """Where a channel leads for the customer; None where it leads nowhere. A letter without an address is work, too."""
    if channel == "webhook":
        endpoint = Endpoint.objects.filter(customer=failed.customer_id, ended_at=None).first()
        return str(endpoint.url) if endpoint else None
    if channel == "letter":
        return str(failed.customer.postal_address)
    if channel == "e-mail":
        return _mail_address(failed)
    return "" if channel == "in-app" else None


def _mail_address(failed: Delivery) -> str | None:
    """The address of whoever was to look; None where there is none, or where mail to it came back last."""
    contact = failed.contact
    if contact is None or contact.ended_on is not None or contact.erased_at is not None or not contact.email:
        return None
    rows = Delivery.objects.filter(contact=contact, channel="e-mail")
    dead = rows.annotate(dead_at=Coalesce("bounced_at", "failed_at")).exclude(dead_at=None)
    if contact.verified_at is not None:
        dead = dead.filter(dead_at__gte=contact.verified_at)
    return None if dead.exists() else str(contact.email)


def _count(notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk).update(total=F("total") + 1, written=F("written") + 1, done_at=None)

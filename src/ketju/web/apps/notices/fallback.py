"""Where a channel fails, the next one is tried; the last is a letter, which is work for a person."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q

from ketju.web.apps.notices.models import Delivery, Endpoint, Notice
from ketju.web.apps.notices.writes.rows import Row, add_rows

LAST = "letter"
_ACTIVE = ("e-mail", "webhook", "letter")
"""Channels that reach somebody by themselves; what stands in an application waits until somebody looks."""


def fall_back(failed: Delivery, at: datetime) -> str:
    """Go on by the next channel where nobody else of the customer is reached; the last channel that was begun, "" for
    none. After the application, which waits until somebody looks, the next one is begun at once.

    Call it in the transaction that notes the failure. A second dead address changes nothing: the first main user who is
    reached is enough. The same channel is not begun twice.
    """
    begun = ""
    if not failed.is_main_user or _is_somebody_left(failed):
        return begun
    for channel, *then in _ways(failed.then):
        address = _address(channel, failed)
        if address is None:
            continue
        row = Row(
            failed.customer_id, None, failed.text_id, channel, address, is_main_user=True, then=tuple(then)
        )
        if add_rows(failed.notice, [row], at):
            _count(failed.notice)
            begun = channel
            if channel in _ACTIVE:
                break
    return begun


def _ways(then: str) -> list[list[str]]:
    """The channels that are left, each with those after it; a letter at the end in any case."""
    names = [name for name in then.split(",") if name and name != LAST] + [LAST]
    return [names[at:] for at in range(len(names))]


def _is_somebody_left(failed: Delivery) -> bool:
    rows = Delivery.objects.filter(notice=failed.notice_id, customer=failed.customer_id, is_main_user=True)
    alive = Q(failed_at=None, bounced_at=None, returned_at=None, channel__in=_ACTIVE)
    seen = Q(displayed_at__isnull=False) | Q(acknowledged_at__isnull=False)
    return rows.exclude(pk=failed.pk).filter(alive | seen).exists()


def _address(channel: str, failed: Delivery) -> str | None:
    """Where a channel leads for the customer; None where it leads nowhere. A letter without an address is work, too."""
    if channel == "webhook":
        endpoint = Endpoint.objects.filter(customer=failed.customer_id, ended_at=None).first()
        return str(endpoint.url) if endpoint else None
    if channel == "letter":
        return str(failed.customer.postal_address)
    return "" if channel == "in-app" else None


def _count(notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk).update(total=F("total") + 1, written=F("written") + 1, done_at=None)

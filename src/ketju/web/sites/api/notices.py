"""Endpoints for notices in the company's own application: what to show to a customer, and the proof that it was."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.notices.reads import delivery_in_app, open_notices, text_to
from ketju.web.apps.notices.writes.facts import record_acknowledgement, record_display
from ketju.web.base.audit.writing import audited
from ketju.web.sites.api.doors import actor, token_of
from ketju.web.sites.api.endpoints import endpoint
from ketju.web.sites.api.found import customer_at
from ketju.web.sites.api.problems import NotFound

router = Router(tags=["notices"])
READ, WRITE = "customers.read", "customers.write"
MOST = 50


class NoticeOut(Schema):
    """A notice as it is shown to a customer."""

    id: str
    about: str
    language: str
    subject: str
    text: str
    released_at: datetime
    displayed_at: datetime | None
    acknowledged_at: datetime | None


class NoticesOut(Schema):
    """Notices that are open, newest first."""

    items: list[NoticeOut]


def _shown(row: Delivery) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "about": row.notice.about,
        "language": row.text.language,
        "subject": row.text.subject,
        "text": text_to(row),
        "released_at": row.notice.released_at,
        "displayed_at": row.displayed_at,
        "acknowledged_at": row.acknowledged_at,
    }


def _row(request: HttpRequest, public_id: str) -> Delivery:
    found = delivery_in_app(token_of(request).processor, public_id)
    if found is None:
        raise NotFound
    return found


@endpoint(router, "GET", "/customers/{customer_id}/notices", READ, NoticesOut)
def list_notices(request: HttpRequest, customer_id: str) -> Any:
    """Open notices of a customer, to be shown where its people work."""
    customer = customer_at(request, customer_id)
    rows = list(open_notices(customer)[:MOST])
    audited(
        actor(request), "notices.read", "delivery", at=timezone.now(), processor=customer.processor,
        customer=customer.public_id, count=max(len(rows), 1),
    )  # fmt: skip
    return {"items": [_shown(row) for row in rows]}


@endpoint(router, "POST", "/notices/{notice_id}/displayed", WRITE, NoticeOut)
def display_notice(request: HttpRequest, notice_id: str) -> Any:
    """Record that a notice was shown to the customer: from now on it counts as delivered. The first time counts."""
    record_display(by=actor(request), at=timezone.now(), delivery=_row(request, notice_id))
    return _shown(_row(request, notice_id))


@endpoint(router, "POST", "/notices/{notice_id}/acknowledged", WRITE, NoticeOut)
def acknowledge_notice(request: HttpRequest, notice_id: str) -> Any:
    """Record that somebody there says that the notice was read: it is not shown any longer."""
    record_acknowledgement(by=actor(request), at=timezone.now(), delivery=_row(request, notice_id))
    return _shown(_row(request, notice_id))

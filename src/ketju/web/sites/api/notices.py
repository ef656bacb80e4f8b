"""Endpoints for notices in the company's own application: what to show to a customer, and the proof that it was."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.notices.reads import delivery_in_app, open_notices, text_to
from ketju.web.apps.notices.webhooks import end_endpoint, endpoint_of, set_endpoint
from ketju.web.apps.notices.writes.facts import record_acknowledgement, record_display
from ketju.web.base.audit.writing import audited
from ketju.web.sites.api.doors import actor, token_of
from ketju.web.sites.api.drafts_shapes import EmptyIn
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


class WebhookIn(Schema):
    """Where a customer's program takes notices: an HTTPS address on the public network."""

    url: str = Field(max_length=500)


class WebhookOut(Schema):
    """The address of a customer's program, "" for none."""

    url: str
    made_at: datetime | None


class WebhookMadeOut(WebhookOut):
    """The same, with the secret by which the program checks what it gets; it is told this once."""

    secret: str


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


@endpoint(router, "GET", "/customers/{customer_id}/webhook", READ, WebhookOut)
def get_webhook(request: HttpRequest, customer_id: str) -> Any:
    """Where notices to a customer go besides, for its program."""
    found = endpoint_of(customer_at(request, customer_id))
    return {"url": str(found.url) if found else "", "made_at": found.made_at if found else None}


@endpoint(router, "PUT", "/customers/{customer_id}/webhook", WRITE, WebhookMadeOut)
def set_webhook(request: HttpRequest, customer_id: str, payload: WebhookIn) -> Any:
    """Set where a customer's program takes notices, besides what its terms say; an earlier address ends.

    Messages are signed as Standard Webhooks have it. No period runs from them.
    """
    customer = customer_at(request, customer_id)
    made = set_endpoint(by=actor(request), at=timezone.now(), customer=customer, url=payload.url)
    return {"url": payload.url, "made_at": made.made_at, "secret": str(made.secret)}


@endpoint(router, "POST", "/customers/{customer_id}/webhook/end", WRITE, WebhookOut)
def end_webhook(request: HttpRequest, customer_id: str, payload: EmptyIn) -> Any:
    """Send nothing more to a customer's program."""
    end_endpoint(by=actor(request), at=timezone.now(), customer=customer_at(request, customer_id))
    return get_webhook(request, customer_id)

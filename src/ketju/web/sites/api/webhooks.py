"""Endpoints for the address at which a customer's program takes notices: setting it, trying it out, what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from ketju.web.apps.notices.endpoints import (
    ask_for_test,
    end_endpoint,
    endpoint_of,
    last_to_program,
    renew_secret,
    set_endpoint,
)
from ketju.web.apps.notices.models import Delivery, Endpoint
from ketju.web.sites.api.doors import actor
from ketju.web.sites.api.drafts_shapes import EmptyIn
from ketju.web.sites.api.endpoints import endpoint
from ketju.web.sites.api.found import customer_at
from ketju.web.sites.api.problems import NotFound

router = Router(tags=["notices"])
READ, WRITE = "customers.read", "customers.write"


class WebhookIn(Schema):
    """Where a customer's program takes notices: an HTTPS address on the public network."""

    url: str = Field(max_length=500)


class WebhookOut(Schema):
    """The address of a customer's program, "" for none, and its last test: when it was asked for, when its result came,
    the status of the answer (0 for none), why there was none, and how long it took.
    """

    url: str
    made_at: datetime | None
    test_asked_at: datetime | None
    tested_at: datetime | None
    test_status: int
    test_failure: str
    test_millis: int


class WebhookMadeOut(WebhookOut):
    """The same, with the secret by which the program checks what it gets; it is told this once."""

    secret: str


class ToProgramOut(Schema):
    """A notice to a customer's program: when it was taken or given up, and what went wrong last."""

    id: str
    about: str
    subject: str
    attempts: int
    taken_at: datetime | None
    failed_at: datetime | None
    failure: str


class ToProgramsOut(Schema):
    """The last notices to a customer's program, newest first."""

    items: list[ToProgramOut]


def _address(found: Endpoint | None) -> dict[str, Any]:
    names = ("made_at", "test_asked_at", "tested_at", "test_status", "test_failure", "test_millis")
    one = found or Endpoint(url="")
    return {"url": str(one.url), **{name: getattr(one, name) for name in names}}


def _made(made: Endpoint) -> dict[str, Any]:
    return {**_address(made), "secret": str(made.secret)}


def _sent(row: Delivery) -> dict[str, Any]:
    return {
        "id": row.public_id, "about": row.notice.about, "subject": row.text.subject, "attempts": row.attempts,
        "taken_at": row.accepted_at, "failed_at": row.failed_at, "failure": row.failure,
    }  # fmt: skip


@endpoint(router, "GET", "/customers/{customer_id}/webhook", READ, WebhookOut)
def get_webhook(request: HttpRequest, customer_id: str) -> Any:
    """Where notices to a customer go besides, for its program."""
    return _address(endpoint_of(customer_at(request, customer_id)))


@endpoint(router, "PUT", "/customers/{customer_id}/webhook", WRITE, WebhookMadeOut)
def set_webhook(request: HttpRequest, customer_id: str, payload: WebhookIn) -> Any:
    """Set where a customer's program takes notices, besides what its terms say; an earlier address ends.

    Messages are signed as Standard Webhooks have it. No period runs from them.
    """
    customer = customer_at(request, customer_id)
    return _made(set_endpoint(by=actor(request), at=timezone.now(), customer=customer, url=payload.url))


@endpoint(router, "POST", "/customers/{customer_id}/webhook/secret", WRITE, WebhookMadeOut)
def renew_webhook(request: HttpRequest, customer_id: str, payload: EmptyIn) -> Any:
    """Give the address a new secret; the old one signs nothing more."""
    made = renew_secret(by=actor(request), at=timezone.now(), customer=customer_at(request, customer_id))
    if made is None:
        raise NotFound
    return _made(made)


@endpoint(router, "POST", "/customers/{customer_id}/webhook/test", WRITE, WebhookOut)
def test_webhook(request: HttpRequest, customer_id: str, payload: EmptyIn) -> Any:
    """Have a test sent, soon; its result is read with the address. While one is awaited, nothing more is sent."""
    customer = customer_at(request, customer_id)
    if not ask_for_test(by=actor(request), at=timezone.now(), customer=customer):
        raise NotFound
    return _address(endpoint_of(customer))


@endpoint(router, "GET", "/customers/{customer_id}/webhook/deliveries", READ, ToProgramsOut)
def list_webhook_deliveries(request: HttpRequest, customer_id: str) -> Any:
    """The last notices to a customer's program and what came of them."""
    return {"items": [_sent(row) for row in last_to_program(customer_at(request, customer_id))]}


@endpoint(router, "POST", "/customers/{customer_id}/webhook/end", WRITE, WebhookOut)
def end_webhook(request: HttpRequest, customer_id: str, payload: EmptyIn) -> Any:
    """Send nothing more to a customer's program."""
    customer = customer_at(request, customer_id)
    end_endpoint(by=actor(request), at=timezone.now(), customer=customer)
    return _address(None)

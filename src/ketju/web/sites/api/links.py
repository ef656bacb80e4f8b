"""Endpoints for signed links: for people of a customer who follow its sub-processors without an account."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Router, Schema, Status

from ketju.web.apps.registers.models import SignedLink
from ketju.web.apps.registers.reads_links import link_of, links_of
from ketju.web.apps.registers.writes.links import make_link, revoke_link
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.writing import audited
from ketju.web.sites.api.doors import actor
from ketju.web.sites.api.endpoints import endpoint
from ketju.web.sites.api.found import customer_at
from ketju.web.sites.api.given import Day, Text
from ketju.web.sites.api.problems import NotFound
from ketju.web.sites.api.shapes import Given

router = Router(tags=["links"])
READ, WRITE = "customers.read", "customers.write"


class LinkIn(Given):
    """For whom a link is, and the last day on which it opens."""

    label: Text
    ends_on: Day | None = None


class LinkOut(Schema):
    """A link. ``seen_on`` is the day on which it was opened last."""

    id: str
    label: str
    created_at: datetime
    ends_on: date | None
    seen_on: date | None
    revoked_at: datetime | None


class NewLinkOut(LinkOut):
    """A link that was just made, with its address, which is told this once."""

    address: str


class LinksOut(Schema):
    """The links of a customer, the newest first."""

    items: list[LinkOut]


def _shown(one: SignedLink) -> dict[str, Any]:
    return {
        "id": one.public_id, "label": one.label, "created_at": one.created_at, "ends_on": one.ends_on,
        "seen_on": one.seen_on, "revoked_at": one.revoked_at,
    }  # fmt: skip


@endpoint(router, "GET", "/customers/{customer_id}/links", READ, LinksOut)
def list_links(request: HttpRequest, customer_id: str) -> Any:
    """The signed links of a customer; their addresses are told when they are made and never again."""
    one = customer_at(request, customer_id)
    found = links_of(one)
    audited(
        actor(request), "customers.read", "link", at=timezone.now(), processor=one.processor, customer=one.public_id,
        count=max(len(found), 1),
    )  # fmt: skip
    return {"items": [_shown(each) for each in found]}


@endpoint(router, "POST", "/customers/{customer_id}/links", WRITE, NewLinkOut, 201)
def add_link(request: HttpRequest, customer_id: str, payload: LinkIn) -> Any:
    """A signed link: whoever has it sees the customer's sub-processors and their changes, and no contact persons."""
    one = customer_at(request, customer_id)
    made, secret = make_link(
        by=actor(request), at=timezone.now(), on=day_at(one.processor), customer=one, label=payload.label,
        ends_on=payload.ends_on,
    )  # fmt: skip
    address = settings.PUBLIC_URL + reverse("signed-link", kwargs={"secret": secret})
    return Status(201, {**_shown(made), "address": address})


@endpoint(router, "POST", "/customers/{customer_id}/links/{link_id}/revoke", WRITE, LinkOut)
def end_link(request: HttpRequest, customer_id: str, link_id: str) -> Any:
    """A link opens nothing any more. Twice is as once."""
    one = customer_at(request, customer_id)
    found = link_of(one, link_id.replace("\x00", ""))
    if found is None:
        raise NotFound
    revoke_link(by=actor(request), at=timezone.now(), link=found)
    found.refresh_from_db()
    return _shown(found)

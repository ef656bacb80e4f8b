"""What every page of the portal needs: the customer, who acts, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ketju.web.apps.parties.models import Customer
from ketju.web.apps.selfservice.organisation import customer_of
from ketju.web.apps.selfservice.problems import NotThere
from ketju.web.base.access.permission import Standing
from ketju.web.base.audit.writing import Actor
from ketju.web.base.pages.templatetags.words import words


def customer_on(request: HttpRequest) -> Customer:
    """The customer of the address, which the policy has checked."""
    try:
        found = customer_of(request.customer_id)  # type: ignore[attr-defined]
    except NotThere:
        raise Http404 from None
    request.place = found.name  # type: ignore[attr-defined]
    return found


def standing_on(request: HttpRequest) -> Standing:
    """What the person is there."""
    found: Standing = request.standing  # type: ignore[attr-defined]
    return found


def may(request: HttpRequest, action: str) -> bool:
    """Whether the person may do something for the customer of the address."""
    return standing_on(request).may(action, request.customer_id)  # type: ignore[attr-defined]


def actor_on(request: HttpRequest) -> Actor:
    """The person in the role held for this customer."""
    standing, customer = standing_on(request), request.customer_id  # type: ignore[attr-defined]
    roles = (one.role for one in standing.memberships if one.customer == customer)
    request_id = getattr(request, "request_id", "")
    return Actor(user=standing.user, role=next(roles, ""), request_id=request_id)


def contact_address(request: HttpRequest, customer: str, contact: str) -> str:
    """Where the person changes a contact: any for whoever may, else their own."""
    parts = {"customer": customer}
    if may(request, "portal.contacts"):
        return reverse("portal-contact", kwargs={**parts, "contact": contact})
    return reverse("portal-contact-own", kwargs=parts)


def portal_page(
    request: HttpRequest, template: str, customer: Customer, context: Mapping[str, Any], *,
    above: tuple[str, ...] = (), status: int = 200,
) -> HttpResponse:  # fmt: skip
    """A page of the portal. ``above`` names the pages between the first one and this one."""
    parts = {"customer": customer.public_id}
    said = words()
    crumbs = [(said(f"web.menu.{name}"), reverse(name, kwargs=parts)) for name in ("portal", *above)]
    whole = {"customer": customer, "crumbs": crumbs, **context}
    return render(request, f"portal/{template}", whole, status=status)

"""The first page of the portal: what is asked, and what the customer has."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ketju.web.apps.cases.reads_portal import open_to_objections
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.selfservice.start import Ask, start_of
from ketju.web.base.access.zones import day_at
from ketju.web.base.pages.templatetags.words import until_words, words
from ketju.web.sites.portal.frame import contact_address, customer_on, portal_page, standing_on
from ketju.web.sites.portal.services import service_name

_PAGES = {
    "privacy-contact": ("portal-contact-new", ""),
    "contacts": ("portal-contacts", ""),
    "agreement": ("portal-agreements", ""),
    "data": ("portal-service", "service"),
}


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What I am asked, my services."""
    customer = customer_on(request)
    start = start_of(customer, standing_on(request), day_at(customer.processor), timezone.now())
    context = {
        "asks": [*_changes(customer), *(_shown(request, customer.public_id, one) for one in start.asks)],
        "services": [(one, service_name(one)) for one in start.services],
        "contacts": len(start.contacts),
        "crumbs": [],
    }
    return portal_page(request, "start.html", customer, context)


def _changes(customer: Customer) -> list[dict[str, str]]:
    """Changes to which the customer can object now, and has not."""
    said, now = words(), timezone.now()
    return [
        {
            "title": said("web.following.ask", name=one.change.title, day=until_words(one.window_ends)),
            "why": said("web.following.ask.why"),
            "next": said("web.following.ask.next"),
            "address": reverse("portal-change", args=(customer.public_id, one.change.public_id)),
        }
        for one in open_to_objections(customer, now)
        if one.window_ends is not None
    ]


def _shown(request: HttpRequest, customer: str, ask: Ask) -> dict[str, str]:
    said, key = words(), f"web.portal.ask.{ask.kind}"
    return {
        "title": said(key, name=service_name(ask.service) if ask.service else ask.name),
        "why": said(f"{key}.why"),
        "next": said(f"{key}.next"),
        "address": _address(request, customer, ask),
    }


def _address(request: HttpRequest, customer: str, ask: Ask) -> str:
    if ask.kind == "confirm":
        return contact_address(request, customer, ask.subject)
    name, part = _PAGES[ask.kind]
    return reverse(name, kwargs={"customer": customer, **({part: ask.subject} if part else {})})

"""Agreements: what was accepted, and what waits for it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.web.apps.selfservice.agreements import accept_agreement, acceptances_of, waiting_versions
from ketju.web.base.access.zones import day_at
from ketju.web.base.pages.templatetags.words import words
from ketju.web.sites.portal.frame import actor_on, customer_on, may, portal_page


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What was accepted, by whom and when."""
    customer = customer_on(request)
    context = {
        "acceptances": acceptances_of(customer),
        "waiting": waiting_versions(customer, day_at(customer.processor)),
        "may_accept": may(request, "portal.accept"),
    }
    return portal_page(request, "agreements.html", customer, context)


@require_POST
def accept(request: HttpRequest, version: str) -> HttpResponse:
    """Accept a version."""
    customer = customer_on(request)
    at = timezone.now()
    on = day_at(customer.processor, at)
    accept_agreement(by=actor_on(request), at=at, on=on, customer=customer.public_id, version=version)
    messages.success(request, words()("web.portal.agreement.accepted"))
    return redirect("portal-agreements", customer=customer.public_id)

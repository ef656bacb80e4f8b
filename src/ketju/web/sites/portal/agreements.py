"""Agreements: what was accepted, and what waits for it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.http import require_POST, require_safe

from ketju.web.apps.agreements.models import AgreementText, AgreementVersion
from ketju.web.apps.agreements.reads import text_for
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.selfservice.agreements import (
    accept_agreement,
    acceptances_of,
    readable,
    waiting_versions,
)
from ketju.web.apps.selfservice.problems import NotThere
from ketju.web.base.access.zones import day_at
from ketju.web.base.pages.templatetags.words import words
from ketju.web.sites.portal.frame import actor_on, customer_on, may, portal_page


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What was accepted, by whom and when."""
    customer = customer_on(request)
    waiting = waiting_versions(customer, day_at(customer.processor))
    context = {
        "acceptances": acceptances_of(customer),
        "waiting": [(one, _text(one, customer)) for one in waiting],
        "may_accept": may(request, "portal.accept"),
    }
    return portal_page(request, "agreements.html", customer, context)


def _text(version: AgreementVersion, customer: Customer) -> AgreementText | None:
    """The text for the reader: in the page's language, else in the customer's, else in the processor's, else in any."""
    language = translation.get_language() or ""
    return text_for(version, language, customer.language, customer.processor.language)


@require_safe
def show_one(request: HttpRequest, version: str) -> HttpResponse:
    """The text of a version, and a button to accept it where it waits."""
    customer = customer_on(request)
    on = day_at(customer.processor)
    try:
        one = readable(customer, version, on)
    except NotThere:
        raise Http404 from None
    acceptance = next((each for each in acceptances_of(customer) if each.agreement_id == one.pk), None)
    waits = acceptance is None and one in waiting_versions(customer, on)
    context = {
        "version": one,
        "text": _text(one, customer),
        "acceptance": acceptance,
        "waits": waits,
        "may_accept": waits and may(request, "portal.accept"),
    }
    return portal_page(request, "agreement.html", customer, context, above=("portal-agreements",))


@require_POST
def accept(request: HttpRequest, version: str) -> HttpResponse:
    """Accept a version."""
    customer = customer_on(request)
    at = timezone.now()
    on = day_at(customer.processor, at)
    accept_agreement(by=actor_on(request), at=at, on=on, customer=customer.public_id, version=version)
    messages.success(request, words()("web.portal.agreement.accepted"))
    return redirect("portal-agreements", customer=customer.public_id)

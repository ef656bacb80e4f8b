"""Two versions of our agreement beside each other: what changes for us."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ketju.web.apps.agreements.comparing import compared, pair_of
from ketju.web.apps.selfservice.agreements import readable_versions, waiting_versions
from ketju.web.base.access.zones import day_at
from ketju.web.base.pages.templatetags.words import words
from ketju.web.sites.portal.frame import customer_on, portal_page


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The version that we have and the one that waits for us, or two that are chosen."""
    customer = customer_on(request)
    on = day_at(customer.processor)
    choices = readable_versions(customer, on)
    asked = request.GET.get("from", ""), request.GET.get("to", "")
    waiting = set() if asked[1] else {one.pk for one in waiting_versions(customer, on)}
    if any(one and one not in {each.public_id for each in choices} for one in asked):
        raise Http404
    pair = pair_of(choices, *asked, waiting=waiting)
    found = None
    if pair is not None:
        language = request.GET.get("language", "")
        found = compared(*pair, on, words(), language=language, customer=customer)
    context = {"compared": found, "choices": choices}
    return portal_page(request, "compare.html", customer, context, above=("portal-agreements",))

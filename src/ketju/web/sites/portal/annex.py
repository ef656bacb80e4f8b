"""The annex of sub-processors to our agreement: as of a day, on a page and as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.web.apps.registers.annex import annex_asked, annex_context
from ketju.web.apps.registers.customer_pages import asked_in, view_for
from ketju.web.base.access.policy import day_at
from ketju.web.base.pages.downloads import handed_out
from ketju.web.base.pages.templatetags.words import words
from ketju.web.sites.portal.frame import actor_on, customer_on, may, portal_page


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The annex of a day: those in use, and those that are planned."""
    customer = customer_on(request)
    asked = asked_in(request.GET, day_at(customer.processor))
    view = view_for(customer, asked.on, timezone.now())
    context = annex_context(view, asked, words()) | {"may_export": may(request, "portal.export")}
    return portal_page(request, "annex.html", customer, context, above=("portal-agreements",))


@require_POST
def download(request: HttpRequest) -> HttpResponse:
    """The annex as a file, with contact persons. It is asked for by a form, so no link to it can be passed on."""
    customer = customer_on(request)
    made = annex_asked(by=actor_on(request), at=timezone.now(), customer=customer, given=request.POST)
    return handed_out(made.name, made.media_type, made.data)

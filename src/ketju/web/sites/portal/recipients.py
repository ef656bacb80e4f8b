"""Who were my sub-processors at an instant: since when, on which notice, authorised how; as a file (Art. 15)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.web.apps.cases.asked_then import asked_then
from ketju.web.apps.cases.recipients_shown import file_then, rows_then
from ketju.web.sites.portal.frame import actor_on, customer_on, may, portal_page


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The sub-processors at a day and time."""
    customer, given = customer_on(request), request.GET
    asked = asked_then(given.get("on", ""), given.get("time", ""), customer.processor, timezone.now())
    context = {
        "rows": rows_then(customer, asked), "asked": asked, "may_export": may(request, "portal.export"),
    }  # fmt: skip
    return portal_page(request, "recipients.html", customer, context, above=("portal-changes",))


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The same as a file. It is asked for by a form, so that no link to it can be passed on."""
    customer, given, now = customer_on(request), request.POST, timezone.now()
    asked = asked_then(given.get("on", ""), given.get("time", ""), customer.processor, now)
    return file_then(by=actor_on(request), at=now, customer=customer, asked=asked)

"""Who were a customer's sub-processors at a day and time: since when, on which notice, with which authorisation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.web.apps.cases.asked_then import Asked, asked_then
from ketju.web.apps.cases.recipients_shown import file_then, rows_then
from ketju.web.sites.staff.acting import actor, may, page, processor_of
from ketju.web.sites.staff.customers import found, note_read


@require_safe
def show(request: HttpRequest, customer: str) -> HttpResponse:
    """The sub-processors at an instant."""
    one = found(request, customer)
    asked = _asked(request, request.GET.get("on", ""), request.GET.get("time", ""))
    rows = rows_then(one, asked)
    note_read(request, one, "register", max(len(rows), 1))
    return page(
        request, "customers/recipients.html", customer=one, tab="registers", rows=rows, asked=asked,
        may_audit=may(request, "audit.read"), may_export=may(request, "customers.export"),
        may_read_changes=may(request, "cases.read"),
    )  # fmt: skip


@require_POST
def export(request: HttpRequest, customer: str) -> HttpResponse:
    """The same as a file, which is noted. It is asked for by a form, so that no link to it can be passed on."""
    one, now = found(request, customer), timezone.now()
    asked = _asked(request, request.POST.get("on", ""), request.POST.get("time", ""))
    return file_then(by=actor(request), at=now, customer=one, asked=asked)


def _asked(request: HttpRequest, on: str, at: str) -> Asked:
    return asked_then(on, at, processor_of(request), timezone.now())

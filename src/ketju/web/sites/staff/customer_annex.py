"""The annex of sub-processors to a customer's agreement, as the customer sees it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.web.apps.registers.annex import annex_asked, annex_context
from ketju.web.apps.registers.customer_pages import asked_in, view_for
from ketju.web.base.access.policy import day_at
from ketju.web.base.pages.downloads import handed_out
from ketju.web.sites.staff.acting import actor, may, page, words
from ketju.web.sites.staff.customers import found, note_read


@require_safe
def show(request: HttpRequest, customer: str) -> HttpResponse:
    """The annex of a day."""
    one = found(request, customer)
    asked = asked_in(request.GET, day_at(one.processor))
    view = view_for(one, asked.on, timezone.now())
    note_read(request, one, "register", max(len(view.services), 1))
    context = annex_context(view, asked, words())
    return page(
        request, "customers/annex.html", customer=one, tab="agreements", may_audit=may(request, "audit.read"),
        may_export=True, **context,
    )  # fmt: skip


@require_POST
def download(request: HttpRequest, customer: str) -> HttpResponse:
    """The annex as a file."""
    one = found(request, customer)
    made = annex_asked(by=actor(request), at=timezone.now(), customer=one, given=request.POST)
    return handed_out(made.name, made.media_type, made.data)

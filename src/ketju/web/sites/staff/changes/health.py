"""Customers whom a notice would not reach today, or might not, and what can be done about it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.web.apps.cases.health import STATES, health_in
from ketju.web.apps.cases.models import ContactHealth
from ketju.web.apps.cases.reads_desk import customer_named
from ketju.web.apps.cases.writes.asking import ask_to_confirm
from ketju.web.sites.staff.acting import actor, may, page, processor_of, words
from ketju.web.sites.staff.changes.frame import note_read, number_in, tell

FILTERS = (*STATES, "all")


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Customers with something wrong, by what it is, a page at a time; counted beforehand."""
    processor, state = processor_of(request), request.GET.get("state", "")
    state = state if state in FILTERS else FILTERS[0]
    rows, more = health_in(processor, state, number_in(request, "after"))
    note_read(request, len(rows))
    return page(
        request, "changes/health.html", rows=[(one, _wrong(one)) for one in rows], state=state, states=FILTERS,
        tab="health", may_write=may(request, "cases.write"), may_add=may(request, "customers.write"),
        older=f"?state={state}&after={more}" if more else "",
        newer=f"?state={state}" if request.GET.get("after") else "",
    )  # fmt: skip


def _wrong(one: ContactHealth) -> list[str]:
    said = words()
    return [said(f"web.health.state.{name}") for name, column in STATES.items() if getattr(one, column)]


@require_POST
def ask(request: HttpRequest, customer: str) -> HttpResponse:
    """Ask a customer to say that its contacts are right."""
    whose = customer_named(processor_of(request), customer)
    if whose is None:
        raise Http404
    tell(
        request,
        lambda: ask_to_confirm(by=actor(request), at=timezone.now(), customer=whose),
        "web.health.asked",
    )
    return redirect("contact-health", processor=whose.processor.slug)

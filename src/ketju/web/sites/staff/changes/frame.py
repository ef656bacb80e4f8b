"""What the pages of changes share: the case of an address, acting on it, days as instants."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ketju.core.periods.instants import Instant
from ketju.core.problems import Problem
from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.cases.reads import case_named
from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import audited
from ketju.web.sites.staff.acting import actor, page, processor_of, sentences, words


def case_of(request: HttpRequest, change: str) -> CaseChange:
    """The case of the address."""
    found = case_named(processor_of(request), change)
    if found is None:
        raise Http404
    return found


def case_page(
    request: HttpRequest, template: str, change: CaseChange, tab: str, *, status: int = 200, **more: object
) -> HttpResponse:
    """A page of a case, under its tabs."""
    return page(request, f"changes/{template}", status, change=change, tab=tab, **more)


def done(
    request: HttpRequest, change: CaseChange, act: Callable[[], object], said: str, to: str = "case"
) -> HttpResponse:
    """Act, and go back to a page of the case; what cannot be done is said there."""
    tell(request, act, said)
    return redirect(to, processor=processor_of(request).slug, change=change.public_id)


def tell(request: HttpRequest, act: Callable[[], object], said: str) -> None:
    """Act, and say what was done or why it cannot be."""
    try:
        act()
    except Problem as problem:
        messages.error(request, " ".join(sentences(problem)))
    else:
        messages.success(request, words()(said))


def here(processor: Processor, at: datetime | None = None) -> Instant:
    """An instant, or now, where the processor is."""
    return Instant(at or timezone.now(), ZoneInfo(processor.zone))


def number_in(request: HttpRequest, name: str) -> int:
    """A number in the query of an address, 0 for anything else."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


def note_read(request: HttpRequest, count: int, customer: Customer | None = None) -> None:
    """Note that names of customers were shown, once for a page."""
    if count:
        audited(
            actor(request), "customers.read", "customer", at=timezone.now(), processor=processor_of(request),
            customer=customer.public_id if customer else "", fields=("name",), count=count,
        )  # fmt: skip

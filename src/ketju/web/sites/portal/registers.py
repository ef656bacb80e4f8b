"""Sub-processors: which companies touch our data, one of them, what changed, and the list as a file."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.web.apps.cases.entry_dates import dates_of
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.customer_pages import (
    Asked,
    asked_in,
    chain_of,
    context_of,
    life_of,
    news_of,
    view_for,
)
from ketju.web.apps.registers.customer_words import Row, rows_of
from ketju.web.apps.registers.downloads import FORMS, contact_of, download
from ketju.web.apps.registers.reads_changes import happened_to
from ketju.web.apps.registers.reads_customers import View
from ketju.web.apps.registers.writes.links import note_visit
from ketju.web.base.access.policy import day_at
from ketju.web.base.pages.downloads import handed_out
from ketju.web.base.pages.templatetags.words import words
from ketju.web.sites.portal.frame import actor_on, customer_on, may, portal_page

FEW, MANY = 5, 200
"""So many changes stand on the first page, and on that of changes."""


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """My services, and what touches their data."""
    customer = customer_on(request)
    asked, view = _asked(request, customer)
    before = _visit(request, customer)
    found = happened_to(view, before) if before is not None else ()
    context = context_of(view, asked, words(), lambda row: _address(customer, row, asked))
    context |= {
        "news": news_of(found[:FEW], words(), before),
        "news_count": len(found),
        "before": before,
        "may_export": may(request, "portal.export"),
        "may_link": may(request, "portal.people"),
        "forms": FORMS,
    }
    return portal_page(request, "registers.html", customer, context)


@require_safe
def show_one(request: HttpRequest, register: str, entry: str) -> HttpResponse:
    """One of them: why, where, with what safeguard, its chain, its past, whom to ask."""
    customer = customer_on(request)
    asked, view = _asked(request, customer)
    line = view.line(register, entry)
    if line is None:
        raise Http404
    row = rows_of((line,), view.on, words())[0]
    events, picture = life_of(line, asked.today, words())
    above, below = chain_of(line)
    context = {
        "row": row, "asked": asked, "events": events, "timeline": picture, "above": above, "below": below,
        "contact": contact_of(row), "back": asked.query(),
        "dates": dates_of(line.held.register, line.entry.id, customer),
    }  # fmt: skip
    return portal_page(request, "registers_entry.html", customer, context, above=("portal-registers",))


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What changed for us, the newest first."""
    customer = customer_on(request)
    _, view = _asked(request, customer)
    before = _visit(request, customer)
    found = happened_to(view)
    here = {one.key for one in view.lines}
    shown = news_of(found[:MANY], words(), before)
    context = {
        "news": [(one, _there(customer, one.register, one.entry, here)) for one in shown],
        "is_cut": len(found) > MANY,
        "most": MANY,
        "before": before,
        "has_lists": bool(view.held),
    }
    return portal_page(request, "registers_changes.html", customer, context, above=("portal-registers",))


@require_POST
def download_it(request: HttpRequest) -> HttpResponse:
    """The list as a file, with contact persons. It is asked for by a form, so no link to it can be passed on."""
    customer = customer_on(request)
    form = request.POST.get("form", "")
    if form not in FORMS:
        raise BadRequest(form)
    now = timezone.now()
    asked = asked_in(request.POST, day_at(customer.processor))
    view = view_for(customer, asked.on, now)
    made = download(by=actor_on(request), at=now, view=view, form=form, phrases=words())
    return handed_out(made.name, made.media_type, made.data)


def _asked(request: HttpRequest, customer: Customer) -> tuple[Asked, View]:
    asked = asked_in(request.GET, day_at(customer.processor))
    return asked, view_for(customer, asked.on, timezone.now())


def _visit(request: HttpRequest, customer: Customer) -> Any:
    user: Any = request.user
    return note_visit(user=user, customer=customer, at=timezone.now())


def _address(customer: Customer, row: Row, asked: Asked) -> str:
    register, entry = row.line.key
    parts = {"customer": customer.public_id, "register": register, "entry": entry}
    query = asked.query(service="", shelf="")
    return reverse("portal-registers-entry", kwargs=parts) + (query if query != "?" else "")


def _there(customer: Customer, register: str, entry: str, here: set[tuple[str, str]]) -> str:
    """The page of an entry where it has one."""
    if (register, entry) not in here:
        return ""
    parts = {"customer": customer.public_id, "register": register, "entry": entry}
    return reverse("portal-registers-entry", kwargs=parts)

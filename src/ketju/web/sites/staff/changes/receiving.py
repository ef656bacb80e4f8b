"""Taking in an objection that came by letter, by mail or by mouth; whose it is, is looked up by name or number."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ketju.core.problems import Problem
from ketju.web.apps.cases.models import Objection
from ketju.web.apps.cases.reads import case_named, changes_of
from ketju.web.apps.cases.reads_desk import customer_named
from ketju.web.apps.cases.writes.confirming import send_link
from ketju.web.apps.cases.writes.objecting import receive_objection
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.parties.searching import search
from ketju.web.apps.services.reads import product_names
from ketju.web.base.access.models import Processor
from ketju.web.base.access.zones import start_of
from ketju.web.base.pages.fields import add_problem
from ketju.web.base.pages.templatetags.words import named
from ketju.web.base.pages.uploads import uploads_of
from ketju.web.sites.staff.acting import actor, page, processor_of, words
from ketju.web.sites.staff.changes.forms import ReceivedForm
from ketju.web.sites.staff.changes.frame import note_read

MOST = 10
"""So many customers are offered at most."""
SHORTEST = 2
"""Fewer letters are not looked for."""


@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Take it in. The button to find the customer does only that, and everything stays filled in."""
    processor = processor_of(request)
    rows = changes_of(processor).filter(announced_at__isnull=False, withdrawn_at=None, closed_at=None)
    running = [(one.public_id, one.title) for one in rows]
    given = request.POST if request.method == "POST" else request.GET
    asked = _asked(request)
    customers = _offered(processor, asked, given.get("customer", ""))
    note_read(request, len(customers))
    is_filled = request.method == "POST" and "find" not in request.POST
    initial: dict[str, Any] = {**given.dict(), "services": request.POST.getlist("services")}
    if len(customers) == 1:
        initial["customer"] = customers[0].public_id
    posted = request.POST.copy()
    if not customers:
        posted.pop("customer", None)
    form = ReceivedForm(
        posted if is_filled else None, request.FILES if is_filled else None, running=running,
        services=_services(processor), customers=_named(customers), initial=initial,
    )  # fmt: skip
    if form.is_valid():
        made = _received(request, form, customers)
        if made is not None:
            messages.success(request, words()("web.changes.objection.recorded"))
            return redirect("objection", processor=processor.slug, objection=made.public_id)
    return page(
        request, "changes/receive.html", 422 if form.errors else 200, form=form, tab="objections", running=running,
        is_asked=bool(asked), is_short=len(asked) < SHORTEST,
    )  # fmt: skip


@require_POST
def customers(request: HttpRequest) -> HttpResponse:
    """The choice of customers while one types: a piece of the page. The text is no part of any address."""
    processor, asked = processor_of(request), _asked(request)
    found = _offered(processor, asked, "")
    note_read(request, len(found))
    form = ReceivedForm(
        running=[], services=[], customers=_named(found),
        initial={"customer": found[0].public_id if len(found) == 1 else ""},
    )  # fmt: skip
    context = {"field": form["customer"], "is_asked": bool(asked), "is_short": len(asked) < SHORTEST}
    return render(request, "staff/changes/whose.html", context)


def _asked(request: HttpRequest) -> str:
    return " ".join(request.POST.get("asked", "").replace("\x00", " ").split())[:200]


def _offered(processor: Processor, asked: str, chosen: str) -> list[Customer]:
    """Those that a text names; where there is none, the one that was chosen before."""
    if not asked:
        held = customer_named(processor, chosen.replace("\x00", "")) if chosen else None
        return [held] if held else []
    found = search(processor, asked, most=MOST) if len(asked) >= SHORTEST else ()
    return list({one.customer.pk: one.customer for one in found}.values())


def _named(customers: list[Customer]) -> list[tuple[str, str]]:
    """Customers to choose from: the name, and the number that tells two of one name apart."""
    return [
        (one.public_id, " · ".join(filter(None, (str(one.name) or one.public_id, str(one.business_id)))))
        for one in customers
    ]


def _services(processor: Processor) -> list[tuple[str, str]]:
    """The products of a processor, by their ids."""
    return [(slug, named(names) or slug) for slug, names in product_names(processor).items()]


def _received(request: HttpRequest, form: ReceivedForm, offered: list[Customer]) -> Objection | None:
    given, processor, now = dict(form.cleaned_data), processor_of(request), timezone.now()
    chosen, _ = given.pop("customer"), given.pop("asked")
    customer = next((one for one in offered if len(offered) == 1 or one.public_id == chosen), None)
    change = case_named(processor, given.pop("change"))
    if customer is None or change is None:
        form.complain("asked", f"web.objection-customer.{'choose' if offered else 'missing'}")
        return None
    received = min(start_of(given.pop("received_on"), processor), now)
    try:
        made = receive_objection(
            by=actor(request), at=now, change=change, customer=customer, received_at=received,
            uploads=uploads_of(given.pop("handed_in")), **given,
        )  # fmt: skip
        if made.state == "to-confirm" and not send_link(by=actor(request), at=now, objection=made):
            messages.warning(request, words()("web.objections.link.nobody"))
    except Problem as problem:
        add_problem(form, problem)
        return None
    return made

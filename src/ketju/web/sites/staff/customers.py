"""Customers: the list with search and filter, the pages of one, and its forms."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ketju.core.problems import Problem
from ketju.core.territory.authorities import authority_of
from ketju.core.territory.membership import is_country
from ketju.text.values import place_name
from ketju.web.apps.agreements.reads import holding
from ketju.web.apps.parties.checking import ROLES, needed_day
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.parties.reads import (
    STATES,
    Filter,
    Page,
    contacts_of,
    customer_of,
    customers_of,
    history_of,
)
from ketju.web.apps.parties.searching import search
from ketju.web.apps.parties.writes import correct_customer, create_customer, end_customer
from ketju.web.apps.selfservice.wording import value_words
from ketju.web.apps.services.reads import services_of
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.audit.writing import audited
from ketju.web.sites.staff.act_words import act_words, column_words, columns_words
from ketju.web.sites.staff.acting import actor, may, page, processor_of, words
from ketju.web.sites.staff.forms import Form, authority_words, countries

FIELDS = (
    "name", "business_id", "country", "postal_address", "billing_address", "authority", "role", "pass_on_days",
    "language", "signed_up_on", "external_id",
)  # fmt: skip


def filter_of(request: HttpRequest) -> Filter:
    """The filter in the address; what it does not know is left out."""
    state, role = request.GET.get("state", "current"), request.GET.get("role", "")
    country = request.GET.get("country", "").upper()
    return Filter(
        state if state in STATES else "current",
        country if is_country(country) else "",
        role if role in ROLES else "",
    )


def index(request: HttpRequest) -> HttpResponse:
    """Some customers, or those that a search finds."""
    processor, at = processor_of(request), timezone.now()
    asked, wanted = request.GET.get("q", "").strip()[:200], filter_of(request)
    after = request.GET.get("after", "")
    found = search(processor, asked) if asked else ()
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 18 else 0
    shown = Page((), None) if asked else customers_of(processor, wanted, day_at(processor, at), after=start)
    rows = (
        [(one.customer, one.contact) for one in found] if asked else [(one, None) for one in shown.customers]
    )
    if rows:
        audited(actor(request), "customers.read", "customer", at=at, processor=processor, count=len(rows))
    query = request.GET.copy()
    query["after"] = str(shown.next or "")
    return page(
        request,
        "customers/index.html",
        rows=rows,
        asked=asked,
        wanted=wanted,
        next=query.urlencode() if shown.next and not asked else "",
        is_first=not after,
        countries=countries(),
        may_write=may(request, "customers.write"),
        may_import=may(request, "customers.import"),
        may_export=may(request, "customers.export"),
        may_erase=may(request, "customers.erase"),
    )


def found(request: HttpRequest, customer: str) -> Customer:
    """The customer of an address. Raises Http404."""
    one = customer_of(processor_of(request), customer)
    if one is None:
        raise Http404
    return one


def note_read(request: HttpRequest, customer: Customer, kind: str = "customer", count: int = 1) -> None:
    """Note that the person saw a customer's data."""
    audited(
        actor(request),
        "customers.read",
        kind,
        at=timezone.now(),
        processor=processor_of(request),
        customer=customer.public_id,
        subject=customer.public_id,
        count=max(count, 1),
    )


def show(request: HttpRequest, customer: str) -> HttpResponse:
    """The organisation, its contacts, its services, and the agreement that holds."""
    one = found(request, customer)
    contacts, services = contacts_of(one), services_of(one)
    held = holding(one, day_at(one.processor))
    note_read(request, one, count=1 + len(contacts) + len(services))
    return page(
        request,
        "customers/show.html",
        customer=one,
        country=place_name(one.country, words()) if one.country else "",
        contacts=contacts,
        services=services,
        held=held,
        authority=authority_words(one.authority) or _authority_by_country(one),
        is_authority_by_country=not one.authority,
        may_write=may(request, "customers.write"),
        may_audit=may(request, "audit.read"),
        may_erase=may(request, "customers.erase"),
        tab="show",
    )


def _authority_by_country(one: Customer) -> str:
    known = authority_of(one.country)
    return authority_words(known.id) if known else ""


def add(request: HttpRequest) -> HttpResponse:
    """A form for a new customer."""
    form = Form(FIELDS, Customer(), needed=("name",), choices={}, labels={"role": "web.field.customer-role"})
    if request.method == "POST":
        try:
            made = create_customer(
                by=actor(request),
                at=timezone.now(),
                processor=processor_of(request),
                given=form.given(request.POST),
            )
        except Problem as problem:
            form.refuse(problem)
        else:
            return redirect("customer", processor=processor_of(request).slug, customer=made.public_id)
    return page(request, "customers/form.html", status_of(form), form=form, title="web.customers.add")


def status_of(form: Form) -> int:
    """The status of a page with a form: something in it is wrong, or nothing is."""
    return 422 if form.errors or any(line.errors for line in form.lines) else 200


def correct(request: HttpRequest, customer: str) -> HttpResponse:
    """A form with what is known of a customer."""
    one = found(request, customer)
    form = Form(FIELDS, one, needed=("name",), labels={"role": "web.field.customer-role"})
    if request.method == "POST":
        try:
            correct_customer(
                by=actor(request, request.POST.get("reason", "")),
                at=timezone.now(),
                customer=one,
                given=form.given(request.POST),
            )
        except Problem as problem:
            form.refuse(problem)
        else:
            return redirect("customer", processor=processor_of(request).slug, customer=one.public_id)
    else:
        note_read(request, one)
    return page(
        request, "customers/form.html", status_of(form), form=form, title="web.customers.correct", customer=one,
        asks_reason=True,
    )  # fmt: skip


def end(request: HttpRequest, customer: str) -> HttpResponse:
    """A form for the day on which a customer left."""
    one = found(request, customer)
    form = Form(("ended_on",), one, needed=("ended_on",))
    if request.method == "POST":
        given = form.given(request.POST)
        try:
            on = needed_day(given["ended_on"], "ended_on")
            end_customer(by=actor(request), at=timezone.now(), customer=one, on=on)
        except Problem as problem:
            form.refuse(problem)
        else:
            return redirect("customer", processor=processor_of(request).slug, customer=one.public_id)
    return page(
        request, "customers/form.html", status_of(form), form=form, title="web.customers.end", customer=one
    )


def history(request: HttpRequest, customer: str) -> HttpResponse:
    """Who read and wrote what of a customer, with what was before and after."""
    one = found(request, customer)
    entries = history_of(processor_of(request), one)
    note_read(request, one, "audit", len(entries))
    shown = [(entry, act_words(entry), _pairs(entry), columns_words(entry.fields)) for entry in entries]
    return page(request, "customers/history.html", customer=one, entries=shown, tab="history", may_audit=True)


def _pairs(entry: AuditEntry) -> list[tuple[str, str, str]]:
    """What was before and what is after, in words; nothing where it is not kept any longer."""
    payload = getattr(entry, "payload", None)
    pairs = payload.pairs if payload else {}
    return [
        (
            column_words(name),
            value_words(entry.kind, name, before) or "–",
            value_words(entry.kind, name, after) or "–",
        )
        for name, (before, after) in pairs.items()
    ]

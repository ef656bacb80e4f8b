"""The address at which a customer's program takes notices: staff see it, set it for the customer and try it out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.core.problems import Problem
from ketju.web.apps.notices.endpoint_shown import AddressForm, program_of
from ketju.web.apps.notices.endpoints import ask_for_test, end_endpoint, renew_secret
from ketju.web.apps.parties.models import Customer
from ketju.web.base.pages.templatetags.words import problem_words
from ketju.web.sites.staff.acting import actor, may, page, processor_of, words
from ketju.web.sites.staff.customers import found, note_read


@require_safe
def show(request: HttpRequest, customer: str) -> HttpResponse:
    """The address, its last test and the last notices."""
    one = found(request, customer)
    return _page(request, one, AddressForm())


def set_address(request: HttpRequest, customer: str) -> HttpResponse:
    """Set the address; its secret is told this once. Whoever only looks is shown the address that there is."""
    one, form = found(request, customer), AddressForm(request.POST or None)
    secret = form.secret_of(by=actor(request), at=timezone.now(), customer=one)
    return _page(request, one, AddressForm() if secret else form, secret)


@require_POST
def renew(request: HttpRequest, customer: str) -> HttpResponse:
    """A new secret for the same address, told this once."""
    one = found(request, customer)
    made = renew_secret(by=actor(request), at=timezone.now(), customer=one)
    return _page(request, one, AddressForm(), str(made.secret)) if made else _back(request, one)


@require_POST
def test(request: HttpRequest, customer: str) -> HttpResponse:
    """Have a test sent; its result stands on the page when it has come."""
    one = found(request, customer)
    try:
        ask_for_test(by=actor(request), at=timezone.now(), customer=one)
    except Problem as problem:
        messages.error(request, problem_words(problem))
    return _back(request, one)


@require_POST
def end(request: HttpRequest, customer: str) -> HttpResponse:
    """Send nothing more to the program."""
    one = found(request, customer)
    if end_endpoint(by=actor(request), at=timezone.now(), customer=one):
        messages.success(request, words()("web.hooks.ended"))
    return _back(request, one)


def _back(request: HttpRequest, customer: Customer) -> HttpResponse:
    return redirect("customer-program", processor=processor_of(request).slug, customer=customer.public_id)


def _page(request: HttpRequest, one: Customer, form: AddressForm, secret: str = "") -> HttpResponse:
    program = program_of(one, timezone.now())
    note_read(request, one, "endpoint", len(program.rows))
    return page(
        request, "customers/program.html", 422 if form.errors else 200, customer=one, program=program, form=form,
        secret=secret, may_write=may(request, "customers.write"), may_audit=may(request, "audit.read"), tab="program",
    )  # fmt: skip

"""The address at which a customer's program takes notices: whoever may change its contacts sets it and tries it out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ketju.core.problems import Problem
from ketju.web.apps.notices.endpoint_shown import AddressForm, program_of
from ketju.web.apps.notices.endpoints import ask_for_test, end_endpoint, renew_secret
from ketju.web.apps.parties.models import Customer
from ketju.web.base.pages.templatetags.words import problem_words, words
from ketju.web.sites.portal.frame import actor_on, customer_on, portal_page


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The address, its last test and the last notices; setting another, whose secret is told this once."""
    customer, form = customer_on(request), AddressForm(request.POST or None)
    secret = form.secret_of(by=actor_on(request), at=timezone.now(), customer=customer)
    return _page(request, customer, AddressForm() if secret else form, secret)


@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """A new secret for the same address, told this once."""
    customer = customer_on(request)
    made = renew_secret(by=actor_on(request), at=timezone.now(), customer=customer)
    if made is None:
        return redirect("portal-program", customer=customer.public_id)
    return _page(request, customer, AddressForm(), str(made.secret))


@require_POST
def test(request: HttpRequest) -> HttpResponse:
    """Have a test sent; its result stands on the page when it has come."""
    customer = customer_on(request)
    try:
        ask_for_test(by=actor_on(request), at=timezone.now(), customer=customer)
    except Problem as problem:
        messages.error(request, problem_words(problem))
    return redirect("portal-program", customer=customer.public_id)


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Send nothing more to the program."""
    customer = customer_on(request)
    if end_endpoint(by=actor_on(request), at=timezone.now(), customer=customer):
        messages.success(request, words()("web.hooks.ended"))
    return redirect("portal-program", customer=customer.public_id)


def _page(request: HttpRequest, customer: Customer, form: AddressForm, secret: str) -> HttpResponse:
    context = {"program": program_of(customer, timezone.now()), "form": form, "secret": secret}
    status, above = 422 if form.errors else 200, ("portal-contacts",)
    return portal_page(request, "program.html", customer, context, above=above, status=status)

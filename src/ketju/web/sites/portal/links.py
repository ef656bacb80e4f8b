"""Signed links: making one for somebody without an account, revoking it, seeing when it was opened last."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ketju.core.problems import Problem
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.models import SignedLink
from ketju.web.apps.registers.reads_links import link_of, links_of
from ketju.web.apps.registers.writes.links import make_link, revoke_link
from ketju.web.base.access.zones import day_at, day_of
from ketju.web.base.pages.fields import add_problem
from ketju.web.base.pages.forms import WordForm
from ketju.web.base.pages.templatetags.words import words
from ketju.web.sites.portal.frame import actor_on, customer_on, portal_page


class LinkForm(WordForm):
    """Whom a link is for, and until when it opens."""

    label = forms.CharField(
        label="web.touch.link.label", help_text="web.touch.link.label.help", max_length=80
    )
    ends_on = forms.DateField(
        label="web.touch.link.ends-on", help_text="web.touch.link.ends-on.help", required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), input_formats=["%Y-%m-%d"],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The links; making another, whose address is told this once."""
    customer = customer_on(request)
    on, form, address = day_at(customer.processor), LinkForm(request.POST or None), ""
    if form.is_valid():
        address = _make(request, customer, form)
        form = form if form.errors else LinkForm()
    rows = [
        (one, _state(one, on), day_of(one.created_at, customer.processor.zone)) for one in links_of(customer)
    ]
    context = {"rows": rows, "form": form, "address": address}
    status = 422 if form.errors else 200
    return portal_page(request, "links.html", customer, context, above=("portal-registers",), status=status)


def _make(request: HttpRequest, customer: Customer, form: LinkForm) -> str:
    """The address of a new link; "" where it could not be made, which the form then says."""
    given, at, on = form.cleaned_data, timezone.now(), day_at(customer.processor)
    if given["ends_on"] is not None and given["ends_on"] < on:
        form.complain("ends_on", "web.touch.link.wrong.past")
        return ""
    try:
        _, secret = make_link(by=actor_on(request), at=at, on=on, customer=customer, **given)
    except Problem as problem:
        add_problem(form, problem)
        return ""
    return settings.PUBLIC_URL + reverse("signed-link", kwargs={"secret": secret})


def _state(one: SignedLink, on: object) -> str:
    if one.revoked_at:
        return "revoked"
    return "ended" if one.ends_on and one.ends_on < on else "open"  # type: ignore[operator]


@require_POST
def revoke(request: HttpRequest, link: str) -> HttpResponse:
    """A link opens nothing any more."""
    customer = customer_on(request)
    found = link_of(customer, link)
    if found is None:
        raise Http404
    revoke_link(by=actor_on(request), at=timezone.now(), link=found)
    messages.success(request, words()("web.touch.link.revoked"))
    return redirect("portal-links", customer=customer.public_id)

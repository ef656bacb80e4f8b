"""Agreements: what was accepted, what waits for it, and the signed copies."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.http import require_POST, require_safe

from ketju.web.apps.agreements.layers import terms_of
from ketju.web.apps.agreements.letters import letter_answer, letter_of
from ketju.web.apps.agreements.models import AgreementText, AgreementVersion
from ketju.web.apps.agreements.reads import text_for
from ketju.web.apps.agreements.terms_words import deviations_in_words, rows_of_terms, unsettled
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.selfservice.agreements import Signature, readable, waiting_versions
from ketju.web.apps.selfservice.problems import NotThere
from ketju.web.apps.signing.handing import copy_answer
from ketju.web.apps.signing.reads import acceptances_with_copies, copy_of
from ketju.web.apps.signing.writes import FORMS, sign_agreement
from ketju.web.base.access.zones import day_at
from ketju.web.base.pages.forms import WordForm
from ketju.web.base.pages.templatetags.words import words
from ketju.web.sites.portal.addressing import own_words
from ketju.web.sites.portal.frame import actor_on, customer_on, may, portal_page


class AcceptForm(WordForm):
    """Who accepts, in which position; ``language`` is that of the text on the page."""

    name = forms.CharField(label="web.accept.name", max_length=120)
    capacity = forms.CharField(
        label="web.accept.capacity", help_text="web.accept.capacity.help", max_length=120
    )
    may_sign = forms.BooleanField(label="web.accept.may-sign")
    language = forms.CharField(widget=forms.HiddenInput, required=False, max_length=8)


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What was accepted, by whom and when, with the signed copies."""
    customer = customer_on(request)
    waiting = waiting_versions(customer, day_at(customer.processor))
    context = {
        "acceptances": acceptances_with_copies(customer),
        "waiting": [(one, _text(request, one, customer)) for one in waiting],
        "may_accept": may(request, "portal.accept"),
        "may_export": may(request, "portal.export"),
        "forms": FORMS,
    }
    return portal_page(request, "agreements.html", customer, context)


def _text(request: HttpRequest, version: AgreementVersion, customer: Customer) -> AgreementText | None:
    """The text for the reader: in the language that was asked for, else in the page's, else in the customer's, else in
    the processor's, else in any.
    """
    asked, language = request.GET.get("language", ""), translation.get_language() or ""
    return text_for(version, asked, language, customer.language, customer.processor.language)


@require_safe
def show_terms(request: HttpRequest) -> HttpResponse:
    """What holds for us today, and from which layer each value comes."""
    customer, said = customer_on(request), own_words()
    on = day_at(customer.processor)
    whole, terms = bool(request.GET.get("all")), terms_of(customer, on)
    standing = [one for one in terms.deviations if one.struck_at is None]
    context = {
        "held": terms.held, "on": on, "whole": whole,
        "groups": rows_of_terms(terms.effective, said, whole=whole),
        "deviations": deviations_in_words(standing, said), "unsettled": unsettled(terms.effective, said),
        "is_own": True, "may_export": may(request, "portal.export"),
    }  # fmt: skip
    return portal_page(request, "terms.html", customer, context, above=("portal-agreements",))


@require_safe
def show_one(request: HttpRequest, version: str) -> HttpResponse:
    """The text of a version, and a form to accept it where it waits."""
    customer = customer_on(request)
    one = _readable(customer, version)
    text = _text(request, one, customer)
    user = actor_on(request).user
    start = {"name": user.get_full_name() if user else "", "language": text.language if text else ""}
    return _page(request, customer, one, text, AcceptForm(initial=start))


def _readable(customer: Customer, version: str) -> AgreementVersion:
    try:
        return readable(customer, version, day_at(customer.processor))
    except NotThere:
        raise Http404 from None


def _page(
    request: HttpRequest,
    customer: Customer,
    one: AgreementVersion,
    text: AgreementText | None,
    form: AcceptForm,
) -> HttpResponse:
    accepted = acceptances_with_copies(customer)
    acceptance, copy = next((each for each in accepted if each[0].agreement_id == one.pk), (None, None))
    waits = acceptance is None and one in waiting_versions(customer, day_at(customer.processor))
    context = {
        "version": one,
        "text": text,
        "texts": list(one.texts.all()),
        "acceptance": acceptance,
        "copy": copy,
        "waits": waits,
        "may_accept": waits and may(request, "portal.accept"),
        "may_export": may(request, "portal.export"),
        "forms": FORMS,
        "form": form,
    }
    status = 422 if form.errors else 200
    return portal_page(
        request, "agreement.html", customer, context, above=("portal-agreements",), status=status
    )


@require_safe
def show_text(request: HttpRequest, version: str, language: str) -> HttpResponse:
    """The text of a version in a language, byte by byte as it was hashed: its lasting address."""
    one = _readable(customer_on(request), version)
    found = next((each for each in one.texts.all() if each.language == language), None)
    if found is None:
        raise Http404
    return HttpResponse(found.text.encode(), content_type="text/plain; charset=utf-8")


@require_POST
def accept(request: HttpRequest, version: str) -> HttpResponse:
    """Accept a version, by name and position; the countersigned copy is there at once."""
    customer = customer_on(request)
    one = _readable(customer, version)
    form = AcceptForm(request.POST)
    held = {each.language: each for each in one.texts.all()}
    if not form.is_valid():
        return _page(request, customer, one, held.get(request.POST.get("language", "")), form)
    given = form.cleaned_data
    signature = Signature(given["name"], given["capacity"], held.get(given["language"]))
    try:
        made = sign_agreement(
            by=actor_on(request), at=timezone.now(), customer=customer, version=version, signature=signature
        )
    except NotThere:
        raise Http404 from None
    messages.success(request, words()("web.accept.done" if made else "web.accept.done.later"))
    return redirect("portal-agreements", customer=customer.public_id)


@require_POST
def download(request: HttpRequest, copy: str) -> HttpResponse:
    """A signed copy as it was made. It is asked for by a form, so no link to it can be passed on."""
    customer = customer_on(request)
    held, form = copy_of(customer, copy), request.POST.get("form", "")
    return copy_answer(by=actor_on(request), at=timezone.now(), copy=held, form=form)


@require_POST
def download_letter(request: HttpRequest, letter: str) -> HttpResponse:
    """A side letter of ours as it came, asked for by a form like a copy."""
    held = letter_of(customer_on(request), letter)
    return letter_answer(by=actor_on(request), at=timezone.now(), letter=held)

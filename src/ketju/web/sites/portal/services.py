"""Services, what is in them, and what was agreed to for them."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ketju.web.apps.parties.models import Customer
from ketju.web.apps.selfservice.problems import NotThere
from ketju.web.apps.selfservice.services import (
    CATEGORIES,
    CONSENTS,
    SUBJECTS,
    consents_of,
    declare_data,
    give_consent,
    service_of,
    services_of,
    withdraw_consent,
)  # fmt: skip
from ketju.web.apps.selfservice.wording import consent_words, data_words
from ketju.web.apps.services.models import Service
from ketju.web.base.access.zones import day_at
from ketju.web.base.pages.forms import WordForm, choices
from ketju.web.base.pages.templatetags.words import words
from ketju.web.sites.portal.frame import actor_on, customer_on, may, portal_page


class DataForm(WordForm):
    """What data of whom is in a service."""

    data_categories = forms.MultipleChoiceField(
        label="web.portal.field.data-categories", help_text="web.portal.field.data-categories.help",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    data_subjects = forms.MultipleChoiceField(
        label="web.portal.field.data-subjects", widget=forms.CheckboxSelectMultiple
    )
    is_sensitive = forms.BooleanField(
        label="web.portal.field.is-sensitive", help_text="web.portal.field.is-sensitive.help", required=False
    )

    def __init__(self, service: Service, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        kept = [one for one in service.data_categories if one not in CATEGORIES]
        data = [(one, data_words(one)) for one in (*CATEGORIES, *kept)]
        self.fields["data_categories"].choices = sorted(data, key=lambda one: one[1].casefold())  # type: ignore[attr-defined]
        self.fields["data_subjects"].choices = choices("web.portal.subjects.", SUBJECTS)  # type: ignore[attr-defined]


def service_name(one: Service) -> str:
    """What a service is called: its label, else the product in the page's language."""
    names = one.product.names
    product = str(names.get(words().language) or names.get("en") or one.product.slug)
    return f"{product}: {one.label}" if one.label else product


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The services that run."""
    customer = customer_on(request)
    rows = [(one, service_name(one)) for one in services_of(customer, day_at(customer.processor))]
    return portal_page(request, "services.html", customer, {"rows": rows})


@require_safe
def show_one(request: HttpRequest, service: str) -> HttpResponse:
    """One service with what is declared."""
    customer = customer_on(request)
    one = _service(customer, service)
    context = {
        "service": one,
        "name": service_name(one),
        "categories": [data_words(code) for code in one.data_categories],
        "subjects": [data_words(code) for code in one.data_subjects],
        "may_declare": may(request, "portal.data"),
    }
    return portal_page(request, "service.html", customer, context, above=("portal-services",))


@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest, service: str) -> HttpResponse:
    """Say what data of whom is in a service."""
    customer = customer_on(request)
    one = _service(customer, service)
    names = ("data_categories", "data_subjects", "is_sensitive")
    form = DataForm(one, request.POST or None, initial={name: getattr(one, name) for name in names})
    if not form.is_valid():
        context = {"form": form, "service": one, "name": service_name(one)}
        status = 422 if form.errors else 200
        above = ("portal-services",)
        return portal_page(request, "data_form.html", customer, context, above=above, status=status)
    given = form.cleaned_data
    declare_data(
        by=actor_on(request), at=timezone.now(), customer=customer.public_id, service=service,
        categories=given["data_categories"], subjects=given["data_subjects"], is_sensitive=given["is_sensitive"],
    )  # fmt: skip
    messages.success(request, words()("web.portal.saved"))
    return redirect("portal-service", customer=customer.public_id, service=service)


class ConsentForm(WordForm):
    """What to agree to, for which service."""

    service = forms.ChoiceField(label="web.portal.service")
    subject = forms.ChoiceField(label="web.portal.consent")

    def __init__(self, services: list[Service], *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        among = [(one.public_id, service_name(one)) for one in services]
        self.fields["service"].choices = among  # type: ignore[attr-defined]
        self.fields["subject"].choices = choices("web.portal.consent.", CONSENTS)  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: HttpRequest) -> HttpResponse:
    """What was agreed to, and when it was taken back; agreeing to something more."""
    customer = customer_on(request)
    on = day_at(customer.processor)
    services = services_of(customer, on) if may(request, "portal.data") else []
    is_asked = bool(services) or request.method == "POST"
    form = ConsentForm(services, request.POST or None) if is_asked else None
    if form is not None and form.is_valid():
        give_consent(
            by=actor_on(request), at=timezone.now(), on=on, customer=customer.public_id, **form.cleaned_data
        )
        messages.success(request, words()("web.portal.consent.done"))
        return redirect("portal-consents", customer=customer.public_id)
    rows = [
        (one, consent_words(one.subject), service_name(one.service) if one.service else "")
        for one in consents_of(customer)
    ]
    context = {"rows": rows, "form": form, "may_withdraw": may(request, "portal.data")}
    status = 422 if form is not None and form.errors else 200
    return portal_page(request, "consents.html", customer, context, status=status)


@require_POST
def withdraw(request: HttpRequest, consent: int) -> HttpResponse:
    """Take a consent back."""
    customer = customer_on(request)
    withdraw_consent(by=actor_on(request), at=timezone.now(), customer=customer.public_id, consent=consent)
    messages.success(request, words()("web.portal.consent.withdrawn"))
    return redirect("portal-consents", customer=customer.public_id)


def _service(customer: Customer, service: str) -> Service:
    try:
        return service_of(customer, service)
    except NotThere:
        raise Http404 from None

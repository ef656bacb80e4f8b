"""My organisation: what is held about it, and changing it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ketju.text.render import LANGUAGES
from ketju.web.apps.selfservice.organisation import FIELDS, ROLES, change_organisation
from ketju.web.base.pages.forms import WordForm, choices
from ketju.web.base.pages.templatetags.words import words
from ketju.web.sites.portal.frame import actor_on, customer_on, may, portal_page


class OrganisationForm(WordForm):
    """What the customer changes by itself."""

    postal_address = forms.CharField(
        label="web.portal.field.postal-address", required=False, max_length=400,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )  # fmt: skip
    billing_address = forms.CharField(
        label="web.portal.field.billing-address", required=False, max_length=400,
        help_text="web.portal.field.billing-address.help", widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    language = forms.ChoiceField(
        label="web.portal.field.language", help_text="web.portal.field.language.help"
    )
    role = forms.ChoiceField(
        label="web.portal.field.organisation-role", help_text="web.portal.field.organisation-role.help"
    )
    pass_on_days = forms.IntegerField(
        label="web.portal.field.pass-on-days", help_text="web.portal.field.pass-on-days.help", required=False,
        min_value=0, max_value=365,
    )  # fmt: skip

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["language"].choices = choices("language.", LANGUAGES)  # type: ignore[attr-defined]
        self.fields["role"].choices = choices("web.portal.organisation-role.", ROLES)  # type: ignore[attr-defined]


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What is held."""
    context = {"may_change": may(request, "portal.contacts")}
    return portal_page(request, "organisation.html", customer_on(request), context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Change it."""
    customer = customer_on(request)
    form = OrganisationForm(request.POST or None, initial={name: getattr(customer, name) for name in FIELDS})
    if not form.is_valid():
        context, status = {"form": form}, 422 if form.errors else 200
        above = ("portal-organisation",)
        return portal_page(request, "organisation_form.html", customer, context, above=above, status=status)
    change_organisation(
        by=actor_on(request), at=timezone.now(), customer=customer.public_id, values=form.cleaned_data
    )
    messages.success(request, words()("web.portal.saved"))
    return redirect("portal-organisation", customer=customer.public_id)

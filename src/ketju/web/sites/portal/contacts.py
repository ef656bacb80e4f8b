"""Contacts: everybody changes their own, main users and privacy contacts all of them."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ketju.text.render import LANGUAGES
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.selfservice.contacts import (
    ALL,
    OWN,
    RELATIONS,
    ROLES,
    add_contact,
    change_contact,
    confirm_contacts,
    confirmed_at,
    contact_of,
    contacts_of,
    end_contact,
    name_deputy,
)  # fmt: skip
from ketju.web.apps.selfservice.problems import DeputyPast, DeputyUnfit, NotThere
from ketju.web.base.access.zones import day_at
from ketju.web.base.pages.fields import add_problem, day_field
from ketju.web.base.pages.forms import WordForm, choices
from ketju.web.base.pages.templatetags.words import words
from ketju.web.sites.portal.frame import actor_on, contact_address, customer_on, may, portal_page


class OwnForm(WordForm):
    """What everybody changes about themselves."""

    first_name = forms.CharField(
        label="web.portal.field.first-name", max_length=100, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )  # fmt: skip
    last_name = forms.CharField(
        label="web.portal.field.last-name", max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )  # fmt: skip
    email = forms.EmailField(
        label="web.portal.field.email", help_text="web.portal.field.email.help", max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    phone = forms.RegexField(
        r"^\+?[\d\s()/.-]{5,40}$", label="web.portal.field.phone", required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )  # fmt: skip
    language = forms.ChoiceField(
        label="web.portal.field.language", help_text="web.portal.field.contact-language.help", required=False
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["language"].choices = choices("language.", LANGUAGES, blank=True)  # type: ignore[attr-defined]
        self.fields["phone"].error_messages["invalid"] = words()("web.portal.wrong.phone")


class ContactForm(OwnForm):
    """What a main user changes about anybody."""

    relation = forms.ChoiceField(
        label="web.portal.field.relation", help_text="web.portal.field.relation.help"
    )
    role = forms.ChoiceField(label="web.portal.field.contact-role", required=False)
    is_role_address = forms.BooleanField(
        label="web.portal.field.is-role-address",
        help_text="web.portal.field.is-role-address.help",
        required=False,
    )
    may_instruct = forms.BooleanField(
        label="web.portal.field.may-instruct", help_text="web.portal.field.may-instruct.help", required=False
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["relation"].choices = choices("web.portal.relation.", RELATIONS)  # type: ignore[attr-defined]
        roles = choices("web.portal.contact-role.", ROLES, blank=True)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]


class DeputyForm(WordForm):
    """Who stands in for somebody, and to which day."""

    deputy = forms.ChoiceField(
        label="web.portal.field.deputy", help_text="web.portal.field.deputy.help", required=False
    )
    until = day_field(required=False)

    def __init__(self, others: list[Contact], *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        nobody = ("", words()("web.portal.deputy.nobody"))
        self.fields["deputy"].choices = [nobody, *((one.public_id, _name(one)) for one in others)]  # type: ignore[attr-defined]
        self.fields["until"].label = "web.portal.field.away-until"
        self.fields["until"].help_text = "web.portal.field.away-until.help"


def _name(one: Contact) -> str:
    return f"{one.first_name} {one.last_name}".strip() or one.email


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Everybody to ask at the customer."""
    customer, may_change = customer_on(request), may(request, "portal.contacts")
    rows = [
        {
            "contact": one,
            "role": words()(f"web.portal.contact-role.{one.role}") if one.role else "",
            "relation": words()(f"web.portal.relation.{one.relation}"),
            "is_own": one.user_id == request.user.pk,
            "deputy": _name(one.deputy) if one.deputy and one.away_until else "",
            "address": contact_address(request, customer.public_id, one.public_id),
        }
        for one in contacts_of(customer, day_at(customer.processor))
    ]
    context = {"rows": rows, "may_change": may_change, "confirmed_at": confirmed_at(customer)}
    return portal_page(request, "contacts.html", customer, context)


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Somebody says that the contacts are right."""
    customer = customer_on(request)
    confirm_contacts(by=actor_on(request), at=timezone.now(), customer=customer.public_id)
    messages.success(request, words()("web.health.confirmed"))
    return redirect("portal-contacts", customer=customer.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, contact: str) -> HttpResponse:
    """Change any of them."""
    customer = customer_on(request)
    try:
        one = contact_of(customer, contact)
    except NotThere:
        raise Http404 from None
    return _change(request, customer, one, ContactForm, ALL)


@require_http_methods(["GET", "HEAD", "POST"])
def change_own(request: HttpRequest) -> HttpResponse:
    """Change what is said of oneself; without a contact of one's own, the list."""
    customer = customer_on(request)
    held = contacts_of(customer, day_at(customer.processor))
    one = next((one for one in held if one.user_id == request.user.pk), None)
    if one is None:
        return redirect("portal-contacts", customer=customer.public_id)
    return _change(request, customer, one, OwnForm, OWN)


def _change(
    request: HttpRequest, customer: Customer, one: Contact, kind: type[OwnForm], names: tuple[str, ...]
) -> HttpResponse:
    form = kind(request.POST or None, initial={name: getattr(one, name) for name in names})
    if form.is_valid():
        change_contact(
            by=actor_on(request), at=timezone.now(), customer=customer.public_id, contact=one.public_id,
            values=form.cleaned_data, is_all=names == ALL, is_own=one.user_id == request.user.pk,
        )  # fmt: skip
        messages.success(request, words()("web.portal.saved"))
        return redirect("portal-contacts", customer=customer.public_id)
    return _form_page(request, customer, {"form": form, "contact": one, "may_end": names == ALL})


@require_http_methods(["GET", "HEAD", "POST"])
def deputy(request: HttpRequest, contact: str) -> HttpResponse:
    """Who stands in for a contact, and how long."""
    customer = customer_on(request)
    on = day_at(customer.processor)
    try:
        one = contact_of(customer, contact)
    except NotThere:
        raise Http404 from None
    others = [each for each in contacts_of(customer, on) if each.pk != one.pk and each.email]
    known = {"deputy": one.deputy.public_id if one.deputy else "", "until": one.away_until}
    form = DeputyForm(others, request.POST or None, initial=known)
    if form.is_valid():
        try:
            name_deputy(
                by=actor_on(request), at=timezone.now(), on=on, customer=customer.public_id,
                contact=one.public_id, **form.cleaned_data,
            )  # fmt: skip
        except (DeputyPast, DeputyUnfit) as problem:
            add_problem(form, problem, "until" if isinstance(problem, DeputyPast) else "deputy")
        else:
            messages.success(request, words()("web.portal.saved"))
            return redirect("portal-contacts", customer=customer.public_id)
    context = {"form": form, "contact": one, "others": others, "on": on}
    status = 422 if form.errors else 200
    return portal_page(
        request, "deputy_form.html", customer, context, above=("portal-contacts",), status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new contact."""
    customer = customer_on(request)
    form = ContactForm(request.POST or None, initial={"relation": "employee", "language": customer.language})
    if form.is_valid():
        add_contact(
            by=actor_on(request), at=timezone.now(), customer=customer.public_id, values=form.cleaned_data
        )
        messages.success(request, words()("web.portal.saved"))
        return redirect("portal-contacts", customer=customer.public_id)
    return _form_page(request, customer, {"form": form, "contact": None})


@require_POST
def end(request: HttpRequest, contact: str) -> HttpResponse:
    """Somebody is a contact no longer."""
    customer = customer_on(request)
    end_contact(
        by=actor_on(request),
        at=timezone.now(),
        on=day_at(customer.processor),
        customer=customer.public_id,
        contact=contact,
    )
    messages.success(request, words()("web.portal.contact.ended"))
    return redirect("portal-contacts", customer=customer.public_id)


def _form_page(request: HttpRequest, customer: Customer, context: dict[str, object]) -> HttpResponse:
    form = context["form"]
    assert isinstance(form, forms.Form)
    status = 422 if form.errors else 200
    above = ("portal-contacts",)
    return portal_page(request, "contact_form.html", customer, context, above=above, status=status)

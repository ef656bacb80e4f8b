"""People with access: who they are, inviting, and the end of access."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ketju.text.render import LANGUAGES
from ketju.web.apps.selfservice.people import CUSTOMER_ROLES, end_access, invite_person, members_of, names_of
from ketju.web.base.access.zones import day_at
from ketju.web.base.pages.forms import WordForm, choices
from ketju.web.base.pages.templatetags.words import words
from ketju.web.sites.portal.frame import actor_on, customer_on, portal_page


class InvitationForm(WordForm):
    """Whom to invite, as what."""

    email = forms.EmailField(
        label="web.portal.field.email", help_text="web.portal.invite.email.help", max_length=254
    )
    name = forms.CharField(label="web.portal.invite.name", max_length=200)
    role = forms.ChoiceField(label="web.portal.role", help_text="web.portal.invite.role.help")
    language = forms.ChoiceField(label="web.portal.field.language")

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = choices("web.role.", CUSTOMER_ROLES)  # type: ignore[attr-defined]
        self.fields["language"].choices = choices("language.", LANGUAGES)  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Who has access; and inviting somebody."""
    customer = customer_on(request)
    on = day_at(customer.processor)
    form = InvitationForm(
        request.POST or None, initial={"language": customer.language, "role": "privacy-contact"}
    )
    if form.is_valid():
        invite_person(
            by=actor_on(request), at=timezone.now(), on=on, customer=customer.public_id, **form.cleaned_data
        )
        messages.success(request, words()("web.portal.invite.done", email=form.cleaned_data["email"]))
        return redirect("portal-people", customer=customer.public_id)
    said = words()
    held = members_of(customer, on)
    names = names_of(customer, held)
    rows = [(one, names[one.public_id], said(f"web.role.{one.role}")) for one in held]
    status = 422 if form.errors else 200
    return portal_page(request, "people.html", customer, {"rows": rows, "form": form}, status=status)


@require_POST
def end(request: HttpRequest, membership: str) -> HttpResponse:
    """End somebody's access."""
    customer = customer_on(request)
    at = timezone.now()
    on = day_at(customer.processor, at)
    end_access(by=actor_on(request), at=at, on=on, customer=customer.public_id, membership=membership)
    messages.success(request, words()("web.portal.people.ended"))
    return redirect("portal-people", customer=customer.public_id)

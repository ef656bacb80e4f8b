"""Pages of a person's own account: where they can go, their name, language and zone."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone

from ketju.text.render import LANGUAGES
from ketju.web.apps.people.signin import remember
from ketju.web.base.access.permission import customers_of, processors_of
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.acting import actor_of
from ketju.web.base.audit.writing import audited
from ketju.web.base.pages.fields import later
from ketju.web.base.pages.templatetags.words import words

_NAMES = {"en": "English", "fi": "Suomi", "sv": "Svenska"}


class ProfileForm(forms.Form):
    """Name, language and zone."""

    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(choices=[(code, _NAMES[code]) for code in LANGUAGES])
    zone = forms.CharField(
        max_length=64, required=False, widget=forms.TextInput(attrs={"placeholder": "Europe/Helsinki"})
    )

    def clean_zone(self) -> str:
        """A zone of the tz database, or none."""
        zone: str = self.cleaned_data["zone"].strip()
        if zone and zone not in available_timezones():
            raise forms.ValidationError(later("web.account.zone-unknown"))
        return zone


def home(request: HttpRequest) -> HttpResponse:
    """Where a person can go; at once where there is one place only."""
    user, today = request.user, timezone.localdate()
    assert isinstance(user, User)
    slugs = dict.fromkeys(one.processor.slug for one in processors_of(user, today))
    names = {one.processor.slug: one.processor.name for one in processors_of(user, today)}
    places = [(_first(f"/staff/{slug}/", f"/staff/{slug}/people/"), names[slug], "") for slug in slugs]
    portals = {one.customer: one for one in customers_of(user, today)}
    places += [
        (_first(f"/portal/{one.customer}/", ""), one.processor.name, one.role) for one in portals.values()
    ]
    if len(places) == 1 and places[0][0]:
        return redirect(places[0][0])
    return render(request, "public/home.html", {"places": places})


def _first(wanted: str, otherwise: str) -> str:
    """The address if there is a page at it, else the other one."""
    try:
        resolve(wanted)
    except Resolver404:
        return otherwise
    return wanted


def profile(request: HttpRequest) -> HttpResponse:
    """The person's own data, and the way to passwords, second factors and sessions."""
    user = request.user
    assert isinstance(user, User)
    start = {"name": user.name, "language": user.language, "zone": user.zone}
    form = ProfileForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        for name in start:
            setattr(user, name, form.cleaned_data[name])
        user.save(update_fields=list(start))
        by = actor_of(request)
        audited(
            by, "account.write", "user", at=timezone.now(), subject=user.public_id, fields=form.changed_data
        )
        remember(request, user)
        messages.success(request, words()("web.account.saved"))
        return redirect("profile")
    return render(request, "public/profile.html", {"form": form}, status=422 if form.errors else 200)

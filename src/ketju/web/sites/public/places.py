"""Where a person belongs: the processors and customers to go to, and the choice of language and time zone."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from ketju.text.render import LANGUAGES
from ketju.web.apps.selfservice.places import places_of
from ketju.web.base.pages.forms import WordForm
from ketju.web.base.pages.preferences import set_language, set_zone, zones
from ketju.web.base.pages.templatetags.words import words

MANY = 12
"""From so many customers on there is a box to find one by name."""


@require_http_methods(["GET"])
def show_places(request: HttpRequest) -> HttpResponse:
    """Every processor and customer that the person belongs to, with a box to find one among many."""
    found = places_of(request.user, timezone.localdate())  # type: ignore[arg-type]
    request.session["has_places"] = len(found.staff) + len(found.customers) > 1
    asked = " ".join(request.GET.get("q", "").split())[:80]
    shown = [one for one in found.customers if asked.casefold() in one.name.casefold()]
    context = {"places": found, "customers": shown, "asked": asked, "has_filter": len(found.customers) > MANY}
    return render(request, "public/places.html", context)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Show pages in a language from now on, and go back to where one was."""
    given = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(given, {request.get_host()}, require_https=request.is_secure())
    response = redirect(given if is_ours else "/")
    set_language(request, response, request.POST.get("language", ""))
    return response


class PreferencesForm(WordForm):
    """Language and time zone."""

    language = forms.ChoiceField(label="web.preferences.language")
    zone = forms.ChoiceField(
        label="web.preferences.zone", help_text="web.preferences.zone.help", required=False
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        from django.conf import settings

        names = dict(settings.LANGUAGES)
        self._choose("language", [(code, names[code]) for code in LANGUAGES])
        usual = words()("web.preferences.zone.usual")
        self._choose("zone", [("", usual), *((one, one.replace("_", " ")) for one in zones())])

    def _choose(self, name: str, among: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = among


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose a language and a time zone."""
    user = request.user
    assert user.is_authenticated
    held = {"language": request.LANGUAGE_CODE, "zone": user.zone}
    form = PreferencesForm(request.POST or None, initial=held)
    if not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "public/preferences.html", {"form": form}, status=status)
    response = redirect(reverse("preferences"))
    set_language(request, response, form.cleaned_data["language"])
    set_zone(request, form.cleaned_data["zone"])
    messages.success(request, words(form.cleaned_data["language"])("web.preferences.saved"))
    return response

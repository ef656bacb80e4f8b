"""A person's own account: name, language and zone, and the way to passwords, second factors and sessions."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ketju.text.render import LANGUAGES
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.acting import actor_of
from ketju.web.base.audit.writing import audited
from ketju.web.base.pages.forms import WordForm
from ketju.web.base.pages.preferences import set_language, set_zone, zones
from ketju.web.base.pages.templatetags.words import words


class ProfileForm(WordForm):
    """Name, language and zone."""

    name = forms.CharField(
        label="web.account.name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(label="web.account.language")
    zone = forms.ChoiceField(label="web.account.zone", help_text="web.account.zone.help", required=False)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        names = dict(settings.LANGUAGES)
        self._choose("language", [(code, names[code]) for code in LANGUAGES])
        usual = words()("web.account.zone.usual")
        self._choose("zone", [("", usual), *((one, one.replace("_", " ")) for one in zones())])

    def _choose(self, name: str, among: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = among


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show a person's account; save what the person changed of it."""
    user = request.user
    assert isinstance(user, User)
    held = {"name": user.name, "language": request.LANGUAGE_CODE, "zone": user.zone}
    form = ProfileForm(request.POST or None, initial=held)
    if request.method == "POST" and form.is_valid():
        return _saved(request, user, form)
    return render(request, "public/profile.html", {"form": form}, status=422 if form.errors else 200)


def _saved(request: HttpRequest, user: User, form: ProfileForm) -> HttpResponse:
    given, response = form.cleaned_data, redirect("profile")
    user.name = given["name"]
    user.save(update_fields=["name"])
    set_language(request, response, given["language"])
    set_zone(request, given["zone"])
    changed, now = form.changed_data, timezone.now()
    audited(actor_of(request), "account.write", "user", at=now, subject=user.public_id, fields=changed)
    messages.success(request, words(given["language"])("web.account.saved"))
    return response

"""Accept an invitation: by its link, once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from ketju.core.problems import Problem
from ketju.text.render import phrasebook
from ketju.web.apps.people.inviting import accept_invitation, invitation_of
from ketju.web.apps.people.models import Invitation
from ketju.web.base.accounts.models import User
from ketju.web.base.pages.fields import later
from ketju.web.base.pages.slowing import is_too_often, slow_down


class AcceptForm(forms.Form):
    """Name and password. Customers' people may do without one: they get a code by mail each time."""

    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password1 = forms.CharField(
        strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), max_length=200
    )
    password2 = forms.CharField(
        strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), max_length=200
    )

    def __init__(self, invitation: Invitation, *args: Any, **names: Any) -> None:
        super().__init__(*args, **names)
        self.person = User(email=invitation.email, name=invitation.name)
        for name in ("password1", "password2"):
            self.fields[name].required = not invitation.customer

    def clean(self) -> dict[str, Any]:
        """The two passwords are alike and good enough."""
        given: dict[str, Any] = self.cleaned_data
        first = given.get("password1", "")
        if first != given.get("password2", ""):
            self.add_error("password2", later("web.account.passwords-differ"))
        elif first:
            try:
                validate_password(first, self.person)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return given


def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """What the invitation is to, and the form to accept it."""
    now = timezone.now()
    try:
        invitation = invitation_of(secret, now)
    except Problem as problem:
        return render(request, "account/problem.html", {"problem": problem}, status=404)
    language = invitation.language
    with translation.override(language if not request.user.is_authenticated else translation.get_language()):
        return _asked(request, invitation, secret)


def _asked(request: HttpRequest, invitation: Invitation, secret: str) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    if user is None and User.objects.filter(email=invitation.email).exists():
        return redirect_to_login(request.get_full_path())
    form = None if user else AcceptForm(invitation, request.POST or None, initial={"name": invitation.name})
    if request.method == "POST" and (form is None or form.is_valid()):
        if is_too_often(request, "accept_invitation"):
            return slow_down(request)
        return _accepted(request, secret, user, form.cleaned_data if form else {})
    shown = {"invitation": invitation, "form": form}
    return render(request, "public/invitation.html", shown, status=422 if form and form.errors else 200)


def _accepted(request: HttpRequest, secret: str, user: User | None, given: dict[str, Any]) -> HttpResponse:
    name, password = given.get("name", ""), given.get("password1") or None
    try:
        accept_invitation(secret=secret, at=timezone.now(), user=user, name=name, password=password)
    except Problem as problem:
        return render(request, "account/problem.html", {"problem": problem}, status=409)
    words = phrasebook(translation.get_language() or "en")
    messages.success(request, words("web.invitation.accepted"))
    return redirect("places" if user else "account_login")

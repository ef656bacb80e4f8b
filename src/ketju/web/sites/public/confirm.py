"""The page behind the link of a campaign's letter: a code by mail first, then the question and the answer.

Nothing personal is shown before the code, and opening the page changes nothing, so that mail scanners do no harm.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from ketju.core.problems import Problem
from ketju.web.apps.campaigns.answering import answerer, confirm, name_another, refuse
from ketju.web.apps.campaigns.links import ask_of, check_code, language_of, mail_code
from ketju.web.apps.campaigns.models import Ask
from ketju.web.base.accounts.models import User
from ketju.web.base.pages.fields import add_problem
from ketju.web.base.pages.forms import WordForm, choices
from ketju.web.base.pages.slowing import is_too_often, slow_down
from ketju.web.base.pages.templatetags.words import words

PROVED_FOR = timedelta(minutes=30)
"""How long the question may be answered after the code."""
ANSWERS = ("me", "other", "not-us")


class CodeForm(WordForm):
    """The code that was mailed."""

    code = forms.CharField(
        label="web.confirm.code", max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip


class AnswerForm(WordForm):
    """Who the main user is: the reader, or somebody whom the reader names."""

    answer = forms.ChoiceField(label="web.confirm.question", widget=forms.RadioSelect)
    first_name = forms.CharField(label="web.field.first-name", max_length=80, required=False)
    last_name = forms.CharField(label="web.field.last-name", max_length=80, required=False)
    phone = forms.CharField(label="web.field.phone", max_length=40, required=False)
    email = forms.EmailField(
        label="web.confirm.email", help_text="web.confirm.email.help", max_length=254, required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["answer"].choices = choices("web.confirm.answer.", ANSWERS)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Whoever is named has a name and an address."""
        given: dict[str, Any] = self.cleaned_data
        if given.get("answer") in ("me", "other") and not given.get("last_name"):
            self.complain("last_name", "web.wrong.missing")
        if given.get("answer") == "other" and not given.get("email") and "email" not in self.errors:
            self.complain("email", "web.wrong.missing")
        return given


def answer(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask for the code, then the question."""
    if is_too_often(request, "confirm"):
        return slow_down(request)
    try:
        ask = ask_of(secret)
    except Problem as problem:
        return render(
            request, "account/problem.html", {"problem": problem}, status=getattr(problem, "status", 400)
        )
    has_chosen = request.user.is_authenticated or settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    with translation.override(translation.get_language() if has_chosen else language_of(ask)):
        return _step(request, ask, timezone.now())


def _step(request: HttpRequest, ask: Ask, at: datetime) -> HttpResponse:
    if _has_proved(request, ask, at):
        return _question(request, ask, at)
    if request.method == "POST" and request.POST.get("act") == "mail":
        if is_too_often(request, "confirm_code", key=ask.public_id):
            return slow_down(request)
        mail_code(at=at, ask=ask)
        return redirect(request.path)
    return _code(request, ask, at)


def _code(request: HttpRequest, ask: Ask, at: datetime) -> HttpResponse:
    is_mailed = ask.code_until is not None and ask.code_until > at
    form = CodeForm(request.POST if request.method == "POST" and is_mailed else None)
    if form.is_bound and form.is_valid():
        try:
            check_code(at=at, ask=ask, code=form.cleaned_data["code"])
        except Problem as problem:
            add_problem(form, problem, "code")
        else:
            request.session[_mark(ask)] = at.timestamp()
            return redirect(request.path)
    context = {"ask": ask, "form": form, "is_mailed": is_mailed}
    return render(request, "public/confirm_code.html", context, status=422 if form.errors else 200)


def _mark(ask: Ask) -> str:
    return f"confirm:{ask.public_id}:{ask.turn}"


def _has_proved(request: HttpRequest, ask: Ask, at: datetime) -> bool:
    """Whether the reader has given the code lately, or has signed in with the address that was asked."""
    user = request.user
    if isinstance(user, User) and ask.contact and user.email.lower() == ask.contact.email.lower():
        return True
    since = request.session.get(_mark(ask), 0)
    return bool(at.timestamp() - since < PROVED_FOR.total_seconds())


def _question(request: HttpRequest, ask: Ask, at: datetime) -> HttpResponse:
    contact = ask.contact
    assert contact is not None
    initial = {"first_name": contact.first_name, "last_name": contact.last_name, "phone": contact.phone}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            said = _answered(request, ask, at, form.cleaned_data)
        except Problem as problem:
            add_problem(form, problem, "email" if form.cleaned_data["answer"] == "other" else None)
        else:
            request.session.pop(_mark(ask), None)
            messages.success(request, words()(f"web.confirm.thanks.{said}"))
            return redirect("front")
    context = {"ask": ask, "form": form}
    return render(request, "public/confirm.html", context, status=422 if form.errors else 200)


def _answered(request: HttpRequest, ask: Ask, at: datetime, given: dict[str, Any]) -> str:
    by, said = answerer(ask, getattr(request, "request_id", "")), str(given["answer"])
    names = {name: " ".join(str(given[name]).split()) for name in ("first_name", "last_name", "phone")}
    if said == "me":
        confirm(by=by, at=at, ask=ask, values=names)
    elif said == "other":
        name_another(by=by, at=at, ask=ask, values={**names, "email": given["email"].lower()})
    else:
        refuse(by=by, at=at, ask=ask)
    return said

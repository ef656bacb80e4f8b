"""The promise of confidentiality: nothing else of the processor can be reached before it is made."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from ketju.core.problems import Problem
from ketju.web.apps.people.confidentiality import document, newest_of, sign_undertaking
from ketju.web.base.access.zones import day_at
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.acting import actor_of
from ketju.web.base.pages.fields import add_problem
from ketju.web.base.pages.templatetags.words import words
from ketju.web.sites.staff.people_forms import SignForm


def show(request: HttpRequest) -> HttpResponse:
    """The text, what was signed last, and the form to sign or to renew."""
    processor, user = request.processor, request.user  # type: ignore[attr-defined]
    assert isinstance(user, User)
    form = SignForm(request.POST or None, initial={"name": user.name})
    language = translation.get_language() or "en"
    if request.method == "POST" and form.is_valid():
        signed = {
            "processor": processor,
            "user": user,
            "name": form.cleaned_data["name"],
            "language": language,
        }
        try:
            sign_undertaking(by=actor_of(request), at=timezone.now(), **signed)
        except Problem as problem:
            add_problem(form, problem, "name")
        else:
            messages.success(request, words()("web.confidentiality.signed"))
            return redirect("places")
    newest = newest_of(user, processor)
    holds = newest is not None and newest.holds(day_at(processor))
    shown = {"form": form, "newest": newest, "text": document(language), "holds": holds}
    return render(request, "staff/confidentiality.html", shown, status=422 if form.errors else 200)

"""The page behind the link with which an oral objection is confirmed in writing, without an account.

It names the publisher and the change, and nobody; opening it changes nothing, so that mail scanners do no harm.
"""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ketju.core.problems import Problem
from ketju.web.apps.cases.writes.confirming import confirm_by_link, objection_named
from ketju.web.base.pages.fields import add_problem
from ketju.web.base.pages.forms import WordForm
from ketju.web.base.pages.slowing import is_too_often, slow_down


class ConfirmForm(WordForm):
    """The objection in the writer's own words."""

    by_name = forms.CharField(label="web.objections.confirm.name", max_length=200)
    text = forms.CharField(
        label="web.objections.confirm.text", help_text="web.objections.confirm.text.help", max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what is confirmed, and take the confirmation in, once."""
    if is_too_often(request, "confirm"):
        return slow_down(request)
    now, form = timezone.now(), ConfirmForm(request.POST if request.method == "POST" else None)
    try:
        one = objection_named(secret, now)
        if form.is_bound and form.is_valid():
            confirm_by_link(
                at=now, token=secret, request_id=getattr(request, "request_id", ""), **form.cleaned_data
            )
            return _private(render(request, "public/objection_confirmed.html", {"one": one}))
    except Problem as problem:
        if form.is_bound and getattr(problem, "status", 400) == 400:
            add_problem(form, problem, "text")
        else:
            status = getattr(problem, "status", 400)
            return _private(render(request, "account/problem.html", {"problem": problem}, status=status))
    context = {"one": one, "form": form}
    status = 422 if form.errors else 200
    return _private(render(request, "public/objection_confirm.html", context, status=status))


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer["Cache-Control"] = "private, no-store"
    return answer

"""Tokens of programs: what they may do, when they were used; a new one is shown once."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from ketju.core.problems import Problem
from ketju.web.apps.parties.checking import Fault, Refused, line_of, needed_day
from ketju.web.base.tokens.models import Token
from ketju.web.base.tokens.writing import SCOPES, make_token, revoke_token
from ketju.web.sites.staff.acting import actor, page, processor_of, words
from ketju.web.sites.staff.customers import status_of
from ketju.web.sites.staff.forms import Form

_ABOUT = {
    "customers.read": "web.scope.customers-read",
    "customers.write": "web.scope.customers-write",
    "customers.import": "web.scope.customers-import",
    "registers.read": "web.scope.registers-read",
    "registers.write": "web.scope.registers-write",
    "registers.publish": "web.scope.registers-publish",
    "cases.read": "web.scope.cases-read",
    "cases.write": "web.scope.cases-write",
}
"""What each scope lets a program do, as keys of words."""


def index(request: HttpRequest) -> HttpResponse:
    """The tokens, and a form for a new one, whose text is on the page that answers and nowhere else."""
    form, text = Form(("token_name", "expires_on"), needed=("token_name",)), ""
    if request.method == "POST":
        try:
            text = _make(request, form)
        except Problem as problem:
            form.refuse(problem)
    phrases = words()
    scopes = [(scope, phrases(_ABOUT[scope])) for scope in SCOPES]
    return page(
        request, "tokens.html", status_of(form), form=form, text=text, scopes=scopes, now=timezone.now(),
        tokens=Token.objects.filter(processor=processor_of(request)).order_by("-id")[:100],
    )  # fmt: skip


def _make(request: HttpRequest, form: Form) -> str:
    given, processor = form.given(request.POST), processor_of(request)
    scopes = [one for one in request.POST.getlist("scope") if one in SCOPES]
    faults = [Fault("token_name", "web.wrong.missing")] if not given["token_name"].strip() else []
    faults += [] if scopes else [Fault("scope", "web.wrong.scopes")]
    if faults:
        raise Refused(faults)
    ends = None
    if given["expires_on"].strip():
        ends = datetime.combine(
            needed_day(given["expires_on"], "expires_on"), time(), ZoneInfo(processor.zone)
        )
    name = line_of(given["token_name"], "token_name")
    _, text = make_token(
        by=actor(request), at=timezone.now(), processor=processor, name=name, scopes=scopes, expires_at=ends
    )
    return text


@require_POST
def revoke(request: HttpRequest, token: str) -> HttpResponse:
    """Let nobody in by a token any longer."""
    rows = Token.objects.select_related("processor").filter(processor=processor_of(request))
    one = get_object_or_404(rows, public_id=token.replace("\x00", ""))
    revoke_token(by=actor(request), at=timezone.now(), token=one)
    return redirect("tokens", processor=one.processor.slug)

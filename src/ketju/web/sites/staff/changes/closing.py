"""Closing a change with its evidence frozen, and taking the risk of an emergency by name."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.core.problems import Problem
from ketju.web.apps.cases.models import FrozenEvidence
from ketju.web.apps.cases.writes.closing import close_change
from ketju.web.apps.cases.writes.risking import decide_risk
from ketju.web.base.audit.writing import audited
from ketju.web.base.pages.fields import add_problem
from ketju.web.sites.staff.acting import actor, words
from ketju.web.sites.staff.changes.forms import RiskForm
from ketju.web.sites.staff.changes.frame import case_of, done
from ketju.web.sites.staff.changes.one import gates_page


@require_POST
def close(request: HttpRequest, change: str) -> HttpResponse:
    """Close the change; what is still open is said."""
    one = case_of(request, change)
    return done(
        request,
        one,
        lambda: close_change(by=actor(request), at=timezone.now(), change=one),
        "web.closing.done",
    )


@require_POST
def decide(request: HttpRequest, change: str) -> HttpResponse:
    """Take the risk of an emergency."""
    one, form = case_of(request, change), RiskForm(request.POST, prefix="risk")
    if form.is_valid():
        given = form.cleaned_data
        try:
            decide_risk(
                by=actor(request), at=timezone.now(), change=one, reason=given.pop("reason"), exits=given
            )
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.warning(request, words()("web.closing.risk.done"))
            return done(request, one, lambda: None, "web.closing.risk.then", "case-gates")
    return gates_page(request, one, {("", "risk"): form})


@require_safe
def frozen(request: HttpRequest, change: str) -> HttpResponse:
    """The evidence as it was frozen, byte by byte."""
    found = _frozen(request, change, "pdf")
    return _saved(found, str(found.text).encode(), "json", found.sha256)


@require_safe
def frozen_pdf(request: HttpRequest, change: str) -> HttpResponse:
    """The same for people to read, byte by byte."""
    found = _frozen(request, change, "text")
    if not found.pdf_sha256:
        raise Http404
    return _saved(found, bytes(found.pdf), "pdf", found.pdf_sha256)


def _frozen(request: HttpRequest, change: str, without: str) -> FrozenEvidence:
    """The evidence of the change of the address, one of its forms left out; that it is read is noted."""
    one = case_of(request, change)
    found = FrozenEvidence.objects.filter(change=one).select_related("change").defer(without).first()
    if found is None:
        raise Http404
    audited(
        actor(request), "evidence.read", "change", at=timezone.now(), processor=one.processor,
        subject=one.public_id,
    )  # fmt: skip
    return found


def _saved(found: FrozenEvidence, data: bytes, form: str, digest: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=f"application/{form}")
    answer["Content-Disposition"] = f'attachment; filename="{found.change.public_id}-{digest[:12]}.{form}"'
    answer["Cache-Control"] = "no-store"
    return answer

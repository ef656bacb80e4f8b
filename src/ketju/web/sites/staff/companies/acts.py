"""What staff do with a company: note what its contract says and what shows it, settle rechecks, ask for proof."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from ketju.core.problems import Problem
from ketju.web.apps.cases.models import EndProof, Engagement
from ketju.web.apps.cases.reads_companies import proof_of, recheck_named
from ketju.web.apps.cases.writes.ending import accept_proof, ask_for_proof
from ketju.web.apps.cases.writes.engaging import (
    end_evidence,
    record_access,
    record_evidence,
    record_mapping,
    record_terms,
)
from ketju.web.apps.cases.writes.rechecking import close_recheck
from ketju.web.base.pages.forms import WordForm
from ketju.web.sites.staff.acting import actor, processor_of, words
from ketju.web.sites.staff.attaching import upload_in
from ketju.web.sites.staff.changes.forms import AccessForm, EvidenceForm
from ketju.web.sites.staff.changes.frame import is_recorded, tell
from ketju.web.sites.staff.companies.forms import ProofForm, RecheckForm, TermsForm
from ketju.web.sites.staff.companies.one import company_of, company_page


@require_POST
def set_terms(request: HttpRequest, engagement: str) -> HttpResponse:
    """Note what its contract says of time."""
    one, form = company_of(request, engagement), TermsForm(request.POST, prefix="terms")
    return _recorded(request, one, form, "terms", lambda given: record_terms(
        by=actor(request), at=timezone.now(), engagement=one, **given
    ))  # fmt: skip


@require_POST
def set_access(request: HttpRequest, engagement: str) -> HttpResponse:
    """Note what it can reach."""
    one, form = company_of(request, engagement), AccessForm(request.POST, prefix="access")
    return _recorded(request, one, form, "access", lambda given: record_access(
        by=actor(request), at=timezone.now(), engagement=one, **given
    ))  # fmt: skip


@require_POST
def set_mapping(request: HttpRequest, engagement: str) -> HttpResponse:
    """Note which clause of its contract passes on what."""
    one = company_of(request, engagement)
    clauses = {name[2:]: str(text) for name, text in request.POST.items() if name.startswith("c-")}

    def act() -> None:
        record_mapping(by=actor(request), at=timezone.now(), engagement=one, clauses=clauses)

    tell(request, act, "web.changes.recorded")
    return _back(request, one)


@require_POST
def add_evidence(request: HttpRequest, engagement: str) -> HttpResponse:
    """Note a document, and keep it."""
    one = company_of(request, engagement)
    form = EvidenceForm(request.POST, request.FILES, prefix="evidence")

    def act(given: dict[str, Any]) -> None:
        rest = {name: value for name, value in given.items() if name != "file"}
        record_evidence(by=actor(request), at=timezone.now(), engagement=one, upload=upload_in(form), **rest)

    return _recorded(request, one, form, "evidence", act)


@require_POST
def drop_evidence(request: HttpRequest, engagement: str) -> HttpResponse:
    """Take a document back."""
    one, number = company_of(request, engagement), request.POST.get("evidence", "")
    found = next((each for each in one.evidence.all() if str(each.pk) == number), None)
    if found is not None:
        tell(
            request,
            lambda: end_evidence(by=actor(request), at=timezone.now(), evidence=found),
            "web.changes.evidence.ended",
        )
    return _back(request, one)


@require_POST
def close(request: HttpRequest, engagement: str, recheck: str) -> HttpResponse:
    """Settle a place that had to be looked at again."""
    one = company_of(request, engagement)
    found = recheck_named(one, recheck)
    if found is None:
        raise Http404
    form = RecheckForm(request.POST, request.FILES, prefix=found.public_id)

    def act(given: dict[str, Any]) -> None:
        close_recheck(
            by=actor(request), at=timezone.now(), recheck=found, outcome=given["outcome"], why=given["why"],
            tool=form.tool(), leaves_on=given["leaves_on"], upload=upload_in(form),
        )  # fmt: skip

    return _recorded(request, one, form, found.public_id, act)


@require_POST
def ask(request: HttpRequest, engagement: str) -> HttpResponse:
    """Ask it for proof that the data are gone, or remind it."""
    one = company_of(request, engagement)
    proof = _proof(one)
    try:
        has_mail = ask_for_proof(by=actor(request), at=timezone.now(), proof=proof)
    except Problem as problem:
        messages.error(request, words()(problem.code, **problem.params))
    else:
        key = "web.companies.proof.asked" if has_mail else "web.companies.proof.asked.otherwise"
        messages.success(request, words()(key))
    return _back(request, one)


@require_POST
def accept(request: HttpRequest, engagement: str) -> HttpResponse:
    """Take a document as proof."""
    one = company_of(request, engagement)
    proof, form = _proof(one), ProofForm(request.POST, request.FILES, prefix="proof")

    def act(given: dict[str, Any]) -> None:
        accept_proof(
            by=actor(request), at=timezone.now(), proof=proof, how=given["how"], name=given["name"], on=given["on"],
            note=given["note"], upload=upload_in(form),
        )  # fmt: skip

    return _recorded(request, one, form, "proof", act)


def _proof(engagement: Engagement) -> EndProof:
    found = proof_of(engagement)
    if found is None:
        raise Http404
    return found


def _recorded(
    request: HttpRequest,
    engagement: Engagement,
    form: WordForm,
    name: str,
    act: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    """Record what a form says; show the page with what is wrong."""
    if is_recorded(request, form, act):
        return _back(request, engagement)
    return company_page(request, engagement, {name: form})


def _back(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    return redirect("company", processor=processor_of(request).slug, engagement=engagement.public_id)

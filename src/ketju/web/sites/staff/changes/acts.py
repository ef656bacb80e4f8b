"""What staff do with a change: plan, write, approve, announce, correct, withdraw; open gates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from ketju.core.problems import Problem
from ketju.web.apps.cases.evidence_pack import evidence_pack, json_of_pack, pdf_of_pack
from ketju.web.apps.cases.models import CaseChange, Engagement
from ketju.web.apps.cases.reads_desk import customer_named, engagement_named
from ketju.web.apps.cases.writes.again import withdraw_change, write_correction
from ketju.web.apps.cases.writes.announcing import announce, obstacles, prepare_notice, tell_rest
from ketju.web.apps.cases.writes.engaging import (
    approve_change,
    end_evidence,
    record_access,
    record_evidence,
    record_mapping,
)
from ketju.web.apps.cases.writes.planning import plan_change, reschedule
from ketju.web.apps.cases.writes.risking import waive_gate
from ketju.web.base.access.zones import start_of
from ketju.web.base.pages.fields import add_problem
from ketju.web.base.pages.forms import WordForm
from ketju.web.sites.staff.acting import actor, processor_of, sentences, words
from ketju.web.sites.staff.attaching import upload_in
from ketju.web.sites.staff.changes.forms import (
    PUBLISHING,
    AccessForm,
    EvidenceForm,
    PlanForm,
    ReasonForm,
    WaiverForm,
    WrongForm,
)
from ketju.web.sites.staff.changes.frame import case_of, done, is_recorded, tell
from ketju.web.sites.staff.changes.one import approve_form, gates_page, texts_page


@require_POST
def plan(request: HttpRequest, change: str) -> HttpResponse:
    """Compute the case anew from its draft."""
    one = case_of(request, change)
    return done(
        request, one, lambda: plan_change(by=actor(request), at=_now(), change=one), "web.changes.planned"
    )


@require_POST
def move(request: HttpRequest, change: str) -> HttpResponse:
    """Plan it for another day, or another way to take effect."""
    one, form = case_of(request, change), PlanForm(request.POST)
    if not form.is_valid() or form.cleaned_data["planned_on"] is None:
        messages.error(request, words()("web.changes.planned-on.missing"))
        return _back(request, one)
    given = form.cleaned_data

    def act() -> object:
        return reschedule(
            by=actor(request), at=_now(), change=one, planned_at=start_of(given["planned_on"], one.processor),
            rollout=given["rollout"], is_emergency=given["is_emergency"],
        )  # fmt: skip

    return done(request, one, act, "web.changes.moved")


@require_POST
def prepare(request: HttpRequest, change: str) -> HttpResponse:
    """Make the texts."""
    one, now = case_of(request, change), _now()

    def act() -> object:
        return prepare_notice(by=actor(request), at=now, change=one, sent_at=now)

    return done(request, one, act, "web.changes.texts.made", "case-texts")


@require_POST
def approve(request: HttpRequest, change: str) -> HttpResponse:
    """A second person approves what was looked at, and says when the public hears of it."""
    one, digest = case_of(request, change), request.POST.get("digest", "")
    form = approve_form(one, request.POST)
    if not form.is_valid():
        return texts_page(request, one, form)
    given = form.cleaned_data

    def act() -> object:
        return approve_change(
            by=actor(request), at=_now(), change=one, digest=digest,
            is_published_with=given["publishing"] == PUBLISHING[0], later_why=given["later_why"],
        )  # fmt: skip

    return done(request, one, act, "web.changes.approved", "case-texts")


@require_POST
def rehearse(request: HttpRequest, change: str) -> HttpResponse:
    """Go through every check, tell all that hinders, and send nothing."""
    one = case_of(request, change)
    try:
        found = obstacles(one, _now(), leave_out_open=bool(request.POST.get("leave_out")))
    except Problem as problem:
        found = (problem,)
    for each in found:
        messages.error(request, " ".join(sentences(each)))
    if not found:
        messages.success(request, words()("web.changes.dry.good"))
    return redirect("case-texts", processor=processor_of(request).slug, change=one.public_id)


@require_POST
def send(request: HttpRequest, change: str) -> HttpResponse:
    """Tell the customers."""
    one = case_of(request, change)
    leave_out = bool(request.POST.get("leave_out"))

    def act() -> object:
        return announce(by=actor(request), at=_now(), change=one, leave_out_open=leave_out)

    return done(request, one, act, "web.changes.announced")


@require_POST
def tell_others(request: HttpRequest, change: str) -> HttpResponse:
    """Tell customers of a running case who were not told."""
    one = case_of(request, change)
    return done(
        request, one, lambda: tell_rest(by=actor(request), at=_now(), change=one), "web.changes.rest.told"
    )


@require_POST
def withdraw(request: HttpRequest, change: str) -> HttpResponse:
    """Give the change up; customers who were told are told of that."""
    one, form = case_of(request, change), ReasonForm(request.POST, prefix="withdraw")
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return done(
        request, one, lambda: withdraw_change(by=actor(request), at=_now(), change=one, reason=reason),
        "web.objections.change.withdrawn",
    )  # fmt: skip


@require_POST
def correct(request: HttpRequest, change: str) -> HttpResponse:
    """Write the notice anew, with what was wrong in it; a second person approves it before it leaves."""
    one, form = case_of(request, change), WrongForm(request.POST, prefix="correct")
    why = form.cleaned_data if form.is_valid() else {}
    return done(
        request, one, lambda: write_correction(by=actor(request), at=_now(), change=one, why=why),
        "web.objections.correction.written",
    )  # fmt: skip


@require_POST
def add_evidence(request: HttpRequest, change: str, engagement: str) -> HttpResponse:
    """Note a document that opens a gate."""
    one, held = case_of(request, change), _engagement(request, engagement)
    form = EvidenceForm(request.POST, request.FILES, prefix=f"e-{held.public_id}")

    def act(given: dict[str, Any]) -> None:
        rest = {name: value for name, value in given.items() if name != "file"}
        record_evidence(by=actor(request), at=_now(), engagement=held, upload=upload_in(form), **rest)

    return _recorded(request, one, held, form, "evidence", act)


@require_POST
def drop_evidence(request: HttpRequest, change: str, engagement: str) -> HttpResponse:
    """Take a document back."""
    one, held = case_of(request, change), _engagement(request, engagement)
    number = request.POST.get("evidence", "")
    found = next((one for one in held.evidence.all() if str(one.pk) == number), None)
    if found is not None:
        tell(
            request,
            lambda: end_evidence(by=actor(request), at=_now(), evidence=found),
            "web.changes.evidence.ended",
        )
    return _back(request, one, "case-gates")


@require_POST
def set_access(request: HttpRequest, change: str, engagement: str) -> HttpResponse:
    """Note what the company can reach."""
    one, held = case_of(request, change), _engagement(request, engagement)
    form = AccessForm(request.POST, prefix=f"a-{held.public_id}")
    return _recorded(request, one, held, form, "access", lambda given: record_access(
        by=actor(request), at=_now(), engagement=held, **given
    ))  # fmt: skip


@require_POST
def set_mapping(request: HttpRequest, change: str, engagement: str) -> HttpResponse:
    """Note which clause of its contract passes on what; one clause for all that have none, where it is given."""
    one, held = case_of(request, change), _engagement(request, engagement)
    given = {name[2:]: str(text).strip() for name, text in request.POST.items() if name.startswith("c-")}
    rest = request.POST.get("rest", "").strip()
    clauses = {name: text or rest for name, text in given.items()}

    def act() -> None:
        record_mapping(by=actor(request), at=_now(), engagement=held, clauses=clauses)

    return done(request, one, act, "web.changes.recorded", "case-gates")


@require_POST
def waive(request: HttpRequest, change: str) -> HttpResponse:
    """Open a gate in an emergency."""
    one, form = case_of(request, change), WaiverForm(request.POST, prefix="waive")
    if form.is_valid():
        try:
            waive_gate(by=actor(request), at=_now(), change=one, **form.cleaned_data)
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.warning(request, words()("web.changes.waived"))
            return _back(request, one, "case-gates")
    return gates_page(request, one, {("", "waive"): form})


@require_POST
def evidence(request: HttpRequest, change: str) -> HttpResponse:
    """The evidence as a file, for all or for one customer; asked for by a form, as it is noted."""
    one = case_of(request, change)
    public_id = request.POST.get("customer", "")
    customer = customer_named(one.processor, public_id) if public_id else None
    if public_id and customer is None:
        raise Http404
    pack = evidence_pack(by=actor(request), at=_now(), change=one, customer=customer)
    try:
        is_pdf = request.POST.get("form") == "pdf"
        data = pdf_of_pack(pack, words()) if is_pdf else json_of_pack(pack)
    except Problem as problem:
        messages.error(request, words()(problem.code, **problem.params))
        return _back(request, one)
    answer = HttpResponse(data, content_type="application/pdf" if is_pdf else "application/json")
    name = f"{one.public_id}{'-' + public_id if public_id else ''}.{'pdf' if is_pdf else 'json'}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _recorded(
    request: HttpRequest, change: CaseChange, engagement: Engagement, form: WordForm, name: str, act: Any
) -> HttpResponse:
    """Record what a form says; show the page with what is wrong."""
    if is_recorded(request, form, act):
        return _back(request, change, "case-gates")
    return gates_page(request, change, {(engagement.public_id, name): form})


def _engagement(request: HttpRequest, public_id: str) -> Engagement:
    found = engagement_named(processor_of(request), public_id)
    if found is None:
        raise Http404
    return found


def _back(request: HttpRequest, change: CaseChange, to: str = "case") -> HttpResponse:
    return redirect(to, processor=processor_of(request).slug, change=change.public_id)


def _now() -> datetime:
    return timezone.now()

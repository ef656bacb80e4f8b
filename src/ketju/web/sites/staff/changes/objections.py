"""Objections: all of them, one with its talk, taking one in, offering something, ending the talk."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.core.cases.objections import UNSETTLED
from ketju.core.problems import Problem
from ketju.web.apps.cases.matter import matter_of
from ketju.web.apps.cases.models import Objection
from ketju.web.apps.cases.next_beside import next_for_objection
from ketju.web.apps.cases.problems import ReasonMissing
from ketju.web.apps.cases.reads import case_named, objection_with_steps
from ketju.web.apps.cases.reads_desk import objections_in, service_names
from ketju.web.apps.cases.reads_originals import file_of, talk_of
from ketju.web.apps.cases.writes.attaching import read_file
from ketju.web.apps.cases.writes.confirming import send_link
from ketju.web.apps.cases.writes.objecting import (
    OUTCOMES,
    add_message,
    end_objection,
    make_offer,
    withdraw_objection,
)
from ketju.web.base.pages.downloads import as_it_came
from ketju.web.base.pages.fields import add_problem
from ketju.web.base.pages.uploads import uploads_of
from ketju.web.sites.staff.acting import actor, may, page, processor_of, sentences, words
from ketju.web.sites.staff.changes.forms import TAKEN_BACK, OutcomeForm, StepForm
from ketju.web.sites.staff.changes.frame import note_read, said_step, tell

ENDED = (*OUTCOMES, "withdrawn")


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Objections that somebody has to talk about, or those that ended; of one change or of all."""
    processor = processor_of(request)
    named = request.GET.get("change", "")
    change = case_named(processor, named) if named else None
    if named and change is None:
        raise Http404
    is_ended = request.GET.get("state") == "ended"
    rows = objections_in(processor, ENDED if is_ended else UNSETTLED, change)
    note_read(request, len(rows))
    return page(
        request, "changes/objections.html", rows=rows, tab="objections", state="ended" if is_ended else "open",
        change=change, may_write=may(request, "cases.write"),
    )  # fmt: skip


@require_safe
def show(request: HttpRequest, objection: str) -> HttpResponse:
    """One objection with every step of the talk."""
    return _page(request, _found(request, objection), None, None)


def _page(
    request: HttpRequest, one: Objection, step: StepForm | None, outcome: OutcomeForm | None
) -> HttpResponse:
    note_read(request, 1, one.customer)
    names = service_names(matter_of(one.change).new, one.change.processor, words().language)
    wrong = bool((step and step.errors) or (outcome and outcome.errors))
    talk, known = talk_of(one), {"processor": one.change.processor.slug, "change": one.change.public_id}
    place = reverse("case-customer", kwargs={**known, "customer": one.customer.public_id})
    return page(
        request, "changes/objection.html", 422 if wrong else 200, one=one, steps=talk,
        next_steps=[
            (each, said_step(each), place if each.page else "")
            for each in next_for_objection(one, [step for step, _ in talk])
        ],
        to_inbox=may(request, "inbox.read"),
        services=", ".join(names.get(each, each) for each in one.services), tab="objections",
        is_open=one.state in UNSETTLED, may_write=may(request, "cases.write"), step=step or StepForm(),
        outcome=outcome or OutcomeForm(is_late=one.is_late), change=one.change,
    )  # fmt: skip


@require_safe
def file(request: HttpRequest, objection: str, file: str) -> HttpResponse:
    """A file that came with an objection, as it came."""
    found = file_of(processor_of(request), objection, file)
    if found is None:
        raise Http404
    read_file(by=actor(request), at=timezone.now(), file=found)
    return as_it_came(str(found.name), bytes(found.data))


@require_POST
def link(request: HttpRequest, objection: str) -> HttpResponse:
    """Send the link anew with which an oral objection is confirmed in writing."""
    one = _found(request, objection)
    try:
        if send_link(by=actor(request), at=timezone.now(), objection=one):
            messages.success(request, words()("web.objections.link.sent"))
        else:
            messages.warning(request, words()("web.objections.link.nobody"))
    except Problem as problem:
        messages.error(request, " ".join(sentences(problem)))
    return _to(request, one)


@require_POST
def say(request: HttpRequest, objection: str) -> HttpResponse:
    """Say something to the customer, or offer something, with files or without."""
    one, form = _found(request, objection), StepForm(request.POST, request.FILES)
    if form.is_valid():
        by, now, given = actor(request), timezone.now(), form.cleaned_data
        said = {"text": given["text"], "uploads": uploads_of(given["handed_in"])}
        try:
            if given["offer"]:
                make_offer(by=by, at=now, objection=one, offer=given["offer"], **said)
            else:
                add_message(by=by, at=now, objection=one, side="staff", **said)
        except ReasonMissing as problem:
            add_problem(form, problem, "text")
        except Problem as problem:
            messages.error(request, " ".join(sentences(problem)))
            return _to(request, one)
        else:
            messages.success(request, words()("web.changes.step.added"))
            return _to(request, one)
    return _page(request, one, form, None)


@require_POST
def end(request: HttpRequest, objection: str) -> HttpResponse:
    """End the talk, with reasons."""
    one = _found(request, objection)
    form = OutcomeForm(request.POST, request.FILES, is_late=one.is_late)
    if not form.is_valid():
        return _page(request, one, None, form)
    given = form.cleaned_data
    by, now, uploads = actor(request), timezone.now(), uploads_of(given["handed_in"])

    def act() -> None:
        reasons, outcome = given["reasons"], given["outcome"]
        if outcome == TAKEN_BACK:
            withdraw_objection(by=by, at=now, objection=one, text=reasons, uploads=uploads)
        else:
            end_objection(by=by, at=now, objection=one, outcome=outcome, reasons=reasons, uploads=uploads)

    tell(request, act, "web.changes.outcome.noted")
    return _to(request, one)


def _found(request: HttpRequest, public_id: str) -> Objection:
    one = objection_with_steps(processor_of(request), public_id)
    if one is None:
        raise Http404
    return one


def _to(request: HttpRequest, one: Objection) -> HttpResponse:
    return redirect("objection", processor=processor_of(request).slug, objection=one.public_id)

"""Objections: all of them, one with its talk, taking one in, offering something, ending the talk."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ketju.core.cases.objections import UNSETTLED
from ketju.core.problems import Problem
from ketju.web.apps.cases.matter import matter_of
from ketju.web.apps.cases.models import Objection
from ketju.web.apps.cases.reads import case_named, changes_of, objection_with_steps
from ketju.web.apps.cases.reads_desk import customer_named, objections_in, service_names
from ketju.web.apps.cases.reads_originals import talk_of
from ketju.web.apps.cases.writes.confirming import send_link
from ketju.web.apps.cases.writes.objecting import (
    OUTCOMES,
    add_message,
    end_objection,
    make_offer,
    receive_objection,
    withdraw_objection,
)
from ketju.web.apps.services.reads import product_names
from ketju.web.base.access.models import Processor
from ketju.web.base.access.zones import start_of
from ketju.web.base.pages.fields import add_problem
from ketju.web.base.pages.templatetags.words import named
from ketju.web.sites.staff.acting import actor, may, page, processor_of, sentences, words
from ketju.web.sites.staff.changes.forms import TAKEN_BACK, OutcomeForm, ReceivedForm, StepForm
from ketju.web.sites.staff.changes.frame import note_read, tell

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
    return page(
        request, "changes/objection.html", 422 if wrong else 200, one=one, steps=talk_of(one),
        to_inbox=may(request, "inbox.read"),
        services=", ".join(names.get(each, each) for each in one.services), tab="objections",
        is_open=one.state in UNSETTLED, may_write=may(request, "cases.write"), step=step or StepForm(),
        outcome=outcome or OutcomeForm(is_late=one.is_late), change=one.change,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Take in an objection that came by letter, by mail or by mouth."""
    processor = processor_of(request)
    rows = changes_of(processor).filter(announced_at__isnull=False, withdrawn_at=None, closed_at=None)
    running = [(one.public_id, one.title) for one in rows]
    initial = {"change": request.GET.get("change", ""), "customer": request.GET.get("customer", "")}
    form = ReceivedForm(request.POST or None, running=running, services=_services(processor), initial=initial)
    if form.is_valid():
        made = _received(request, form)
        if made is not None:
            messages.success(request, words()("web.changes.objection.recorded"))
            return redirect("objection", processor=processor.slug, objection=made.public_id)
    return page(
        request,
        "changes/receive.html",
        422 if form.errors else 200,
        form=form,
        tab="objections",
        running=running,
    )


def _services(processor: Processor) -> list[tuple[str, str]]:
    """The products of a processor, by their ids."""
    return [(slug, named(names) or slug) for slug, names in product_names(processor).items()]


def _received(request: HttpRequest, form: ReceivedForm) -> Objection | None:
    given, processor, now = dict(form.cleaned_data), processor_of(request), timezone.now()
    customer = customer_named(processor, given.pop("customer").strip())
    change = case_named(processor, given.pop("change"))
    if customer is None or change is None:
        form.complain("customer", "web.changes.objection.customer.unknown")
        return None
    received = min(start_of(given.pop("received_on"), processor), now)
    try:
        made = receive_objection(
            by=actor(request), at=now, change=change, customer=customer, received_at=received, **given
        )
        if made.state == "to-confirm" and not send_link(by=actor(request), at=now, objection=made):
            messages.warning(request, words()("web.objections.link.nobody"))
    except Problem as problem:
        add_problem(form, problem)
        return None
    return made


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
    """Say something to the customer, or offer something."""
    one, form = _found(request, objection), StepForm(request.POST)
    if not form.is_valid():
        return _page(request, one, form, None)
    given = form.cleaned_data

    def act() -> object:
        by, now = actor(request), timezone.now()
        if given["offer"]:
            return make_offer(by=by, at=now, objection=one, offer=given["offer"], text=given["text"])
        return add_message(by=by, at=now, objection=one, side="staff", text=given["text"])

    tell(request, act, "web.changes.step.added")
    return _to(request, one)


@require_POST
def end(request: HttpRequest, objection: str) -> HttpResponse:
    """End the talk, with reasons."""
    one = _found(request, objection)
    form = OutcomeForm(request.POST, is_late=one.is_late)
    if not form.is_valid():
        return _page(request, one, None, form)
    given = form.cleaned_data
    by, now = actor(request), timezone.now()

    def act() -> None:
        if given["outcome"] == TAKEN_BACK:
            withdraw_objection(by=by, at=now, objection=one, text=given["reasons"])
        else:
            end_objection(by=by, at=now, objection=one, **given)

    tell(request, act, "web.changes.outcome.noted")
    return _to(request, one)


def _found(request: HttpRequest, public_id: str) -> Objection:
    one = objection_with_steps(processor_of(request), public_id)
    if one is None:
        raise Http404
    return one


def _to(request: HttpRequest, one: Objection) -> HttpResponse:
    return redirect("objection", processor=processor_of(request).slug, objection=one.public_id)

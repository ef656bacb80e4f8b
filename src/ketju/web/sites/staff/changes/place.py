"""One customer in one change: where it stands and why; what it said where it has to give its authorisation."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.core.notices.earliest import Earliest, planned_for
from ketju.core.periods.instants import Instant
from ketju.core.problems import Problem
from ketju.text.render import Phrasebook
from ketju.web.apps.cases.evidence_lines import FACTS
from ketju.web.apps.cases.matter import matter_of
from ketju.web.apps.cases.models import CaseChange, Touched
from ketju.web.apps.cases.next_steps import next_steps_for
from ketju.web.apps.cases.proving import fact_key, proof_words, said_by, words_of_proof
from ketju.web.apps.cases.reads import Place, place_of, touched_named
from ketju.web.apps.cases.reads_apart import services_apart
from ketju.web.apps.cases.reads_desk import (
    authorisations_of,
    begun_in,
    customer_named,
    service_names,
    waivers_of,
)
from ketju.web.apps.cases.reads_told import people_told, whys_of
from ketju.web.apps.cases.wording import gates_in, owed_words, working_in
from ketju.web.apps.cases.writes.authorising import record_authorisation
from ketju.web.apps.cases.writes.joining import record_condition
from ketju.web.apps.cases.writes.risking import waive_gate
from ketju.web.apps.cases.writes.unseen import seen_until
from ketju.web.apps.notices.fallback import is_left
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.zones import start_of
from ketju.web.base.pages.fields import add_problem
from ketju.web.sites.staff.acting import actor, may, processor_of, words
from ketju.web.sites.staff.changes.forms import AuthorisationForm, ConditionForm, WaiverForm
from ketju.web.sites.staff.changes.frame import case_of, case_page, here, note_read, tell


@require_safe
def show(request: HttpRequest, change: str, customer: str) -> HttpResponse:
    """One customer in one change: where it stands, its gates, what was sent to it, how its date was found."""
    return place_page(request, touched_of(request, change, customer))


def place_page(
    request: HttpRequest, touched: Touched, authorisation: AuthorisationForm | None = None,
    condition: ConditionForm | None = None, waive: WaiverForm | None = None,
) -> HttpResponse:  # fmt: skip
    """One customer in one change; the forms are what was refused, with what is wrong in them."""
    said, now, one, whose = words(), timezone.now(), touched.change, touched.customer
    place = place_of(touched, now)
    note_read(request, 1, whose)
    today, is_running = (
        here(one.processor, now),
        one.announced_at and not one.withdrawn_at and not one.closed_at,
    )
    waivers = waivers_of(one, whose) if one.is_emergency else ()
    people = {each.by.public_id: each.by.name for each in waivers}
    parted = services_apart(touched, now) if any(each.services for each in place.objections) else ()
    begun = touched.begun  # type: ignore[attr-defined]
    names = service_names(matter_of(one).new, one.processor, said.language) if parted or begun else {}
    apart = [
        (each.row, names.get(each.row.service, each.row.service), gates_in(each.gates, today, said, people))
        for each in parted
    ]
    is_specific = place.owed.mode == "specific"
    whys = whys_of(place.deliveries, said)
    gates = gates_in(place.gates, today, said, people)
    shut = tuple(dict.fromkeys(each.kind for each in gates if each.is_waivable))
    may_waive = one.is_emergency and is_running and may(request, "registers.publish")
    refused = authorisation or condition or waive
    return case_page(
        request, "place.html", one, "customers", status=422 if refused else 200, customer=whose,
        stand=place, gates=gates, apart=apart, begun=begun_in(begun, names), is_specific=is_specific,
        owed=owed_words(place.owed, said), working=working_in(_earliest(place, one, now), said),
        deliveries=[(each, _facts(each, said), _seen_until(each, place), whys[each.pk]) for each in place.deliveries],
        proof=words_of_proof(place.proof, said),
        authorisations=authorisations_of(one, whose) if is_specific else (),
        may_write=bool(is_running) and may(request, "cases.write"),
        authorise=authorisation or AuthorisationForm(), condition=condition or ConditionForm(),
        has_condition="condition" in place.touched.group.doubts,
        told=None if one.announced_at or one.withdrawn_at else people_told(touched, now, said),
        steps=next_steps_for(touched, place.objections, now),
        waivers=waivers, shut=shut,
        waive=(waive or WaiverForm(prefix="waive", gates=shut)) if may_waive else None,
    )  # fmt: skip


def touched_of(request: HttpRequest, change: str, customer: str) -> Touched:
    """The customer of the address in the case of the address."""
    found = touched_named(processor_of(request), change, customer)
    if found is None:
        raise Http404
    return found


def _facts(one: Delivery, said: Phrasebook) -> list[tuple[str, datetime, str]]:
    """What is known of a message, with when, and who says it where that is known."""
    found = []
    for name in FACTS:
        if at := getattr(one, name):
            by = said_by(one, fact := name.removesuffix("_at"))
            found.append((said(fact_key(one.channel, name)), at, proof_words(fact, by, said) if by else ""))
    return found


def _seen_until(one: Delivery, place: Place) -> Instant | None:
    """Until when a message in an application waits for somebody who looks, where nobody did, it is not given up and
    nothing else reaches the customer.
    """
    is_waiting = (
        one.channel == "in-app" and one.is_main_user and not any(getattr(one, name) for name in FACTS)
    )
    others = (each for each in place.deliveries if each.notice_id == one.notice_id and each.is_main_user)
    return seen_until(one, place.owed) if is_waiting and not any(map(is_left, others)) else None


def _earliest(place: Place, change: CaseChange, now: datetime) -> Earliest:
    """How the customer's date is found: from proven delivery, or if notice went out now."""
    return planned_for(place.owed, here(change.processor, place.touched.delivered_at or now))


@require_POST
def authorise(request: HttpRequest, change: str, customer: str) -> HttpResponse:
    """Record what a customer said in writing: it gives its authorisation, or refuses it."""
    one, whose, form = (
        case_of(request, change),
        customer_of(request, customer),
        AuthorisationForm(request.POST),
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            record_authorisation(
                by=actor(request), at=timezone.now(), change=one, customer=whose,
                said_at=start_of(given["said_on"], one.processor), is_given=given["said"] == "given",
                channel=given["channel"], document=given["document"], by_name=given["by_name"],
            )  # fmt: skip
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, words()("web.objections.authorisation.noted"))
            return to_place(request, change, customer)
    return place_page(request, touched_of(request, change, customer), authorisation=form)


@require_POST
def condition(request: HttpRequest, change: str, customer: str) -> HttpResponse:
    """Note that what the entry asks of a customer was given."""
    one, whose, form = case_of(request, change), customer_of(request, customer), ConditionForm(request.POST)
    if not form.is_valid():
        return place_page(request, touched_of(request, change, customer), condition=form)
    given_at = start_of(form.cleaned_data["given_on"], one.processor)
    by, now = actor(request), timezone.now()
    tell(
        request, lambda: record_condition(by=by, at=now, change=one, customer=whose, given_at=given_at),
        "web.objections.condition.noted",
    )  # fmt: skip
    return to_place(request, change, customer)


@require_POST
def waive(request: HttpRequest, change: str, customer: str) -> HttpResponse:
    """Open a gate for this customer alone, in an emergency."""
    one, whose = case_of(request, change), customer_of(request, customer)
    form = WaiverForm(request.POST, prefix="waive")
    if form.is_valid():
        try:
            waive_gate(by=actor(request), at=timezone.now(), change=one, customer=whose, **form.cleaned_data)
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.warning(request, words()("web.running.waived"))
            return to_place(request, change, customer)
    return place_page(request, touched_of(request, change, customer), waive=form)


def to_place(request: HttpRequest, change: str, customer: str) -> HttpResponse:
    """Back to the page of the customer in the change."""
    return redirect("case-customer", processor=processor_of(request).slug, change=change, customer=customer)


def customer_of(request: HttpRequest, public_id: str) -> Customer:
    """The customer of the address."""
    found = customer_named(processor_of(request), public_id)
    if found is None:
        raise Http404
    return found

"""The terms of a customer with their layers; what it agreed besides is recorded, corrected and ended here."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ketju.core.problems import Problem
from ketju.core.terms.parameters import Parameter, parameters
from ketju.text.agreements import parameter_name
from ketju.web.apps.agreements.deviating import (
    NEEDED,
    correct_deviation,
    end_deviation,
    record_deviation,
)
from ketju.web.apps.agreements.layers import terms_of
from ketju.web.apps.agreements.letters import letter_answer, letter_of
from ketju.web.apps.agreements.models import Deviation
from ketju.web.apps.agreements.reading import parameter_in
from ketju.web.apps.agreements.reads import deviation_of
from ketju.web.apps.agreements.terms_words import (
    choices_of,
    deviations_in_words,
    rows_of_terms,
    taken_words,
    unsettled,
)
from ketju.web.apps.parties.checking import needed_day
from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.zones import day_at
from ketju.web.sites.staff.acting import actor, may, page, words
from ketju.web.sites.staff.attaching import uploaded
from ketju.web.sites.staff.customers import found, note_read, status_of
from ketju.web.sites.staff.forms import Choices, Form

LABELS = {
    "value": "web.field.deviation-value",
    "basis": "web.field.deviation-basis",
    "first": "web.field.deviation-first",
    "last": "web.field.deviation-last",
    "file": "web.letter.file",
}
"""Fields that are called otherwise elsewhere."""
FIELDS = ("parameter", "value", "basis", "document", "file", "signed_on", "first", "last")
"""In the order of the form; the letter as a file stands below its name."""


@require_safe
def show(request: HttpRequest, customer: str) -> HttpResponse:
    """What holds for the customer today, and from which layer."""
    one, said = found(request, customer), words()
    on = day_at(one.processor)
    whole, terms = bool(request.GET.get("all")), terms_of(one, on)
    deviations = deviations_in_words(terms.deviations, said)
    note_read(request, one, "agreement", 1 + len(deviations))
    return page(
        request, "customers/terms.html", customer=one, tab="terms", held=terms.held,
        groups=rows_of_terms(terms.effective, said, whole=whole), whole=whole, deviations=deviations, on=on,
        unsettled=unsettled(terms.effective, said),
        has_no_passing=bool(one.pass_on_days) and terms.effective["notice.pass_on"].value is None,
        may_write=may(request, "agreements.write"), may_audit=may(request, "audit.read"),
    )  # fmt: skip


def _form(start: object | None, asked: str) -> Form:
    """The form; a value is chosen where there are few, else the form says what it takes."""
    said, held = words(), parameter_in(asked)
    names = sorted((parameter_name(one, said), key) for key, one in parameters().items())
    choices: dict[str, Choices] = {"parameter": [("", "–"), *((key, name) for name, key in names)]}
    few = choices_of(held, said) if isinstance(held, Parameter) else []
    if few:
        choices["value"] = [("", "–"), *few]
    form = Form(FIELDS, start, needed=("parameter", "value", *NEEDED), choices=choices, labels=LABELS)
    taken = taken_words(held, said) if isinstance(held, Parameter) and not few else ""
    if taken:
        line = next(one for one in form.lines if one.name == "value")
        line.hint = said("web.deviation.takes", taken=taken)
    return form


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, customer: str) -> HttpResponse:
    """A form for what was agreed besides."""
    one = found(request, customer)
    asked = (request.POST or request.GET).get("parameter", "")[:80]
    form = _form(Deviation(parameter=asked, first=day_at(one.processor), value=""), asked)
    if request.method == "POST":
        try:
            record_deviation(
                by=actor(request), at=timezone.now(), customer=one, given=form.given(request.POST),
                letter=uploaded(request.FILES.get("file")),
            )  # fmt: skip
        except Problem as problem:
            form.refuse(problem)
        else:
            return redirect("customer-terms", processor=one.processor.slug, customer=customer)
    return _page(request, one, form, "web.deviation.record", "web.deviation.record.lead")


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, customer: str, deviation: str) -> HttpResponse:
    """A form for what was recorded wrongly."""
    one = found(request, customer)
    held = _deviation(one, deviation)
    start = held
    value = held.value
    start.value = ", ".join(value) if isinstance(value, list) else value
    form = _form(start, held.parameter)
    form.lines = [line for line in form.lines if line.name != "parameter"]
    if request.method == "POST":
        try:
            correct_deviation(
                by=actor(request), at=timezone.now(), deviation=held, given=form.given(request.POST),
                letter=uploaded(request.FILES.get("file")),
            )  # fmt: skip
        except Problem as problem:
            form.refuse(problem)
        else:
            return redirect("customer-terms", processor=one.processor.slug, customer=customer)
    return _page(request, one, form, "web.deviation.correct", "web.deviation.correct.lead", held.parameter)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, customer: str, deviation: str) -> HttpResponse:
    """A form for the last day on which it holds."""
    one = found(request, customer)
    held = _deviation(one, deviation)
    form = Form(("last",), held, needed=("last",), labels=LABELS)
    if request.method == "POST":
        given: Mapping[str, str] = form.given(request.POST)
        try:
            last = needed_day(given["last"], "last")
            end_deviation(by=actor(request), at=timezone.now(), deviation=held, last=last)
        except Problem as problem:
            form.refuse(problem)
        else:
            return redirect("customer-terms", processor=one.processor.slug, customer=customer)
    return _page(request, one, form, "web.deviation.end", "web.deviation.end.lead", held.parameter)


@require_POST
def letter(request: HttpRequest, customer: str, letter: str) -> HttpResponse:
    """A side letter of the customer, as it came."""
    held = letter_of(found(request, customer), letter)
    return letter_answer(by=actor(request), at=timezone.now(), letter=held)


def _deviation(customer: Customer, public_id: str) -> Deviation:
    held = deviation_of(customer, public_id)
    if held is None:
        raise Http404
    return held


def _page(
    request: HttpRequest, one: Customer, form: Form, title: str, lead: str, parameter: str = ""
) -> HttpResponse:
    if request.method != "POST":
        note_read(request, one, "agreement")
    about = parameter_name(parameters()[parameter], words()) if parameter else ""
    return page(
        request, "customers/deviation.html", status_of(form), customer=one, tab="terms", form=form, title=title,
        lead=lead, about=about, may_audit=may(request, "audit.read"),
    )  # fmt: skip

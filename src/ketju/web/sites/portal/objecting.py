"""Objecting in the portal: the objection, the talk about it, its files, taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.core.problems import Problem
from ketju.web.apps.cases.matter import matter_of
from ketju.web.apps.cases.models import Objection
from ketju.web.apps.cases.reads_desk import service_names
from ketju.web.apps.cases.reads_originals import file_of
from ketju.web.apps.cases.reads_portal import own_objection
from ketju.web.apps.cases.writes.attaching import read_file
from ketju.web.apps.cases.writes.objecting import (
    add_message,
    answer_offer,
    receive_objection,
    withdraw_objection,
)
from ketju.web.apps.parties.models import Customer
from ketju.web.base.pages.downloads import as_it_came
from ketju.web.base.pages.fields import add_problem
from ketju.web.base.pages.templatetags.words import words
from ketju.web.base.pages.uploads import uploads_of
from ketju.web.sites.portal.change_page import (
    ObjectForm,
    TalkForm,
    back_to,
    change_page,
    done,
    left_of,
    own_of,
)
from ketju.web.sites.portal.frame import actor_on, customer_on


@require_POST
def object_to(request: HttpRequest, change: str) -> HttpResponse:
    """Object to a change."""
    customer = customer_on(request)
    own, now = own_of(customer, change), timezone.now()
    names = service_names(matter_of(own.touched.change).new, customer.processor, words().language)
    form = ObjectForm(request.POST, request.FILES, services=left_of(own, names))
    if form.is_valid() and own.may_object():
        by, given = actor_on(request), form.cleaned_data
        try:
            receive_objection(
                by=by, at=now, change=own.touched.change, customer=customer, channel="portal", received_at=now,
                text=given["text"], ground=given["ground"], by_name=by.user.get_full_name() if by.user else "",
                services=given.get("services") or (own.left if own.open else ()),
                uploads=uploads_of(given["handed_in"]),
            )  # fmt: skip
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, words()("web.changes.objected"))
            return back_to(customer, change)
    if form.errors:
        return change_page(request, customer, change, form=form)
    return back_to(customer, change)


@require_POST
def say(request: HttpRequest, objection: str) -> HttpResponse:
    """Say something in the talk, or answer an offer, with files or without."""
    customer = customer_on(request)
    one = _objection(customer, objection)
    form = TalkForm(request.POST, request.FILES, objection=one)
    if form.is_valid():
        by, now, given = actor_on(request), timezone.now(), form.cleaned_data
        said = {"text": given["text"], "uploads": uploads_of(given["handed_in"])}
        try:
            if request.POST.get("what") == "answer":
                answer_offer(by=by, at=now, objection=one, **said)
            else:
                add_message(by=by, at=now, objection=one, side="customer", **said)
        except Problem as problem:
            add_problem(form, problem, "text")
        else:
            messages.success(request, words()("web.changes.step.added"))
            return back_to(customer, one.change.public_id)
    return change_page(request, customer, one.change.public_id, talk=(one, form))


@require_POST
def withdraw(request: HttpRequest, objection: str) -> HttpResponse:
    """Take an objection back."""
    customer = customer_on(request)
    one = _objection(customer, objection)

    def act() -> None:
        withdraw_objection(by=actor_on(request), at=timezone.now(), objection=one)

    return done(request, customer, one.change.public_id, act, "web.changes.objection.withdrawn")


@require_safe
def file(request: HttpRequest, objection: str, file: str) -> HttpResponse:
    """A file of an objection of ours, as it came."""
    found = file_of(customer_on(request), objection, file)
    if found is None:
        raise Http404
    read_file(by=actor_on(request), at=timezone.now(), file=found)
    return as_it_came(str(found.name), bytes(found.data))


def _objection(customer: Customer, public_id: str) -> Objection:
    found = own_objection(customer, public_id)
    if found is None:
        raise Http404
    return found

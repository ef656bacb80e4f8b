"""Changes: what changes for my services, from when, until when I may object; objecting, consenting, the talk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.core.problems import Problem
from ketju.web.apps.cases.matter import matter_of
from ketju.web.apps.cases.models import Objection, Touched, TouchedService
from ketju.web.apps.cases.reads import changes_for
from ketju.web.apps.cases.reads_desk import service_names
from ketju.web.apps.cases.reads_originals import Talk, talks_of
from ketju.web.apps.cases.reads_portal import (
    Own,
    authorisation_of,
    letter_of,
    next_for,
    own_objection,
    own_place,
)
from ketju.web.apps.cases.wording import owed_words, told_in
from ketju.web.apps.cases.writes.authorising import record_authorisation
from ketju.web.apps.cases.writes.objecting import (
    GROUNDS,
    add_message,
    answer_offer,
    receive_objection,
    withdraw_objection,
)
from ketju.web.apps.cases.writes.risking import exits_in, risk_of
from ketju.web.apps.cases.writes.telling import acknowledge_notice, note_displayed, shown_to
from ketju.web.apps.parties.models import Customer
from ketju.web.base.pages.fields import add_problem
from ketju.web.base.pages.forms import WordForm
from ketju.web.base.pages.templatetags.words import problem_words, since_words, until_words, words
from ketju.web.sites.portal.addressing import own_words
from ketju.web.sites.portal.frame import actor_on, customer_on, may, portal_page

ABOVE = ("portal-changes",)


class ObjectForm(WordForm):
    """An objection: any ground is heard, and none has to be given."""

    services = forms.MultipleChoiceField(
        label="web.changes.object.services", help_text="web.changes.object.services.help", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    ground = forms.ChoiceField(label="web.changes.objection.ground", required=False)
    text = forms.CharField(
        label="web.changes.object.text", help_text="web.changes.object.text.help", required=False, max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip

    def __init__(self, *args: Any, services: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        said = words()
        self.fields["services"].choices = services  # type: ignore[attr-defined]
        if len(services) < 2:
            del self.fields["services"]
        self.fields["ground"].choices = [  # type: ignore[attr-defined]
            (one, said(f"web.changes.ground.{one or 'none'}")) for one in GROUNDS
        ]


class TalkForm(WordForm):
    """What the customer says in the talk."""

    text = forms.CharField(
        label="web.changes.step.text", max_length=8000, widget=forms.Textarea(attrs={"rows": 4})
    )


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The changes that we were told of."""
    customer, now = customer_on(request), timezone.now()
    rows = [(one, _state(one, now)) for one in changes_for(customer)]
    return portal_page(request, "changes.html", customer, {"rows": rows})


def _state(one: Touched, now: datetime) -> str:
    if one.change.withdrawn_at:
        return "withdrawn"
    if one.effective_at:
        return "in-effect"
    if one.is_excluded:
        return "excluded"
    return "open" if one.window_ends is not None and now < one.window_ends else "coming"


@require_safe
def show_one(request: HttpRequest, change: str) -> HttpResponse:
    """One change: what it means for us, when, and what we can do. That it was shown is noted: the notice is there."""
    return _page(request, customer_on(request), change, None)


def _page(request: HttpRequest, customer: Customer, change: str, form: ObjectForm | None) -> HttpResponse:
    own, now, said = _own(customer, change), timezone.now(), words()
    held = own.touched.change
    if _is_read(request) and own.touched.joined_at is None:
        shown = note_displayed(by=actor_on(request), at=now, place=own.touched)
    else:
        shown = shown_to(own.touched)
    matter = matter_of(held)
    risk = risk_of(held) if held.is_emergency and own.owed.emergency is None else None
    names = service_names(matter.new, customer.processor, said.language)
    services = [(one, names.get(one, one)) for one in own.touched.group.services]
    some = [matter.changes[place] for place in own.touched.group.told]
    context = {
        "change": held, "own": own, "risk": risk, "exits": exits_in(risk).get(said.language, ""),
        "stand": own.touched, "told": told_in(matter, said, some),
        "letter": letter_of(own, shown),
        "owed": owed_words(own.owed, own_words()), "services": ", ".join(name for _, name in services),
        "form": form or ObjectForm(services=_left(own, names)), "talk": TalkForm(),
        "may_object": may(request, "portal.object"),
        "acknowledged": own.acknowledged_at, "is_late": own.is_late(now),
        "objections": _talks(own), "apart": _apart(own, names), "next": _next(own, now),
        "authorisation": authorisation_of(own) if own.owed.mode == "specific" else None,
    }  # fmt: skip
    return portal_page(
        request, "change.html", customer, context, above=ABOVE, status=422 if form and form.errors else 200
    )


def _talks(own: Own) -> list[tuple[Objection, Talk, bool]]:
    """The objections with their steps, and whether something was offered."""
    talks = talks_of(list(own.objections))
    return [
        (one, talks[one.pk], any(each.kind == "offer" for each, _ in talks[one.pk])) for one in own.objections
    ]


def _next(own: Own, now: datetime) -> str:
    """What happens next, in a sentence."""
    key, instants = next_for(own, now)
    told = {"until": until_words}
    return words()(key, **{name: told.get(name, since_words)(at) for name, at in instants.items()})


def _left(own: Own, names: dict[str, str]) -> list[tuple[str, str]]:
    """The services that an objection can be limited to, with their names."""
    return [(one, names.get(one, one)) for one in own.left]


def _apart(own: Own, names: dict[str, str]) -> list[tuple[TouchedService, str]]:
    """The services that stand for themselves, as an objection was limited to them, with their names."""
    return [(one, names.get(one.service, one.service)) for one in own.apart]


def _is_read(request: HttpRequest) -> bool:
    """Whether somebody reads the page: a browser that fetches it ahead does not count."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")


@require_POST
def acknowledge(request: HttpRequest, change: str) -> HttpResponse:
    """Somebody says that the notice was read."""
    customer = customer_on(request)
    own = _own(customer, change)

    def act() -> None:
        acknowledge_notice(by=actor_on(request), at=timezone.now(), place=own.touched)

    return _done(request, customer, change, act, "web.changes.acknowledged")


@require_POST
def object_to(request: HttpRequest, change: str) -> HttpResponse:
    """Object to a change."""
    customer = customer_on(request)
    own, now = _own(customer, change), timezone.now()
    names = service_names(matter_of(own.touched.change).new, customer.processor, words().language)
    form = ObjectForm(request.POST, services=_left(own, names))
    if form.is_valid() and own.may_object():
        by, given = actor_on(request), form.cleaned_data
        try:
            receive_objection(
                by=by, at=now, change=own.touched.change, customer=customer, channel="portal", received_at=now,
                text=given["text"], ground=given["ground"], by_name=by.user.get_full_name() if by.user else "",
                services=given.get("services") or (own.left if own.open else ()),
            )  # fmt: skip
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, words()("web.changes.objected"))
            return _to(customer, change)
    return _page(request, customer, change, form) if form.errors else _to(customer, change)


@require_POST
def consent(request: HttpRequest, change: str) -> HttpResponse:
    """Give the authorisation to a change, or refuse it, where it is a specific one."""
    customer = customer_on(request)
    own, now, by = _own(customer, change), timezone.now(), actor_on(request)
    is_given = request.POST.get("said") != "refused"

    def act() -> None:
        if own.needs_consent():
            record_authorisation(
                by=by, at=now, change=own.touched.change, customer=customer, said_at=now, is_given=is_given,
                by_name=by.user.get_full_name() if by.user else "",
            )  # fmt: skip

    said = "web.changes.consented" if is_given else "web.objections.authorisation.refused-noted"
    return _done(request, customer, change, act, said)


@require_POST
def say(request: HttpRequest, objection: str) -> HttpResponse:
    """Say something in the talk, or answer an offer."""
    customer = customer_on(request)
    one, text = _objection(customer, objection), request.POST.get("text", "")[:8000]

    def act() -> None:
        by, now = actor_on(request), timezone.now()
        if request.POST.get("what") == "answer":
            answer_offer(by=by, at=now, objection=one, text=text)
        else:
            add_message(by=by, at=now, objection=one, side="customer", text=text)

    return _done(request, customer, one.change.public_id, act, "web.changes.step.added")


@require_POST
def withdraw(request: HttpRequest, objection: str) -> HttpResponse:
    """Take an objection back."""
    customer = customer_on(request)
    one = _objection(customer, objection)

    def act() -> None:
        withdraw_objection(by=actor_on(request), at=timezone.now(), objection=one)

    return _done(request, customer, one.change.public_id, act, "web.changes.objection.withdrawn")


def _own(customer: Customer, change: str) -> Own:
    found = own_place(customer, change)
    if found is None:
        raise Http404
    return found


def _objection(customer: Customer, public_id: str) -> Objection:
    found = own_objection(customer, public_id)
    if found is None:
        raise Http404
    return found


def _done(
    request: HttpRequest, customer: Customer, change: str, act: Callable[[], None], said: str
) -> HttpResponse:
    try:
        act()
    except Problem as problem:
        messages.error(request, problem_words(problem))
    else:
        messages.success(request, words()(said))
    return _to(customer, change)


def _to(customer: Customer, change: str) -> HttpResponse:
    return redirect("portal-change", customer=customer.public_id, change=change)

"""The page of one change in the portal, with its forms: objecting, and the talk about an objection."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ketju.core.problems import Problem
from ketju.web.apps.cases.handing_in import files_field
from ketju.web.apps.cases.matter import matter_of
from ketju.web.apps.cases.models import Objection, TouchedService
from ketju.web.apps.cases.reads_desk import begun_in, service_names
from ketju.web.apps.cases.reads_originals import Talk, talks_of
from ketju.web.apps.cases.reads_portal import Own, authorisation_of, letter_of, next_for, own_place
from ketju.web.apps.cases.wording import owed_words, told_in
from ketju.web.apps.cases.writes.objecting import GROUNDS
from ketju.web.apps.cases.writes.risking import exits_in, risk_of
from ketju.web.apps.cases.writes.telling import note_displayed, shown_to
from ketju.web.apps.parties.models import Customer
from ketju.web.base.pages.forms import WordForm
from ketju.web.base.pages.templatetags.words import problem_words, since_words, until_words, words
from ketju.web.sites.portal.addressing import own_words
from ketju.web.sites.portal.frame import actor_on, may, portal_page

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
    handed_in = files_field()

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
    """What the customer says in the talk: words, files, or both. Each talk on a page has a form of its own."""

    text = forms.CharField(
        label="web.changes.step.text",
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    handed_in = files_field()

    def __init__(self, *args: Any, objection: Objection, **options: Any) -> None:
        super().__init__(*args, auto_id=f"{objection.public_id}-%s", **options)


def change_page(
    request: HttpRequest, customer: Customer, change: str, *, form: ObjectForm | None = None,
    talk: tuple[Objection, TalkForm] | None = None,
) -> HttpResponse:  # fmt: skip
    """The page; that it was shown is noted. ``form`` and ``talk`` are what was filled in, where something is wrong."""
    own, now, said = own_of(customer, change), timezone.now(), words()
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
        "form": form or ObjectForm(services=left_of(own, names)),
        "may_object": may(request, "portal.object"),
        "acknowledged": own.acknowledged_at, "is_late": own.is_late(now),
        "objections": _talks(own, talk), "apart": _apart(own, names), "next": _next(own, now),
        "begun": begun_in(((one.services, one.since) for one in own.before), names),
        "authorisation": authorisation_of(own) if own.owed.mode == "specific" else None,
    }  # fmt: skip
    return portal_page(
        request, "change.html", customer, context, above=ABOVE, status=422 if form or talk else 200
    )


def _talks(
    own: Own, filled: tuple[Objection, TalkForm] | None
) -> list[tuple[Objection, Talk, bool, TalkForm]]:
    """The objections with their steps, whether something was offered, and the form to answer."""
    talks = talks_of(list(own.objections))
    return [
        (
            one, talks[one.pk], any(each.kind == "offer" for each, _ in talks[one.pk]),
            filled[1] if filled and filled[0].pk == one.pk else TalkForm(objection=one),
        )
        for one in own.objections
    ]  # fmt: skip


def _next(own: Own, now: datetime) -> str:
    """What happens next, in a sentence."""
    key, instants = next_for(own, now)
    told = {"until": until_words}
    return words()(key, **{name: told.get(name, since_words)(at) for name, at in instants.items()})


def left_of(own: Own, names: dict[str, str]) -> list[tuple[str, str]]:
    """The services that an objection can be limited to, with their names."""
    return [(one, names.get(one, one)) for one in own.left]


def _apart(own: Own, names: dict[str, str]) -> list[tuple[TouchedService, str]]:
    """The services that stand for themselves, as an objection was limited to them, with their names."""
    return [(one, names.get(one.service, one.service)) for one in own.apart]


def _is_read(request: HttpRequest) -> bool:
    """Whether somebody reads the page: a browser that fetches it ahead does not count."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")


def own_of(customer: Customer, change: str) -> Own:
    """The place of the customer in the change of the address."""
    found = own_place(customer, change)
    if found is None:
        raise Http404
    return found


def done(
    request: HttpRequest, customer: Customer, change: str, act: Callable[[], None], said: str
) -> HttpResponse:
    """Act, say what was done or why it cannot be, and go back to the page."""
    try:
        act()
    except Problem as problem:
        messages.error(request, problem_words(problem))
    else:
        messages.success(request, words()(said))
    return back_to(customer, change)


def back_to(customer: Customer, change: str) -> HttpResponse:
    """Back to the page."""
    return redirect("portal-change", customer=customer.public_id, change=change)

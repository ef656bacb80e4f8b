"""What the pages of changes share: the case of an address, acting on it, days as instants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from ketju.core.periods.instants import Instant
from ketju.core.problems import Problem
from ketju.text.values import date_words, place_name
from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.cases.next_steps import NextStep, next_steps
from ketju.web.apps.cases.reads import case_named
from ketju.web.apps.cases.writes.engaging import second_people
from ketju.web.apps.notices.models import Notice
from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import audited
from ketju.web.base.pages.fields import add_problem
from ketju.web.base.pages.forms import WordForm
from ketju.web.base.pages.templatetags.words import since_words, until_words
from ketju.web.sites.staff.acting import actor, may, page, processor_of, sentences, words

OTHERS = 5
"""So many people who may approve are named."""


def case_of(request: HttpRequest, change: str) -> CaseChange:
    """The case of the address."""
    found = case_named(processor_of(request), change)
    if found is None:
        raise Http404
    return found


def others_approve(request: HttpRequest, processor: Processor, owner: int | None) -> list[str]:
    """Who may approve in the place of whoever looks, by name, a few of them; [] where the person who looks may do it:
    somebody else made it, or nobody else is there.
    """
    user = actor(request).user
    if user is None or user.pk != owner:
        return []
    held = second_people(processor, owner, timezone.now()).select_related("user")[:OTHERS]
    return list(dict.fromkeys(one.user.get_full_name() for one in held))


def case_page(
    request: HttpRequest, template: str, change: CaseChange, tab: str, *, status: int = 200,
    notices: Sequence[Notice] | None = None, steps: Sequence[NextStep] | None = None, **more: object,
) -> HttpResponse:  # fmt: skip
    """A page of a case, under its tabs, with what happens next: in the case, or ``steps`` where the page is of less.
    ``notices`` are those of the case where known.
    """
    known = next_steps(change, timezone.now(), notices) if steps is None else steps
    more["next_steps"] = steps_shown(request, change, known)
    more["notices"] = notices
    return page(request, f"changes/{template}", status, change=change, tab=tab, **more)


def steps_shown(
    request: HttpRequest, change: CaseChange, steps: Iterable[NextStep]
) -> list[tuple[NextStep, str, str]]:
    """What happens next in a change: each step with its words, and where else it is done, as far as the person may."""
    may_publish = may(request, "registers.publish")
    found = [
        (one, said_step(one), _address(change, one) if may_publish or one.page != "draft-publish" else "")
        for one in steps
    ]
    return [(one, said, to if to != request.path else "") for one, said, to in found]


def said_step(step: NextStep) -> str:
    """A step in words."""
    params, said = dict(step.params), words()
    day = params.get("day")
    if isinstance(day, datetime):
        params["day"] = until_words(day) if step.key.endswith(".window") else since_words(day)
    elif isinstance(day, date):
        params["day"] = date_words(day, said)
    if isinstance(country := params.get("country"), str) and country:
        params["country"] = place_name(country, said)
    if isinstance(kind := params.get("kind"), str):
        where = f": {params['country']}" if params.get("country") else ""
        params["kind"] = said(f"web.changes.evidence.kind.{kind}") + where
    return said(step.key, **params)


def _address(change: CaseChange, step: NextStep) -> str:
    """Where a step is done, "" for nowhere."""
    processor = {"processor": change.processor.slug}
    if step.page == "objections":
        return f"{reverse('objections', kwargs=processor)}?change={change.public_id}"
    if step.page == "draft-publish":
        return (
            reverse(step.page, args=(change.processor.slug, change.draft.public_id)) if change.draft else ""
        )
    if step.page in ("", "letters", "policies"):
        return reverse(step.page, kwargs=processor) if step.page else ""
    more = {"notice": step.notice} if step.notice else {}
    return reverse(step.page, kwargs={**processor, "change": change.public_id, **more})


def done(
    request: HttpRequest, change: CaseChange, act: Callable[[], object], said: str, to: str = "case"
) -> HttpResponse:
    """Act, and go back to a page of the case; what cannot be done is said there."""
    tell(request, act, said)
    return redirect(to, processor=processor_of(request).slug, change=change.public_id)


def is_recorded(request: HttpRequest, form: WordForm, act: Callable[[dict[str, Any]], object]) -> bool:
    """Whether what a form says could be recorded; else the form tells what is wrong with it."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Problem as problem:
        add_problem(form, problem)
        return False
    messages.success(request, words()("web.changes.recorded"))
    return True


def tell(request: HttpRequest, act: Callable[[], object], said: str) -> None:
    """Act, and say what was done or why it cannot be."""
    try:
        act()
    except Problem as problem:
        messages.error(request, " ".join(sentences(problem)))
    else:
        messages.success(request, words()(said))


def here(processor: Processor, at: datetime | None = None) -> Instant:
    """An instant, or now, where the processor is."""
    return Instant(at or timezone.now(), ZoneInfo(processor.zone))


def waits_in(waits: Iterable[tuple[str, int]]) -> list[str]:
    """What customers of a change wait for, each with how many do."""
    said = words()
    return [
        said("web.board.waits", gate=said(f"web.cases.gate.{kind}"), number=count) for kind, count in waits
    ]


def number_in(request: HttpRequest, name: str) -> int:
    """A number in the query of an address, 0 for anything else."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


def note_read(request: HttpRequest, count: int, customer: Customer | None = None) -> None:
    """Note that names of customers were shown, once for a page."""
    if count:
        audited(
            actor(request), "customers.read", "customer", at=timezone.now(), processor=processor_of(request),
            customer=customer.public_id if customer else "", fields=("name",), count=count,
        )  # fmt: skip

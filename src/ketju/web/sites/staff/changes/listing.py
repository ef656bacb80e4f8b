"""Running changes with their figures, those that are over, and proposing one."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ketju.core.notices.earliest import Earliest
from ketju.core.problems import Problem
from ketju.web.apps.cases.next_steps import steps_of
from ketju.web.apps.cases.problems import TooEarly
from ketju.web.apps.cases.reads import changes_of
from ketju.web.apps.cases.reads_board import board_of
from ketju.web.apps.cases.reads_cards import cards_of
from ketju.web.apps.cases.reads_desk import drafts_to_propose, past_changes
from ketju.web.apps.cases.wording import curve_of_steps, working_in
from ketju.web.apps.cases.writes.planning import Supplier, propose_change
from ketju.web.apps.registers.models import Draft
from ketju.web.base.access.zones import day_at, start_of
from ketju.web.base.pages.fields import add_problem
from ketju.web.base.pages.templatetags.words import moment_words
from ketju.web.sites.staff.acting import actor, may, page, processor_of, words
from ketju.web.sites.staff.changes.forms import ProposeForm
from ketju.web.sites.staff.changes.frame import number_in, steps_shown, waits_in

MOST = 60
"""So many running changes stand on the page."""
FEW = 3
"""So many of the next steps of each."""


@require_safe
def running(request: HttpRequest) -> HttpResponse:
    """The running changes with their figures; with ``?over=1`` those that are over."""
    processor = processor_of(request)
    if request.GET.get("over"):
        over, more = past_changes(processor, number_in(request, "after"))
        return page(
            request, "changes/over.html", rows=over, tab="over", older=f"?over=1&after={more}" if more else "",
            newer="?over=1" if request.GET.get("after") else "",
        )  # fmt: skip
    now = timezone.now()
    cards = cards_of(changes_of(processor).filter(withdrawn_at=None, closed_at=None)[:MOST])
    placed = board_of([one.change for one in cards], now)
    steps = steps_of([one.change for one in cards], now)
    rows = [
        (
            one, curve_of_steps(one.steps, one.customers, words()), waits_in(each.waits), each.is_overdue,
            steps_shown(request, one.change, steps[one.change.pk][:FEW]),
        )
        for one, each in zip(cards, placed, strict=True)
    ]  # fmt: skip
    return page(
        request, "changes/index.html", rows=rows, tab="running", on=day_at(processor), now=now,
        may_write=may(request, "cases.write"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Propose a change from an open draft. A day that is too early is refused with the earliest one and its working."""
    processor = processor_of(request)
    drafts = list(drafts_to_propose(processor)[:MOST])
    said = words()
    named = [(one.public_id, draft_words(one)) for one in drafts]
    form = ProposeForm(request.POST or None, drafts=named, initial={"draft": request.GET.get("draft", "")})
    refused: Earliest | None = None
    if form.is_valid():
        try:
            return _proposed(request, form, {one.public_id: one for one in drafts})
        except TooEarly as problem:
            refused = problem.working
            add_problem(form, problem, "planned_on")
        except Problem as problem:
            add_problem(form, problem)
    return page(
        request, "changes/propose.html", 422 if form.errors else 200, form=form, drafts=drafts, tab="running",
        working=working_in(refused, said) if refused else (),
        earliest=refused.at.local.date() if refused and refused.at else None,
    )  # fmt: skip


def draft_words(draft: Draft) -> str:
    """A draft in a list of them: of which list, when it was begun, how many edits."""
    register, said = draft.register, words()
    title = register.titles.get(said.language) or register.slug
    begun = moment_words(draft.created_at)
    return said("web.changes.draft.named", list=title, begun=begun, count=draft.revision)


def _proposed(request: HttpRequest, form: ProposeForm, drafts: dict[str, Draft]) -> HttpResponse:
    given, processor = form.cleaned_data, processor_of(request)
    days = {
        name: given[name] and start_of(given[name], processor)
        for name in ("planned_on", "told_on", "starts_on")
    }
    last = given["object_by"]
    object_by = start_of(last + timedelta(days=1), processor) if last else None
    draft = drafts[given["draft"]]
    made = propose_change(
        by=actor(request), at=timezone.now(), draft=draft,
        title=given["title"], rollout=given["rollout"], planned_at=days["planned_on"],
        supplier=Supplier(days["told_on"], days["starts_on"], object_by), is_emergency=given["is_emergency"],
    )  # fmt: skip
    messages.success(request, words()("web.changes.proposed"))
    if made.draft is not None and made.draft.revision != draft.revision:
        messages.info(request, words()("web.following.dated"))
    return redirect("case", processor=processor.slug, change=made.public_id)

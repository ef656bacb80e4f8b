"""Campaigns: choose customers, look at the plan and the letter, let the mail go, see who answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.core.problems import Problem
from ketju.core.territory.membership import is_country
from ketju.text.render import LANGUAGES
from ketju.web.apps.campaigns import jobs, reads
from ketju.web.apps.campaigns.letters import letter_of
from ketju.web.apps.campaigns.models import WHO, Ask, Campaign
from ketju.web.apps.campaigns.planning import plan_campaign, plan_some
from ketju.web.apps.campaigns.running import (
    begin_campaign,
    end_campaign,
    mail_some,
    remind_some,
    retry_unreached,
    to_remind,
)
from ketju.web.apps.parties.checking import ROLES
from ketju.web.base.audit.writing import audited
from ketju.web.sites.staff.acting import actor, may, page, processor_of, sentences, words
from ketju.web.sites.staff.forms import countries


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The campaigns, and a form for a new one."""
    rows = reads.campaigns_of(processor_of(request))
    return page(
        request, "campaigns.html", rows=rows, who=WHO, roles=ROLES, countries=countries(),
        may_manage=may(request, "campaigns.manage"),
    )  # fmt: skip


@require_POST
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a campaign: a small one at once, a large one in the background."""
    who, country, role = (request.POST.get(name, "") for name in ("who", "country", "role"))
    made = plan_campaign(
        by=actor(request), at=timezone.now(), processor=processor_of(request),
        who=who if who in WHO else WHO[0], country=country if is_country(country) else "",
        role=role if role in ROLES else "",
    )  # fmt: skip
    if made.total > jobs.AT_ONCE:
        jobs.plan.enqueue(made.public_id)
    else:
        while made.planned_at is None:
            plan_some(made, timezone.now())
    return _to(request, made)


@require_safe
def shown(request: HttpRequest, campaign: str) -> HttpResponse:
    """A campaign: the plan with its obstacles and the letter; once begun, how it goes."""
    one = _found(request, campaign)
    state, after = request.GET.get("state", ""), request.GET.get("after", "")
    state = state if state in reads.STATES else ""
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 18 else 0
    asks = reads.asks_of(one, state, start)
    if asks:
        audited(
            actor(request), "customers.read", "customer", at=timezone.now(), processor=one.processor,
            count=len(asks[: reads.PAGE]),
        )  # fmt: skip
    counts = reads.counts_of(one)
    return page(
        request, "campaign.html", campaign=one, counts=counts, state=state, states=_states(counts),
        work=_work(one, counts), letter=_letter(request, one, asks), languages=LANGUAGES,
        obstacles=reads.obstacles_of(one) if one.begun_at is None else {},
        rows=[(each, reads.state_of(each)) for each in asks[: reads.PAGE]],
        more=asks[reads.PAGE - 1].pk if len(asks) > reads.PAGE else None,
        remindable=to_remind(one, timezone.now()).count() if one.begun_at and not one.ended_at else 0,
        may_manage=may(request, "campaigns.manage"),
    )  # fmt: skip


def _states(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(name, counts[name]) for name in reads.STATES if counts[name]]


def _work(campaign: Campaign, counts: dict[str, int]) -> dict[str, Any]:
    """How far the plan or the mail has come, for the part that shows progress."""
    total = sum(counts.values())
    if campaign.planned_at is None:
        return {
            "done": total,
            "total": campaign.total,
            "words": "web.campaign.planning",
            "is_finished": False,
        }
    done = total - counts["planned"]
    is_finished = campaign.begun_at is None or campaign.ended_at is not None or counts["planned"] == 0
    return {"done": done, "total": total, "words": "web.campaign.writing", "is_finished": is_finished}


def _letter(request: HttpRequest, campaign: Campaign, asks: Iterable[Ask]) -> Any:
    """The letter as the first person on the page gets it, or in the language that is asked for."""
    first = next((one for one in asks if one.contact is not None), None)
    if first is None or campaign.begun_at is not None:
        return None
    first.campaign = campaign
    asked = request.GET.get("language", "")
    return letter_of(first, timezone.now(), language=asked if asked in LANGUAGES else "")


@require_safe
def progress(request: HttpRequest, campaign: str) -> HttpResponse:
    """How far it has come, asked again and again by the page."""
    one = _found(request, campaign)
    counts = reads.counts_of(one)
    return render(request, "staff/campaign_progress.html", {"work": _work(one, counts), "campaign": one})


@require_POST
def begin(request: HttpRequest, campaign: str) -> HttpResponse:
    """Let the mail go out."""
    one = _found(request, campaign)

    def act() -> None:
        begin_campaign(by=actor(request), at=timezone.now(), campaign=one)
        _mail(request, one)

    return _done(request, one, act)


@require_POST
def remind(request: HttpRequest, campaign: str) -> HttpResponse:
    """Remind those who have not answered."""
    one, by = _found(request, campaign), actor(request)

    def act() -> None:
        if to_remind(one, timezone.now()).count() > jobs.AT_ONCE:
            jobs.remind.enqueue(one.public_id, by.user.pk if by.user else None, by.role)
            return
        while remind_some(by=by, at=timezone.now(), campaign=one):
            continue

    return _done(request, one, act)


@require_POST
def retry(request: HttpRequest, campaign: str) -> HttpResponse:
    """Choose anew whom to ask where nobody was reached."""
    one = _found(request, campaign)

    def act() -> None:
        found = retry_unreached(by=actor(request), at=timezone.now(), campaign=one)
        _mail(request, one)
        messages.success(request, words()("web.campaign.retried", count=found))

    return _done(request, one, act)


@require_POST
def end(request: HttpRequest, campaign: str) -> HttpResponse:
    """End a campaign, or throw a plan away."""
    one = _found(request, campaign)
    is_plan = one.begun_at is None
    end_campaign(by=actor(request), at=timezone.now(), campaign=one)
    return redirect("campaigns", processor=processor_of(request).slug) if is_plan else _to(request, one)


def _mail(request: HttpRequest, campaign: Campaign) -> None:
    by = actor(request)
    if reads.in_state(campaign, "planned").count() > jobs.AT_ONCE:
        jobs.mail.enqueue(campaign.public_id, by.user.pk if by.user else None, by.role)
        return
    while mail_some(by=by, at=timezone.now(), campaign=campaign):
        continue


def _done(request: HttpRequest, campaign: Campaign, act: Callable[[], None]) -> HttpResponse:
    """Act, and go back to the campaign; what cannot be done is said there."""
    try:
        act()
    except Problem as problem:
        messages.error(request, " ".join(sentences(problem)))
    return _to(request, campaign)


def _found(request: HttpRequest, public_id: str) -> Campaign:
    one = reads.campaign_of(processor_of(request), public_id)
    if one is None:
        raise Http404
    return one


def _to(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    return redirect("campaign", processor=processor_of(request).slug, campaign=campaign.public_id)

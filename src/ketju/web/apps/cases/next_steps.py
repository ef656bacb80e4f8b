"""What happens next in a case: for its staff what is to be done and by whom, for a customer what it may do and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.db.models import Count, Min, OuterRef, Q, Subquery

from ketju.core.cases.gates import ENGAGEMENT, OPENER
from ketju.core.cases.objections import UNSETTLED
from ketju.web.apps.cases.models import CaseChange, Objection, Touched
from ketju.web.apps.cases.writes.again import KINDS
from ketju.web.apps.notices.models import Notice

Page = Literal[
    "case",
    "case-gates",
    "case-texts",
    "case-notice",
    "case-customers",
    "case-customer",
    "objections",
    "letters",
    "policies",
    "draft-publish",
    "supplier-notice",
    "recheck",
    "evidence",
    "contract",
    "proof",
    "",
]
"""Where it is done: the name of an address, or of a part of the page of a company, "" for none."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step: the key of its words, who does it (a role, "second-person", "customer", "time" or "nobody"), and where.

    ``notice`` is the public id for the page of one; ``params`` fill the words in.
    """

    key: str
    who: str
    page: Page = ""
    notice: str = ""
    params: dict[str, object] = field(default_factory=dict)


def next_steps(
    change: CaseChange, at: datetime, notices: Sequence[Notice] | None = None
) -> tuple[NextStep, ...]:
    """What happens next in a case, the first thing first; () where it is over. ``notices`` are its notices, where they
    are known already.
    """
    return steps_of([change], at, {} if notices is None else {change.public_id: notices})[change.pk]


def steps_of(
    changes: Sequence[CaseChange], at: datetime, known: Mapping[str, Sequence[Notice]] | None = None
) -> dict[int, tuple[NextStep, ...]]:
    """The same of several cases, by their numbers, in as many queries as for one; ``known`` are notices of cases by
    their public ids.
    """
    places = _places(changes, at)
    told = {one.public_id for one in changes if one.announced_at is not None and places[one.pk]}
    notices = _notices([one.public_id for one in changes if one.public_id not in told], known or {})
    talks = _talks([one for one in changes if _has_objections(places[one.pk]) and one.announced_at])
    return {
        one.pk: _steps(one, places[one.pk], notices.get(one.public_id, ()), talks.get(one.pk, {}))
        for one in changes
    }


def _notices(
    about: Sequence[str], known: Mapping[str, Sequence[Notice]]
) -> dict[str, Sequence[Notice]]:  # fmt: skip
    """The notices of cases, the first first: those that are known, and the others."""
    found: dict[str, list[Notice]] = {one: [] for one in about if one not in known}
    for one in Notice.objects.filter(about__in=list(found)).order_by("number") if found else ():
        found[one.about].append(one)
    return {**found, **{one: known[one] for one in about if one in known}}


def _steps(
    change: CaseChange, places: Sequence[dict[str, Any]], notices: Sequence[Notice], talks: Mapping[str, Any]
) -> tuple[NextStep, ...]:
    if places and change.announced_at is not None:
        waiting = places[0]["waiting"], places[0]["approved"]
    else:
        some = (one for one in notices if one.kind in KINDS and one.released_at is None)
        waiting = next(((one.public_id, one.approved_at) for one in some), (None, None))
    found = [*_notice_steps(*waiting)]
    if change.withdrawn_at or change.closed_at:
        return tuple(found)
    coming = [one for one in places if one["is_coming"]]
    waits = {kind for one in coming for kind in one["waits"].split(",") if kind}
    found += [
        NextStep(f"web.changes.open.{kind}", OPENER[kind], "case-gates")
        for kind in ENGAGEMENT
        if kind in waits and kind != "approval"
    ]
    if change.announced_at is None:
        if "terms" in waits:
            found.append(NextStep("web.desk.next.terms", "privacy-officer", "policies"))
        return (*found, *_before(change, notices[0] if notices else None))
    found += _running(change, waits, talks)
    if any(one["reach"] == "unreachable" for one in coming):
        found.append(NextStep("web.objections.next.letters", "case-handler", "letters"))
    return tuple(found) or (_wait(coming) if coming else NextStep("web.closing.do", "case-handler", "case"),)


def next_steps_for(touched: Touched, objections: Iterable[Objection], at: datetime) -> tuple[NextStep, ...]:
    """What happens next for one customer of a case, from what is known of it; it asks nothing."""
    change = touched.change
    if change.withdrawn_at or change.closed_at or change.announced_at is None or touched.is_excluded:
        return ()
    waits = touched.waits.split(",") if touched.effective_at is None else []
    found = [
        NextStep(f"web.changes.open.{kind}", OPENER[kind], "case-gates")
        for kind in ENGAGEMENT
        if kind in waits and kind != "approval"
    ]
    if any(one.state in UNSETTLED for one in objections):
        found.append(NextStep("web.cases.next.objections", "case-handler", "objections"))
    if "consent" in waits:
        found.append(NextStep("web.objections.next.consent", "customer"))
    if touched.reach == "unreachable" and touched.effective_at is None:
        found.append(NextStep("web.objections.next.letters", "case-handler", "letters"))
    days = {"window": touched.window_ends, "free": touched.free_at}
    coming = {name: day if day is not None and day > at else None for name, day in days.items()}
    return tuple(found) or (_wait([coming] if touched.effective_at is None else []),)


def _has_objections(places: Sequence[dict[str, Any]]) -> bool:
    return any(one["held"] or "objection" in one["waits"] for one in places)


def _places(changes: Sequence[CaseChange], at: datetime) -> dict[int, list[dict[str, Any]]]:
    """What customers of cases wait for, whether it is not in effect for them (``is_coming``), what comes next, how many
    have a service of their own that is kept back (``held``), and which notice waits to leave; by what they wait for.
    """
    about = OuterRef("change__public_id")
    sent = Notice.objects.filter(about=about, kind__in=KINDS, released_at=None).order_by("number")
    rows = Touched.objects.filter(change__in=changes, is_excluded=False).order_by()
    by = ("change", "change__public_id", "waits", "reach", "is_coming")
    some = rows.annotate(is_coming=Q(effective_at__isnull=True)).values(*by)
    found = some.annotate(
        window=Min("window_ends", filter=Q(window_ends__gt=at)), free=Min("free_at", filter=Q(free_at__gt=at)),
        held=Count("apart", filter=~Q(apart__waits="")), waiting=Subquery(sent.values("public_id")[:1]),
        approved=Subquery(sent.values("approved_at")[:1]),
    )  # fmt: skip
    held: dict[int, list[dict[str, Any]]] = {one.pk: [] for one in changes}
    for one in found:
        held[one["change"]].append(dict(one))
    return held


def _notice_steps(waiting: str | None, approved_at: datetime | None) -> list[NextStep]:
    if waiting is None:
        return []
    if approved_at is None:
        return [NextStep("web.objections.next.approve-notice", "second-person", "case-notice", waiting)]
    return [NextStep("web.objections.next.send-notice", "case-handler", "case-notice", waiting)]


def _before(change: CaseChange, notice: Notice | None) -> list[NextStep]:
    found = []
    if notice is None or notice.prepared_at is None:
        found.append(NextStep("web.cases.next.texts", "case-handler", "case-texts"))
    if change.approved_at is None:
        found.append(NextStep("web.cases.next.approve", "second-person", "case-texts"))
    return [*found, NextStep("web.cases.next.announce", "case-handler", "case-texts")]


def _running(change: CaseChange, waits: set[str], talks: Mapping[str, Any]) -> list[NextStep]:
    found = []
    if change.version_id is None:
        found.append(NextStep("web.cases.next.publish", "privacy-officer", "draft-publish"))
    found += _talk_steps(talks) if talks else []
    if "consent" in waits:
        found.append(NextStep("web.objections.next.consent", "customer", "case-customers"))
    if "terms" in waits:
        found.append(NextStep("web.objections.next.terms", "privacy-officer", "case-customers"))
    return found


def _talks(changes: Sequence[CaseChange]) -> dict[int, dict[str, Any]]:
    """How many objections to cases are open, how many of them are late, and how many are oral."""
    if not changes:
        return {}
    rows = Objection.objects.filter(change__in=changes, state__in=UNSETTLED).order_by().values("change")
    found = rows.annotate(
        all=Count("pk"), late=Count("pk", Q(is_late=True)), oral=Count("pk", Q(state="to-confirm"))
    )
    return {one["change"]: dict(one) for one in found}


def _talk_steps(counts: Mapping[str, Any]) -> list[NextStep]:
    found = []
    if counts["late"]:
        params = {"count": counts["late"]}
        found.append(NextStep("web.objections.next.late", "privacy-officer", "objections", params=params))
    if counts["oral"]:
        params = {"count": counts["oral"]}
        found.append(NextStep("web.objections.next.oral", "customer", "objections", params=params))
    if counts["all"] > counts["late"]:
        found.append(NextStep("web.cases.next.objections", "case-handler", "objections"))
    return found


def _wait(places: Iterable[dict[str, Any]]) -> NextStep:
    """What comes by itself: the next end of a window, else the next day on which customers are free."""
    for name in ("window", "free"):
        days = [one[name] for one in places if one[name] is not None]
        if days:
            return NextStep(f"web.objections.next.{name}", "time", params={"day": min(days)})
    return NextStep("web.changes.next.wait", "time")

"""What happens next in a case: for its staff what is to be done and by whom, for a customer what it may do and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.db.models import Count, Min, Q, Subquery

from ketju.core.cases.gates import ENGAGEMENT
from ketju.core.cases.objections import UNSETTLED
from ketju.web.apps.cases.models import CaseChange, Objection, Touched
from ketju.web.apps.cases.reads_desk import notices_of
from ketju.web.apps.cases.writes.again import KINDS
from ketju.web.apps.notices.models import Notice

Page = Literal[
    "case",
    "case-gates",
    "case-texts",
    "case-notice",
    "case-customers",
    "objections",
    "letters",
    "policies",
    "draft-publish",
    "",
]
"""Where it is done: the name of an address, "" for none."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step: the key of its words, who does it (a role, "second-person", "customer" or "time"), and where.

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
    places = _places(change, at)
    if places and change.announced_at is not None:
        waiting = places[0]["waiting"], places[0]["approved"]
    else:
        notices = notices_of(change) if notices is None else notices
        some = (one for one in notices if one.kind in KINDS and one.released_at is None)
        waiting = next(((one.public_id, one.approved_at) for one in some), (None, None))
    found = [*_notice_steps(*waiting)]
    if change.withdrawn_at or change.closed_at:
        return tuple(found)
    coming = [one for one in places if one["is_coming"]]
    waits = {kind for one in coming for kind in one["waits"].split(",") if kind}
    found += [
        NextStep(f"web.changes.open.{kind}", "privacy-officer", "case-gates")
        for kind in ENGAGEMENT
        if kind in waits and kind != "approval"
    ]
    if change.announced_at is None:
        if "terms" in waits:
            found.append(NextStep("web.desk.next.terms", "privacy-officer", "policies"))
        return (*found, *_before(change, notices[0] if notices else None))
    has_objections = any(one["held"] or "objection" in one["waits"] for one in places)
    found += _running(change, waits, has_objections)
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
        NextStep(f"web.changes.open.{kind}", "privacy-officer", "case-gates")
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


def _places(change: CaseChange, at: datetime) -> list[dict[str, Any]]:
    """What customers wait for, whether it is not in effect for them (``is_coming``), what comes next, how many have a
    service of their own that is kept back (``held``), and which notice waits to leave; by what they wait for.
    """
    sent = Notice.objects.filter(about=change.public_id, kind__in=KINDS, released_at=None).order_by("number")
    rows = Touched.objects.filter(change=change, is_excluded=False).order_by()
    some = rows.annotate(is_coming=Q(effective_at__isnull=True)).values("waits", "reach", "is_coming")
    found = some.annotate(
        window=Min("window_ends", filter=Q(window_ends__gt=at)), free=Min("free_at", filter=Q(free_at__gt=at)),
        held=Count("apart", filter=~Q(apart__waits="")), waiting=Subquery(sent.values("public_id")[:1]),
        approved=Subquery(sent.values("approved_at")[:1]),
    )  # fmt: skip
    return [dict(one) for one in found]


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


def _running(change: CaseChange, waits: set[str], has_objections: bool) -> list[NextStep]:
    found = []
    if change.version_id is None:
        found.append(NextStep("web.cases.next.publish", "privacy-officer", "draft-publish"))
    found += _talks(change) if has_objections else []
    if "consent" in waits:
        found.append(NextStep("web.objections.next.consent", "customer", "case-customers"))
    if "terms" in waits:
        found.append(NextStep("web.objections.next.terms", "privacy-officer", "case-customers"))
    return found


def _talks(change: CaseChange) -> list[NextStep]:
    found = []
    counts = Objection.objects.filter(change=change, state__in=UNSETTLED).aggregate(
        all=Count("pk"), late=Count("pk", Q(is_late=True)), oral=Count("pk", Q(state="to-confirm"))
    )
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

"""Work of cases for the staff's first page: each with an owner and one next action."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from ketju.web.apps.cases.models import CaseChange, Engagement, Evidence, Objection, Touched, TouchedService
from ketju.web.apps.cases.writes.again import KINDS
from ketju.web.apps.notices.models import Delivery, Notice
from ketju.web.base.pages.work import Day, Work

SOON = timedelta(days=60)
"""Evidence that ends within so many days is work."""
OPEN = ("open", "to-confirm")


def to_approve(day: Day) -> QuerySet[Any]:
    """Cases that wait for a second person."""
    rows = CaseChange.objects.filter(processor=day.processor, withdrawn_at=None, closed_at=None)
    return rows.filter(approved_at=None, digest__gt="")


def to_announce(day: Day) -> QuerySet[Any]:
    """Cases that were approved, and whose customers were not told."""
    rows = CaseChange.objects.filter(processor=day.processor, withdrawn_at=None, closed_at=None)
    return rows.filter(approved_at__isnull=False, announced_at=None)


def objections_open(day: Day) -> QuerySet[Any]:
    """Objections that somebody has to talk about (D-203)."""
    return Objection.objects.filter(processor=day.processor, state__in=OPEN, is_late=False)


def objections_late(day: Day) -> QuerySet[Any]:
    """Late objections that a person has to decide on before the change takes effect (X-7)."""
    return Objection.objects.filter(processor=day.processor, state__in=OPEN, is_late=True)


def letters(day: Day) -> QuerySet[Any]:
    """Notices that go by post, as nobody can be reached otherwise."""
    rows = Delivery.objects.filter(processor=day.processor, channel="letter", posted_at=None, failed_at=None)
    return rows.filter(notice__released_at__isnull=False)


def unreached(day: Day) -> QuerySet[Any]:
    """Customers of running cases whom no message has reached."""
    return _running(day).filter(reach="unreachable")


def not_told(day: Day) -> QuerySet[Any]:
    """Customers of running cases to whom no notice went: they came later, or their terms are open."""
    sent = Delivery.objects.filter(notice__about=OuterRef("change__public_id"), customer=OuterRef("customer"))
    return _running(day).filter(~Exists(sent), joined_at=None)


def effect_shaken(day: Day) -> QuerySet[Any]:
    """Customers for whom a change took effect and a gate is shut now: a late bounce, an objection, evidence that ended.

    What took effect is not undone: somebody decides what follows.
    """
    rows = Touched.objects.filter(change__processor=day.processor, effective_at__isnull=False)
    is_shaken = ~Q(waits="", is_excluded=False)
    own = TouchedService.objects.filter(is_shaken, touched=OuterRef("pk"), effective_at__isnull=False)
    return rows.filter(is_shaken | Exists(own), change__closed_at=None)


def notices_to_approve(day: Day) -> QuerySet[Any]:
    """Corrections and withdrawals that were written and wait for a second person, or to be sent."""
    return Notice.objects.filter(processor=day.processor, kind__in=KINDS, released_at=None)


def evidence_ending(day: Day) -> QuerySet[Any]:
    """Evidence that ends soon or has ended, with none that lasts longer."""
    newer = Evidence.objects.filter(
        engagement=OuterRef("engagement"), kind=OuterRef("kind"), country=OuterRef("country"), ended_at=None
    )
    longer = newer.filter(Q(last=None) | Q(last__gt=OuterRef("last")))
    rows = Evidence.objects.filter(
        engagement__processor=day.processor, engagement__ended_on=None, ended_at=None
    )
    return rows.filter(last__isnull=False, last__lte=day.on + SOON).filter(~Exists(longer))


def adequacy_lost(day: Day) -> QuerySet[Any]:
    """Companies in use at places that nothing covers any longer (GDPR Art. 44 to 49)."""
    rows = Engagement.objects.filter(processor=day.processor, ended_on=None)
    return rows.filter(uncovered_at__isnull=False)


def erasure_unproven(day: Day) -> QuerySet[Any]:
    """Engagements that ended, of which nothing shows that the data were erased (GDPR Art. 28(3)(g), 28(4))."""
    proof = Evidence.objects.filter(engagement=OuterRef("pk"), kind="erasure", ended_at=None)
    return Engagement.objects.filter(~Exists(proof), processor=day.processor, ended_on__lte=day.on)


def _running(day: Day) -> QuerySet[Touched]:
    return Touched.objects.filter(
        change__processor=day.processor, change__announced_at__isnull=False, change__withdrawn_at=None,
        change__closed_at=None, effective_at=None, is_excluded=False,
    )  # fmt: skip


PAGE: Final = "cases"
"""The name of the address of running changes."""
WORK: Final = (
    Work("cases-to-approve", "privacy-officer", "cases.read", PAGE, to_approve),
    Work("cases-to-announce", "case-handler", "cases.read", PAGE, to_announce),
    Work("notices-to-approve", "privacy-officer", "cases.read", PAGE, notices_to_approve),
    Work("objections-open", "case-handler", "cases.read", PAGE, objections_open),
    Work("objections-late", "privacy-officer", "cases.read", PAGE, objections_late),
    Work("notices-by-letter", "case-handler", "cases.read", PAGE, letters),
    Work("cases-unreached", "case-handler", "cases.read", PAGE, unreached),
    Work("cases-not-told", "case-handler", "cases.read", PAGE, not_told),
    Work("cases-shaken", "privacy-officer", "cases.read", PAGE, effect_shaken),
    Work("evidence-ending", "privacy-officer", "cases.read", PAGE, evidence_ending),
    Work("adequacy-lost", "privacy-officer", "cases.read", PAGE, adequacy_lost),
    Work("erasure-unproven", "privacy-officer", "cases.read", PAGE, erasure_unproven),
)

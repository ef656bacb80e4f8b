"""Work of cases for the staff's first page: each with an owner and one next action."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ketju.core.cases.objections import UNSETTLED
from ketju.web.apps.cases.models import (
    CaseChange,
    ContactHealth,
    EndProof,
    Evidence,
    Objection,
    Recheck,
    SupplierNotice,
    Touched,
    TouchedService,
)
from ketju.web.apps.cases.writes.again import KINDS
from ketju.web.apps.notices.models import Delivery, Notice
from ketju.web.base.pages.work import Day, Work

SOON = timedelta(days=60)
"""Evidence that ends within so many days is work."""


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
    return Objection.objects.filter(processor=day.processor, state__in=UNSETTLED, is_late=False)


def objections_late(day: Day) -> QuerySet[Any]:
    """Late objections that a person has to decide on before the change takes effect (X-7)."""
    return Objection.objects.filter(processor=day.processor, state__in=UNSETTLED, is_late=True)


def letters(day: Day) -> QuerySet[Any]:
    """Notices that go by post, as nobody can be reached otherwise."""
    rows = Delivery.objects.filter(processor=day.processor, channel="letter", posted_at=None, failed_at=None)
    return rows.filter(notice__released_at__isnull=False)


def unreached(day: Day) -> QuerySet[Any]:
    """Customers of running cases whom no message has reached."""
    return _running(day).filter(reach="unreachable")


def not_told(day: Day) -> QuerySet[Any]:
    """Customers of running cases to whom no notice went: they came later, use more by now, or their terms are open."""
    sent = Delivery.objects.filter(
        notice__about=OuterRef("change__public_id"), notice__released_at__isnull=False, customer=OuterRef("customer")
    )  # fmt: skip
    whole = sent.filter(text__key=OuterRef("group__key"))
    is_wider = Q(widened_at__isnull=False)
    return _running(day).filter(Q(~is_wider, ~Exists(sent)) | Q(is_wider, ~Exists(whole)), joined_at=None)


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


def rechecks(day: Day) -> QuerySet[Any]:
    """Places of companies in use that have to be looked at again: a decision on adequacy ended or began, data go
    somewhere else, or nothing covers the place (GDPR Art. 44 to 49; D-141).
    """
    return Recheck.objects.filter(engagement__processor=day.processor, closed_at=None)


def erasure_unproven(day: Day) -> QuerySet[Any]:
    """Engagements that ended, of which nothing shows that the data were erased (GDPR Art. 28(3)(g), 28(4))."""
    return _unproven(day).filter(due_on__gte=day.on)


def erasure_overdue(day: Day) -> QuerySet[Any]:
    """The same where the last day has passed."""
    return _unproven(day).filter(due_on__lt=day.on)


def _unproven(day: Day) -> QuerySet[EndProof]:
    rows = EndProof.objects.filter(engagement__processor=day.processor, accepted_at=None)
    return rows.filter(engagement__ended_on=F("ended_on"))


def supplier_notices(day: Day) -> QuerySet[Any]:
    """Notices of suppliers for which no change was opened: the clock runs."""
    rows = SupplierNotice.objects.filter(processor=day.processor, change=None, settled_at=None)
    return rows.filter(kind="notice")


def supplier_hints(day: Day) -> QuerySet[Any]:
    """Changes of suppliers that were seen and of which no notice has come."""
    rows = SupplierNotice.objects.filter(processor=day.processor, change=None, settled_at=None, kind="hint")
    return rows.filter(followed_by=None)


def cases_unplanned(day: Day) -> QuerySet[Any]:
    """Cases that were opened for a supplier's notice and of which nobody has said yet what changes."""
    return CaseChange.objects.filter(processor=day.processor, withdrawn_at=None, closed_at=None, digest="")


def cases_to_close(day: Day) -> QuerySet[Any]:
    """Cases about which nothing is open, so that they can be closed: ``writes.closing.open_things`` in one query."""
    places = Touched.objects.filter(change=OuterRef("pk"), is_excluded=False)
    current = Q(customer__ended_on=None) | Q(customer__ended_on__gt=day.on)
    waiting = places.filter(current, effective_at=None, customer__erased_at=None)
    shaken = places.filter(effective_at__isnull=False).exclude(waits="")
    said = Objection.objects.filter(change=OuterRef("pk"), state__in=UNSETTLED)
    sent = Delivery.objects.filter(notice__about=OuterRef("public_id"), notice__released_at__isnull=False)
    undone = sent.filter(failed_at=None, bounced_at=None).filter(
        Q(channel="letter", posted_at=None) | Q(channel="e-mail", sent_at=None)
    )
    done = (
        Q(announced_at__isnull=False, version__isnull=False)
        & ~Exists(waiting)
        & ~Exists(shaken)
        & ~Exists(said)
    )
    rows = CaseChange.objects.filter(processor=day.processor, closed_at=None)
    return rows.filter(Q(withdrawn_at__isnull=False) | done).filter(~Exists(undone))


def unreachable_customers(day: Day) -> QuerySet[Any]:
    """Customers whom a notice would not reach today."""
    return ContactHealth.objects.filter(processor=day.processor, is_unreached=True)


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
    Work("objections-open", "case-handler", "cases.read", "objections", objections_open),
    Work("objections-late", "privacy-officer", "cases.read", "objections", objections_late),
    Work("notices-by-letter", "case-handler", "cases.read", "letters", letters),
    Work("cases-unreached", "case-handler", "cases.read", "contact-health", unreached),
    Work("cases-not-told", "case-handler", "cases.read", PAGE, not_told),
    Work("cases-shaken", "privacy-officer", "cases.read", PAGE, effect_shaken),
    Work("cases-unplanned", "case-handler", "cases.read", PAGE, cases_unplanned),
    Work("cases-to-close", "case-handler", "cases.read", PAGE, cases_to_close),
    Work("evidence-ending", "privacy-officer", "cases.read", "companies", evidence_ending),
    Work("rechecks", "privacy-officer", "cases.read", "rechecks", rechecks),
    Work("erasure-unproven", "privacy-officer", "cases.read", "end-proofs", erasure_unproven),
    Work("erasure-overdue", "privacy-officer", "cases.read", "end-proofs", erasure_overdue),
    Work("supplier-notices", "case-handler", "cases.read", "supplier-notices", supplier_notices),
    Work("supplier-hints", "case-handler", "cases.read", "supplier-notices", supplier_hints),
    Work("customers-unreached", "case-handler", "cases.read", "contact-health", unreachable_customers),
)

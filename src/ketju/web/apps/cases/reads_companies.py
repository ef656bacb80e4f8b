"""What the pages of companies read: engagements by state, notices of suppliers, rechecks, proofs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from ketju.core.model.register import Entry
from ketju.core.notices.forecast import Slack
from ketju.web.apps.agreements.models import AgreementVersion
from ketju.web.apps.cases.covering import entry_in, with_newest
from ketju.web.apps.cases.gating import passed_on_by
from ketju.web.apps.cases.models import (
    Attachment,
    CaseChange,
    EndProof,
    Engagement,
    Evidence,
    Recheck,
    SupplierNotice,
)
from ketju.web.apps.cases.owing import Slacks
from ketju.web.apps.registers.models import Draft, DraftRecord
from ketju.web.apps.registers.writes.drafting import OPEN
from ketju.web.base.access.models import Processor

PAGE = 50
SOON = timedelta(days=60)
"""Evidence that ends within so many days is told of."""
STATES = ("in-use", "rechecks", "evidence", "terms", "ended")
"""What companies can be filtered by: in use; with a place to look at again; with evidence that ends; whose contract
does not say how far ahead it tells; ended."""


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A company in a list: what it is called, how much time it leaves, what waits."""

    engagement: Engagement
    name: str
    slack: Slack | None
    is_undated: bool
    rechecks: int
    ending: tuple[Evidence, ...]


def companies_in(
    processor: Processor, state: str, on: date, slacks: Slacks, after: int = 0, most: int = PAGE
) -> tuple[tuple[CompanyRow, ...], int]:
    """Companies in a state, and what to ask with for more, 0 at the end."""
    rows = _with_names(Engagement.objects.filter(_state(state, on), processor=processor, pk__gt=after))
    held = Prefetch("evidence", Evidence.objects.filter(ended_at=None), to_attr="held")
    open_ = Prefetch("rechecks", Recheck.objects.filter(closed_at=None), to_attr="waiting")
    found = list(rows.select_related("register").prefetch_related(held, open_).order_by("pk")[: most + 1])
    shown = tuple(_row(one, slacks, on) for one in found[:most])
    return shown, found[most - 1].pk if len(found) > most else 0


def _state(state: str, on: date) -> Q:
    in_use = Q(ended_on=None)
    open_ = Recheck.objects.filter(engagement=OuterRef("pk"), closed_at=None)
    ending = Evidence.objects.filter(engagement=OuterRef("pk"), ended_at=None, last__lte=on + SOON)
    return {
        "rechecks": in_use & Q(Exists(open_)),
        "evidence": in_use & Q(Exists(ending)),
        "terms": in_use & Q(told_days=None),
        "ended": Q(ended_on__isnull=False),
    }.get(state, in_use)


def _row(one: Engagement, slacks: Slacks, on: date) -> CompanyRow:
    held: Iterable[Evidence] = one.held  # type: ignore[attr-defined]
    ending = tuple(each for each in held if each.last is not None and each.last <= on + SOON)
    waiting: Sequence[Recheck] = one.waiting  # type: ignore[attr-defined]
    return CompanyRow(one, name_of(one), slacks.of(one), slacks.undated(one), len(waiting), ending)


def _with_names(rows: QuerySet[Engagement]) -> QuerySet[Engagement]:
    """Engagements as of ``covering.with_newest``, with the name of the entry in the newest draft, as ``drafted``."""
    same = {"draft__register": OuterRef("register"), "kind": "entries", "slug": OuterRef("entry")}
    drafted = DraftRecord.objects.filter(**same).order_by("-draft").values("name")[:1]
    return with_newest(rows).annotate(drafted=Subquery(drafted))


def name_of(engagement: Engagement) -> str:
    """What a company is called in the newest version of its register, else in a draft (it is not in use yet, or not any
    longer), else the id of its entry.
    """
    entry = newest_entry(engagement)
    return entry.name if entry else getattr(engagement, "drafted", None) or engagement.entry


def newest_entry(engagement: Engagement) -> Entry | None:
    """The entry of an engagement that was read with ``covering.with_newest``."""
    newest = getattr(engagement, "newest", None)
    return entry_in(newest, engagement.entry) if newest else None


def company_named(processor: Processor, public_id: str) -> Engagement | None:
    """An engagement of a processor."""
    rows = _with_names(Engagement.objects.filter(processor=processor, public_id=public_id))
    return rows.select_related("processor", "register").first()


def named_engagements(processor: Processor) -> QuerySet[Engagement]:
    """The companies in use, for ``name_of`` and ``newest_entry``."""
    rows = _with_names(Engagement.objects.filter(processor=processor, ended_on=None))
    return rows.select_related("register").order_by("pk")


def companies_to_choose(processor: Processor) -> list[tuple[str, str]]:
    """The companies in use by public id, with their names, for a form: with the register and the entry where a name
    alone could mean several.
    """
    rows = [(one, name_of(one)) for one in named_engagements(processor)]
    held = Counter(name.casefold() for _, name in rows)
    found = [
        (one.public_id, name if held[name.casefold()] == 1 else f"{name} ({one.register.slug}: {one.entry})")
        for one, name in rows
    ]
    return sorted(found, key=lambda one: one[1].casefold())


def evidence_of(engagement: Engagement) -> tuple[Evidence, ...]:
    """The evidence of a company that was not taken back."""
    rows = Evidence.objects.filter(engagement=engagement, ended_at=None)
    return tuple(rows.select_related("attachment").defer("attachment__data"))


def asked_clauses(engagement: Engagement, on: date) -> tuple[str, ...]:
    """The parameters that the agreements of customers whom a company touches set, and its contract has to pass on."""
    rows = AgreementVersion.objects.filter(processor=engagement.processor_id)
    if engagement.owed_by is not None:
        rows = rows.filter(pk__in=engagement.owed_by)
    return passed_on_by(rows, on)


def rechecks_of(engagement: Engagement) -> tuple[Recheck, ...]:
    """What was or is to be looked at again of a company, what is open first."""
    rows = Recheck.objects.filter(engagement=engagement).select_related("closed_by")
    return tuple(rows.order_by(F("closed_at").asc(nulls_first=True), "on"))


def open_rechecks(processor: Processor, after: int = 0, most: int = PAGE) -> tuple[tuple[Recheck, ...], int]:
    """What is to be looked at again in all companies, and what to ask with for more."""
    rows = Recheck.objects.filter(engagement__processor=processor, closed_at=None, pk__gt=after)
    rows = rows.prefetch_related(Prefetch("engagement", _with_names(Engagement.objects.all())))
    found = list(rows.order_by("pk")[: most + 1])
    return tuple(found[:most]), found[most - 1].pk if len(found) > most else 0


def recheck_named(engagement: Engagement, public_id: str) -> Recheck | None:
    """A recheck of a company."""
    return Recheck.objects.filter(engagement=engagement, public_id=public_id).first()


def proofs_in(
    processor: Processor, state: str, after: int = 0, most: int = PAGE
) -> tuple[tuple[EndProof, ...], int]:
    """Proofs that are owed ("open"), or were taken ("taken"), and what to ask with for more."""
    rows = EndProof.objects.filter(engagement__processor=processor, pk__gt=after)
    rows = rows.exclude(accepted_at=None) if state == "taken" else rows.filter(accepted_at=None)
    rows = rows.filter(engagement__ended_on=F("ended_on")) if state != "taken" else rows
    rows = rows.select_related("accepted_by", "evidence")
    rows = rows.prefetch_related(Prefetch("engagement", _with_names(Engagement.objects.all())))
    found = list(rows.order_by("pk")[: most + 1])
    return tuple(found[:most]), found[most - 1].pk if len(found) > most else 0


def proof_of(engagement: Engagement) -> EndProof | None:
    """The proof that a company owes or has given since it ended last."""
    if engagement.ended_on is None:
        return None
    rows = EndProof.objects.filter(engagement=engagement, ended_on=engagement.ended_on)
    return rows.select_related("accepted_by", "evidence").first()


def supplier_notices_in(
    processor: Processor, state: str, after: int = 0, most: int = PAGE
) -> tuple[tuple[SupplierNotice, ...], int]:
    """Notices of suppliers that wait ("open"), or led to something ("done"), the oldest first; and more."""
    rows = SupplierNotice.objects.filter(processor=processor, pk__gt=after)
    waiting = Q(change=None, settled_at=None) & (Q(kind="notice") | Q(followed_by=None))
    rows = rows.filter(waiting) if state == "open" else rows.exclude(waiting)
    found = list(_with_companies(rows).order_by("pk")[: most + 1])
    return tuple(found[:most]), found[most - 1].pk if len(found) > most else 0


def notices_of_company(engagement: Engagement) -> tuple[SupplierNotice, ...]:
    """What a supplier told of, the newest first."""
    rows = SupplierNotice.objects.filter(engagement=engagement, is_mistake=False)
    return tuple(rows.select_related("change"))


def supplier_notice_named(processor: Processor, public_id: str) -> SupplierNotice | None:
    """A notice of a supplier of a processor."""
    rows = SupplierNotice.objects.filter(processor=processor, public_id=public_id)
    return _with_companies(rows).select_related(
        "change__processor", "hint", "by", "settled_by", "attachment", "processor"
    ).defer("attachment__data").first()  # fmt: skip


def _with_companies(rows: QuerySet[SupplierNotice]) -> QuerySet[SupplierNotice]:
    companies = _with_names(Engagement.objects.select_related("register", "processor"))
    return rows.prefetch_related(Prefetch("engagement", companies)).select_related("change")


def drafts_of(engagement: Engagement) -> QuerySet[Draft]:
    """Open drafts of a company's register that have no case yet, the newest first."""
    rows = Draft.objects.filter(register=engagement.register_id, state__in=OPEN, kind="next", case=None)
    return rows.exclude(base=None).select_related("register").order_by("-changed_at")


def attachment_named(processor: Processor, public_id: str) -> Attachment | None:
    """A file that a processor keeps."""
    return Attachment.objects.filter(processor=processor, public_id=public_id).first()


def notice_behind(change: CaseChange) -> SupplierNotice | None:
    """The supplier's notice for which a case was opened."""
    rows = SupplierNotice.objects.filter(change=change).select_related("attachment")
    return _with_companies(rows).defer("attachment__data").first()

"""What is known of a company is recorded: evidence, access, what its contract passes on; people approve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from ketju.core.terms.parameters import parameters
from ketju.web.apps.cases.catching_up import follow_soon
from ketju.web.apps.cases.models import CaseChange, Engagement, Evidence
from ketju.web.apps.cases.problems import (
    CaseClosed,
    DraftChanged,
    EvidenceWrong,
    SecondPersonNeeded,
)
from ketju.web.apps.cases.projecting import project_of
from ketju.web.apps.cases.writes.attaching import attach
from ketju.web.apps.notices.models import Notice
from ketju.web.base.access.models import Membership, Processor
from ketju.web.base.access.roles import ROLES
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.pages.uploads import Upload

ERASURE = "erasure"
"""What is shown at the end, and accepted by a person (``writes.ending``)."""
KINDS = ("due-diligence", "contract", "transfer", "impact-assessment", ERASURE)
"""What evidence shows."""
OF_PLACES = frozenset({"transfer", "impact-assessment"})
SCC = ("scc-1", "scc-2", "scc-3", "scc-4")
"""Standard clauses of decision (EU) 2021/914 by module: which of the two sides is controller, which processor."""
TOOLS = (*SCC, "bcr", "code", "certification", "public-body", "own-clauses")
"""What may cover a transfer without a decision on adequacy (GDPR Art. 46(2) and (3); D-141)."""
LEVELS = ("none", "metadata", "content", "unknown")


def record_evidence(
    *,
    by: Actor,
    at: datetime,
    engagement: Engagement,
    kind: str,
    name: str,
    first: date,
    last: date | None = None,
    country: str = "",
    tool: str = "",
    sha256: str = "",
    note: str = "",
    upload: Upload | None = None,
) -> Evidence:
    """Note a document that opens a gate from a day to a day, and keep the document itself.

    ``tool`` says what covers a transfer, for evidence of that kind alone (TOOLS). Raises EvidenceWrong.
    """
    if kind not in KINDS or (kind in OF_PLACES) != bool(country):
        raise EvidenceWrong(found=f"{kind} {country}".strip(), known=", ".join(KINDS))
    if tool and (kind != "transfer" or tool not in TOOLS):
        raise EvidenceWrong(found=tool, known=", ".join(TOOLS))
    if (last is not None and last < first) or not name.strip():
        raise EvidenceWrong(found=name or "–", known=", ".join(KINDS))
    with transaction.atomic():
        kept = attach(by=by, at=at, processor=engagement.processor, upload=upload)
        made = Evidence.objects.create(
            engagement=engagement, kind=kind, country=country, tool=tool, name=name[:200], note=note[:400],
            sha256=kept.sha256 if kept else sha256, attachment=kept, first=first, last=last, by=by.user, recorded_at=at,
        )  # fmt: skip
        _noted(by, "evidence.create", engagement, at, ("kind", "tool", "first", "last"))
    return made


def end_evidence(*, by: Actor, at: datetime, evidence: Evidence) -> None:
    """Take evidence back: it stays on record, and opens nothing from now on."""
    with transaction.atomic():
        if Evidence.objects.filter(pk=evidence.pk, ended_at=None).update(ended_at=at):
            _noted(by, "evidence.end", evidence.engagement, at, ("ended_at",))


def record_access(
    *,
    by: Actor,
    at: datetime,
    engagement: Engagement,
    access: str,
    is_invoicing: bool = False,
    may_reach: bool = False,
) -> None:
    """Note what a company can reach (D-138); content only for invoicing (D-139) or where the agreement gives it.

    Raises EvidenceWrong.
    """
    if access not in LEVELS:
        raise EvidenceWrong(found=access, known=", ".join(LEVELS))
    values = {"access": access, "is_invoicing": is_invoicing, "may_reach": may_reach}
    with transaction.atomic():
        Engagement.objects.filter(pk=engagement.pk).update(**values)
        _noted(by, "engagements.correct", engagement, at, tuple(values))


def record_mapping(
    *,
    by: Actor,
    at: datetime,
    engagement: Engagement,
    clauses: Mapping[str, str],
    unmapped: Sequence[str] = (),
) -> None:
    """Note where the contract of a company passes on what agreements say (parameter → clause; D-132, D-187).

    A parameter without a clause is not passed on; ``unmapped`` names clauses besides. Raises EvidenceWrong.
    """
    wrong = [one for one in clauses if one not in parameters()]
    if wrong:
        raise EvidenceWrong(found=", ".join(wrong), known=", ".join(list(parameters())[:5]))
    kept = {name: clause.strip()[:80] for name, clause in clauses.items() if clause.strip()}
    with transaction.atomic():
        Engagement.objects.filter(pk=engagement.pk).update(mapping=kept, unmapped=list(unmapped))
        _noted(by, "engagements.correct", engagement, at, ("mapping", "unmapped"))


def record_terms(
    *,
    by: Actor,
    at: datetime,
    engagement: Engagement,
    told_days: int | None,
    proof_days: int | None = None,
    is_opening: bool | None = None,
    language: str | None = None,
) -> None:
    """Note what the contract of a company says: how many days ahead it tells of changes of its own, within how many
    days of the end it shows that the data are gone; whether it was in use before, and the language to write to it in,
    "" for what its seat suggests.
    """
    values: dict[str, object] = {"told_days": told_days, "proof_days": proof_days}
    if is_opening is not None:
        values["is_opening"] = is_opening
    if language is not None:
        values["language"] = language
    with transaction.atomic():
        Engagement.objects.filter(pk=engagement.pk).update(**values)
        _noted(by, "engagements.correct", engagement, at, tuple(values))


def approve_change(
    *, by: Actor, at: datetime, change: CaseChange, digest: str, is_published_with: bool = False, later_why: str = ""
) -> CaseChange:  # fmt: skip
    """Approve a case as it is planned, with its texts; ``digest`` is that of what the person looked at.

    ``is_published_with`` approves as well that the list is published when customers are told; else ``later_why`` is
    why the public hears of it later, which stays on record.

    Whoever made it approves it alone only where nobody else may, and that is recorded. Raises DraftChanged,
    SecondPersonNeeded, CaseClosed.
    """
    with transaction.atomic():
        held = locked_running(change)
        if not digest or digest != held.digest:
            raise DraftChanged
        is_own = by.user is not None and by.user.pk == held.owner_id
        if by.user is None or (is_own and has_second_person(held.processor, held.owner_id, at)):
            raise SecondPersonNeeded
        held.approved_at, held.approved_by, held.is_own_approval = at, by.user, is_own
        held.is_published_with = is_published_with
        held.later_why = "" if is_published_with else later_why.strip()
        held.save(
            update_fields=("approved_at", "approved_by", "is_own_approval", "is_published_with", "later_why")
        )
        notices = Notice.objects.filter(about=held.public_id, released_at=None, prepared_at__isnull=False)
        notices.update(approved_at=at, approved_by=by.user, is_own_approval=is_own)
        audited(
            Actor(by.user, by.kind, by.role, held.later_why or by.reason, by.request_id), "changes.approve", "change",
            at=at, processor=held.processor, subject=held.public_id,
        )  # fmt: skip
        follow_soon(held)
    return held


def has_second_person(processor: Processor, owner: int | None, at: datetime) -> bool:
    """Whether somebody else may approve what a person made."""
    return second_people(processor, owner, at).exists()


def second_people(processor: Processor, owner: int | None, at: datetime) -> QuerySet[Membership]:
    """The grants of those who may approve what a person made."""
    roles = [name for name, (side, may) in ROLES.items() if side == "staff" and "registers.publish" in may]
    rows = Membership.objects.filter(processor=processor, customer="", role__in=roles)
    on = day_of(at, processor.zone)
    return rows.holding(on).exclude(user=owner).filter(user__is_active=True)


def locked_running(change: CaseChange) -> CaseChange:
    """A case that is not over, locked for the transaction. Raises CaseClosed."""
    rows = CaseChange.objects.select_for_update(of=("self",))
    held = rows.select_related("processor", "draft__base", "version").get(pk=change.pk)
    if held.withdrawn_at or held.closed_at:
        raise CaseClosed
    return held


def _noted(by: Actor, action: str, engagement: Engagement, at: datetime, fields: Sequence[str]) -> None:
    """Note the act, and bring the running cases about the company up to date."""
    audited(
        by, action, "engagement", at=at, processor=engagement.processor, subject=engagement.public_id, fields=fields
    )  # fmt: skip
    project_of(engagement, at)

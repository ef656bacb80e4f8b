"""A notice that is sent again: it corrects an earlier one, or withdraws the change. It is a notice of its own.

Somebody writes it, a second person approves what it says, then it leaves. A change that is given up takes effect for
nobody from that moment on, whenever its customers are told of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from ketju.web.apps.cases.agreeing import check_answers, check_told_alike
from ketju.web.apps.cases.messaging import write_messages
from ketju.web.apps.cases.models import CaseChange, Group, Touched
from ketju.web.apps.cases.noticing import Correction, begin_notice, told_classes
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.problems import (
    ApprovalMissing,
    CaseClosed,
    NotAnnounced,
    NoticeWaits,
    ReasonMissing,
    SecondPersonNeeded,
    TextsOld,
)
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.writes.announcing import held_change
from ketju.web.apps.cases.writes.engaging import has_second_person
from ketju.web.apps.cases.writes.joining import join_new
from ketju.web.apps.notices.models import Notice
from ketju.web.apps.notices.texts import Kind
from ketju.web.apps.notices.writes.rows import forget_unsent, release_notice
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import Actor, audited

KINDS: tuple[Kind, ...] = ("correction", "withdrawal")


def waiting_notices(change: CaseChange) -> QuerySet[Notice]:
    """The corrections and withdrawals of a case that were written and have not left; there is one at most."""
    return Notice.objects.filter(about=change.public_id, kind__in=KINDS, released_at=None)


def waiting_notice(change: CaseChange) -> Notice | None:
    """The correction or withdrawal of a case that was written and has not left."""
    rows = waiting_notices(change).select_related("processor", "created_by", "approved_by")
    return rows.order_by("number").first()


def write_correction(*, by: Actor, at: datetime, change: CaseChange, why: Mapping[str, str]) -> Notice:
    """Write the notice anew with what was wrong in the earlier one, in each language; it waits for a second person.

    Raises NotAnnounced, CaseClosed, ReasonMissing, NoticeWaits, ValueMissing, TextDiffers.
    """
    with transaction.atomic():
        held = held_change(change)
        if held.announced_at is None:
            raise NotAnnounced
        if held.withdrawn_at or held.closed_at:
            raise CaseClosed
        if not why or not all(text.strip() for text in why.values()):
            raise ReasonMissing
        if waiting_notice(held) is not None:
            raise NoticeWaits
        return _written(held, "correction", why, by, at)


def withdraw_change(
    *, by: Actor, at: datetime, change: CaseChange, reason: str, why: Mapping[str, str] | None = None
) -> CaseChange:
    """Give a change up: from now on it takes effect for nobody. Where customers were told, a notice of that is written,
    which waits for a second person; a correction that waited is dropped. Raises CaseClosed, ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        held = held_change(change)
        if held.withdrawn_at or held.closed_at:
            raise CaseClosed
        if (waiting := waiting_notice(held)) is not None:
            discard_notice(by=by, at=at, notice=waiting)
        CaseChange.objects.filter(pk=held.pk).update(withdrawn_at=at)
        audited(
            Actor(by.user, by.kind, by.role, reason, by.request_id), "changes.withdraw", "change", at=at,
            processor=held.processor, subject=held.public_id,
        )  # fmt: skip
        if held.announced_at is not None:
            _written(held, "withdrawal", why or {}, by, at)
    held.refresh_from_db()
    return held


def discard_notice(*, by: Actor, at: datetime, notice: Notice) -> None:
    """Drop a correction that has not left; another can be written. A withdrawal stays: customers have to be told.

    Raises NoticeWaits.
    """
    with transaction.atomic():
        held = Notice.objects.select_for_update(no_key=True).select_related("processor").get(pk=notice.pk)
        if held.released_at is not None or held.kind != "correction":
            raise NoticeWaits
        forget_unsent(held)
        audited(by, "notices.discard", "notice", at=at, processor=held.processor, subject=held.public_id)
        held.texts.all().delete()
        held.delete()


def approve_notice(*, by: Actor, at: datetime, notice: Notice, digest: str) -> None:
    """Approve a correction or a withdrawal; ``digest`` is that of what the person looked at.

    Whoever wrote it approves it alone only where nobody else may, and that is recorded. Raises SecondPersonNeeded,
    TextsOld.
    """
    with transaction.atomic():
        held = (
            Notice.objects.select_for_update(no_key=True, of=("self",))
            .select_related("processor")
            .get(pk=notice.pk)
        )
        if not digest or digest != digest_of_texts(held):
            raise TextsOld
        is_own = by.user is not None and by.user.pk == held.created_by_id
        if by.user is None or (is_own and has_second_person(held.processor, held.created_by_id, at)):
            raise SecondPersonNeeded
        held.approved_at, held.approved_by, held.is_own_approval = at, by.user, is_own
        held.save(update_fields=("approved_at", "approved_by", "is_own_approval"))
        audited(by, "notices.approve", "notice", at=at, processor=held.processor, subject=held.public_id)


def digest_of_texts(notice: Notice) -> str:
    """What stands for all texts of a notice: the hash of each, in their order."""
    return "".join(
        sha[:8] for sha in notice.texts.order_by("language", "key").values_list("sha256", flat=True)
    )[:200]


def send_notice(*, by: Actor, at: datetime, change: CaseChange, notice: Notice) -> None:
    """Let a correction or a withdrawal leave, to those who were told before. Windows run anew where the terms say so.
    Who uses more since the correction was written is told of the whole with those who are left (``tell_rest``).

    Raises ApprovalMissing, TextsOld for a correction whose dates are of another day, AnswersLost, AnswersAwaited, and
    what the comparison of texts raises.
    """
    held = held_change(change)
    if notice.approved_at is None:
        raise ApprovalMissing
    zone = held.processor.zone
    made = notice.prepared_at
    if made is None or (notice.kind == "correction" and day_of(made, zone) != day_of(at, zone)):
        raise TextsOld
    groups = _groups(held, notice.kind)
    if notice.kind == "correction":
        join_new(held, at)
        written = set(notice.texts.values_list("key", flat=True))
        groups = [one for one in _groups(held, notice.kind) if one.key in written]
    told = Notice.objects.filter(about=held.public_id, released_at__isnull=False).values(
        "deliveries__customer"
    )
    rows = Touched.objects.filter(
        change=held, customer__in=told.exclude(deliveries__customer=None), group__in=groups
    )
    customers = list(rows.values_list("customer_id", flat=True))
    if notice.kind == "correction":
        check_told_alike(held, notice, told_classes(held, groups, at), at, customers)
    check_answers(notice, at)
    write_messages(held, notice, at, customers)
    release_notice(by=by, at=at, notice=notice)
    project(held, at, customers)


def _written(change: CaseChange, kind: Kind, why: Mapping[str, str], by: Actor, at: datetime) -> Notice:
    assert change.announced_at is not None
    what = Correction(kind, day_of(change.announced_at, change.processor.zone), why)
    notice = begin_notice(change, kind, _groups(change, kind), by=by, at=at, what=what)
    audited(by, "notices.prepare", "notice", at=at, processor=change.processor, subject=notice.public_id)
    return notice


def _groups(change: CaseChange, kind: str) -> list[Group]:
    return [one for one in change.groups.all() if kind == "withdrawal" or not owed_in(one.owed).open]

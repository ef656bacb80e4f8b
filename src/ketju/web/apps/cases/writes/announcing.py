"""Tell customers of a change: texts are made, checks are passed in order, messages are written, then they leave.

Nothing leaves before all checks are passed. Whoever is interrupted while messages are written begins again, with the
recipients of then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef

from ketju.core.problems import Problem
from ketju.web.apps.cases.agreeing import check_answers, check_digest, check_inbox, check_told_alike
from ketju.web.apps.cases.catching_up import follow_soon
from ketju.web.apps.cases.forecasting import check_date
from ketju.web.apps.cases.messaging import write_messages
from ketju.web.apps.cases.models import CaseChange, Group, Touched
from ketju.web.apps.cases.noticing import begin_notice, make_texts, told_classes, with_terms
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.problems import (
    AlreadyAnnounced,
    ApprovalMissing,
    CaseClosed,
    DatesOld,
    NotAnnounced,
    TermsOpen,
    TextsMissing,
)
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.terms_now import check_terms
from ketju.web.apps.cases.writes.dating import check_days
from ketju.web.apps.cases.writes.joining import join_new
from ketju.web.apps.cases.writes.risking import check_risk
from ketju.web.apps.notices.models import Delivery, Notice
from ketju.web.apps.notices.writes.rows import release_notice
from ketju.web.apps.registers.writes.publishing import publish
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import Actor, audited

SENT_BY = timedelta(seconds=20)
"""By then the first messages have left, so that it is worth while to look where customers stand."""


def prepare_notice(
    *, by: Actor, at: datetime, change: CaseChange, sent_at: datetime, contact: str = ""
) -> Notice:
    """Make the texts of a case's notice for a day of sending, or make them anew; an approval falls.

    Raises AlreadyAnnounced, CaseClosed, DraftChanged, TermsOpen where nobody has a date, ShownTooEarly,
    ValueMissing, TextDiffers.
    """
    with transaction.atomic():
        held = _open(change)
        check_digest(held)
        check_days(held)
        notice, _ = Notice.objects.get_or_create(
            about=held.public_id, number=1,
            defaults={"processor": held.processor, "created_by": by.user, "created_at": at},
        )  # fmt: skip
        make_texts(held, notice, held.groups.all(), sent_at, at, contact)
        CaseChange.objects.filter(pk=held.pk).update(approved_at=None, approved_by=None)
        audited(by, "notices.prepare", "notice", at=at, processor=held.processor, subject=notice.public_id)
    return notice


def announce(*, by: Actor, at: datetime, change: CaseChange, leave_out_open: bool = False) -> Notice:
    """Tell the customers of a case.

    Checks come in this order, and the first that fails stops everything: the draft is as planned, and so are the
    terms of customers; the texts say what it says, answers arrive, a second person approved, terms are
    settled (customers without are left out on request), the date is permitted, an emergency is allowed or answered
    for, the list can be published where that was approved. It is published in the same transaction then, so that
    whoever follows the list hears of the change when customers do.

    Raises AlreadyAnnounced, CaseClosed, DraftChanged, TermsChanged, TextsMissing, DatesOld where the texts are of
    another day, TextDiffers and the like, AnswersLost, AnswersAwaited, ApprovalMissing, TermsOpen, TooEarly,
    RiskUndecided, and what publishing raises.
    """
    held = _open(change)
    notice = _checked(held, at, leave_out_open)
    write_messages(held, notice, at)
    with transaction.atomic():
        _open(change)
        release_notice(by=by, at=at, notice=notice)
        CaseChange.objects.filter(pk=held.pk).update(announced_at=at)
        if held.is_published_with:
            _publish(held, by, at)
        follow_soon(held, at + SENT_BY)
        audited(by, "changes.announce", "change", at=at, processor=held.processor, subject=held.public_id)
    return notice


def obstacles(change: CaseChange, at: datetime, *, leave_out_open: bool = False) -> tuple[Problem, ...]:
    """A dry run: all that would stop ``announce``, in the order of its checks; () where nothing does.

    Raises AlreadyAnnounced, CaseClosed.
    """
    found: dict[str, Problem] = {}
    for check in _checks(_open(change), at, leave_out_open):
        try:
            check()
        except Problem as problem:
            found.setdefault(problem.code, problem)
    return tuple(found.values())


def tell_rest(*, by: Actor, at: datetime, change: CaseChange) -> Notice | None:
    """Tell customers of a running case who were not told: their terms were open, or they came to use the service, or
    more of them, later and joined nothing. None where there is nobody.

    Customers who came since the last round are taken in first. It says what was approved when the others were told, and
    stands on that approval. Raises NotAnnounced, CaseClosed
    for a change that was given up, AnswersLost, and what the comparison of texts raises.
    """
    held = held_change(change)
    if held.announced_at is None or held.approved_at is None:
        raise NotAnnounced
    if held.withdrawn_at or held.closed_at:
        raise CaseClosed
    join_new(held, at)
    told = Notice.objects.filter(about=held.public_id, released_at__isnull=False).values(
        "deliveries__customer"
    )
    rest = Touched.objects.filter(change=held, joined_at=None, effective_at=None, is_excluded=False)
    rest = rest.exclude(widened_at=None, customer__in=told.exclude(deliveries__customer=None))
    whole = Delivery.objects.filter(notice__about=held.public_id, notice__released_at__isnull=False)
    whole = whole.filter(customer=OuterRef("customer"), text__key=OuterRef("group__key"))
    rest = rest.exclude(Exists(whole), widened_at__isnull=False)
    rest = rest.exclude(customer__ended_on__lte=day_of(at, held.processor.zone))
    groups = [one for one in held.groups.filter(touched__in=rest).distinct() if not owed_in(one.owed).open]
    if not groups:
        return None
    customers = list(rest.filter(group__in=groups).values_list("customer_id", flat=True))
    check_inbox(held.processor, at)
    notice = _begun(held, groups, at) or begin_notice(held, "change", groups, by=by, at=at)
    Notice.objects.filter(pk=notice.pk).update(
        approved_at=held.approved_at, approved_by=held.approved_by, is_own_approval=held.is_own_approval
    )
    check_told_alike(held, notice, told_classes(held, groups, at), at, customers)
    check_answers(notice, at)
    write_messages(held, notice, at, customers)
    release_notice(by=by, at=at, notice=notice)
    project(held, at, customers)
    return notice


def _begun(change: CaseChange, groups: Sequence[Group], at: datetime) -> Notice | None:
    """The notice to the rest that somebody began who was interrupted, with its texts made anew."""
    rows = Notice.objects.filter(about=change.public_id, kind="change", number__gt=1, released_at=None)
    found = rows.select_related("processor").first()
    if found is not None:
        make_texts(change, found, groups, at, at, "")
    return found


def held_change(change: CaseChange) -> CaseChange:
    """A case with what its texts and rows need, read anew."""
    return CaseChange.objects.select_related(
        "processor", "draft__base", "version", "register", "approved_by"
    ).get(pk=change.pk)


def _open(change: CaseChange) -> CaseChange:
    held = held_change(change)
    if held.withdrawn_at or held.closed_at:
        raise CaseClosed
    if held.announced_at:
        raise AlreadyAnnounced
    return held


def _checked(change: CaseChange, at: datetime, leave_out_open: bool) -> Notice:
    for check in _checks(change, at, leave_out_open):
        check()
    return Notice.objects.get(about=change.public_id, number=1)


def _checks(change: CaseChange, at: datetime, leave_out_open: bool) -> Iterator[Callable[[], None]]:
    """What ``announce`` checks, in its order; each raises what is wrong."""
    yield lambda: check_digest(change)
    yield lambda: check_terms(change, at)
    notice = Notice.objects.filter(about=change.public_id, number=1).first()
    groups = with_terms(change)
    if notice is None or notice.prepared_at is None:
        yield partial(_raise, TextsMissing())
    else:
        if day_of(notice.prepared_at, change.processor.zone) != day_of(at, change.processor.zone):
            yield partial(_raise, DatesOld())
        yield lambda: check_told_alike(change, notice, told_classes(change, groups, at), at)
        yield lambda: check_answers(notice, at)
    if change.approved_at is None or notice is None or notice.approved_at is None:
        yield partial(_raise, ApprovalMissing())
    left = 0 if leave_out_open else Touched.objects.filter(change=change).exclude(group__in=groups).count()
    if left:
        yield partial(_raise, TermsOpen(count=left))
    yield lambda: check_date(change, at)
    yield lambda: check_risk(change)
    if change.is_published_with and change.approved_at is not None:
        yield lambda: _try_publishing(change, at)


def _raise(problem: Problem) -> None:
    raise problem


def _publish(change: CaseChange, by: Actor, at: datetime) -> None:
    """Publish the draft of a case as whoever approved it wanted."""
    assert change.draft is not None
    approver = Actor(change.approved_by, "person", "", "", by.request_id)
    on = day_of(at, change.processor.zone)
    publish(by=approver, at=at, draft=change.draft, on=on, why=change.title, audience=change.draft.audience)


def _try_publishing(change: CaseChange, at: datetime) -> None:
    """Raise what publishing would raise if customers were told now; nothing of it stays."""
    with transaction.atomic():
        begun = transaction.savepoint()
        try:
            CaseChange.objects.filter(pk=change.pk).update(announced_at=at)
            _publish(change, Actor(), at)
        finally:
            transaction.savepoint_rollback(begun)

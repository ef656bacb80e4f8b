"""What stops a notice, in its order; what is kept when it leaves; who is told afterwards (D-135, D-195)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ketju.web.apps.cases.models import CaseChange, Touched
from ketju.web.apps.cases.problems import (
    AlreadyAnnounced,
    ApprovalMissing,
    CaseClosed,
    DatesOld,
    DraftChanged,
    NotAnnounced,
    TermsOpen,
    TextsMissing,
    TooEarly,
)
from ketju.web.apps.cases.writes.announcing import announce, obstacles, prepare_notice, tell_rest
from ketju.web.apps.cases.writes.engaging import approve_change
from ketju.web.apps.cases.writes.joining import join_new
from ketju.web.apps.notices.models import Delivery, Notice
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.models import Version
from ketju.web.apps.registers.sorting import sort_customers
from ketju.web.apps.registers.writes.publishing import check_draft
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.jobs.models import Job
from tests.web.cases.answering import answered
from tests.web.cases.desk import AT, SPRUCE, Desk

HELSINKI = ZoneInfo("Europe/Helsinki")
LATER = AT + timedelta(days=2)


def announced(desk: Desk) -> CaseChange:
    change = desk.propose()
    desk.look_at()
    desk.told(change, leave_out_open=True)
    return change


def comes(desk: Desk, change: CaseChange, name: str = "Late") -> Customer:
    """Somebody begins to use the service after the others were told, and accepted nothing with the list as it will be."""
    made = desk.customer(name)
    sort_customers(LATER.date())
    join_new(change, LATER)
    return made


def test_all_that_is_in_the_way_is_told_in_the_order_of_the_checks(desk: Desk) -> None:
    """The draft, the texts, the approval, the terms, the date; customers without terms are left out on request."""
    desk.customer("Alder"), desk.customer("Dogwood", "silent"), desk.customer("Elm", "")
    draft = desk.draft()
    change = desk.propose(draft)
    found = obstacles(change, AT)
    assert [type(one) for one in found] == [TextsMissing, ApprovalMissing, TermsOpen]
    assert found[-1].params["count"] == "2"
    assert [type(one) for one in obstacles(change, AT, leave_out_open=True)] == [
        TextsMissing,
        ApprovalMissing,
    ]
    prepare_notice(by=desk.owner, at=AT, change=change, sent_at=AT, contact="privacy@kite.example.com")
    CaseChange.objects.update(planned_at=AT)
    late = [type(one) for one in obstacles(change, AT + timedelta(days=1))]
    assert late[0] is DatesOld and late[-3:] == [ApprovalMissing, TermsOpen, TooEarly]
    change.refresh_from_db()
    approve_change(by=desk.officer, at=AT, change=change, digest=change.digest)
    assert [type(one) for one in obstacles(change, AT, leave_out_open=True)] == [TooEarly]
    CaseChange.objects.update(digest="0" * 64)
    assert type(obstacles(change, AT)[0]) is DraftChanged
    with pytest.raises(DraftChanged):
        announce(by=desk.owner, at=AT, change=change)
    assert not Delivery.objects.exists()


def test_texts_that_are_made_anew_need_another_approval(desk: Desk) -> None:
    desk.customer("Alder")
    change = desk.propose()
    given = {"by": desk.owner, "at": AT, "change": change, "sent_at": AT}
    first = prepare_notice(**given, contact="privacy@kite.example.com")
    change.refresh_from_db()
    approve_change(by=desk.officer, at=AT, change=change, digest=change.digest)
    assert prepare_notice(**given, contact="other@kite.example.com") == first
    change.refresh_from_db()
    assert (change.approved_at, change.approved_by) == (None, None)
    texts = [one.text for one in first.texts.all()]
    assert texts and all("other@kite.example.com" in one for one in texts)
    assert not any("privacy@kite.example.com" in one for one in texts)
    assert ApprovalMissing in {type(one) for one in obstacles(change, AT)}


@pytest.mark.parametrize(
    ("column", "problem"),
    [("announced_at", AlreadyAnnounced), ("withdrawn_at", CaseClosed), ("closed_at", CaseClosed)],
)
def test_nothing_is_announced_twice_or_after_it_is_over(
    desk: Desk, column: str, problem: type[Exception]
) -> None:
    desk.customer("Alder")
    change = desk.propose()
    CaseChange.objects.update(**{column: AT})
    for act in (
        lambda: obstacles(change, AT),
        lambda: announce(by=desk.owner, at=AT, change=change),
        lambda: prepare_notice(by=desk.owner, at=AT, change=change, sent_at=AT),
    ):
        with pytest.raises(problem):
            act()
    assert not Notice.objects.exists()


def test_the_notice_leaves_and_where_customers_stand_is_looked_at_soon(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = announced(desk)
    notice = Notice.objects.get()
    assert (change.announced_at, notice.released_at, notice.number) == (AT, AT, 1)
    assert [one.customer for one in Delivery.objects.all()] == [alder]
    jobs = [one for one in Job.objects.filter(name="cases.follow") if change.public_id in str(one.arguments)]
    assert AT + timedelta(seconds=20) in {one.not_before for one in jobs}


def test_the_list_is_published_in_the_name_of_who_approved_that(desk: Desk) -> None:
    desk.customer("Alder")
    draft = desk.draft()
    change = desk.propose(draft)
    desk.look_at()
    prepare_notice(by=desk.owner, at=AT, change=change, sent_at=AT, contact="privacy@kite.example.com")
    approve_change(by=desk.officer, at=AT, change=change, digest=change.digest, is_published_with=True)
    check_draft(by=desk.officer, at=AT, draft=draft, on=date(2026, 11, 26))
    answered(desk, draft, AT)
    change.refresh_from_db()
    assert obstacles(change, AT) == ()
    announce(by=desk.owner, at=AT, change=change)
    made = Version.objects.get(number=2)
    assert (made.by, made.why, made.on) == (
        desk.officer.user,
        "Spruce for mail in the EU",
        date(2026, 11, 26),
    )
    noted = AuditEntry.objects.get(action="versions.publish")
    assert (noted.actor, noted.actor_kind, noted.at) == (desk.officer.user, "person", AT)
    change.refresh_from_db()
    assert (change.version, change.announced_at) == (made, AT)


def test_whoever_came_later_is_told_what_was_approved_and_once(desk: Desk) -> None:
    """30 days from Saturday 28 November 2026 end with Monday 28 December."""
    desk.customer("Alder"), desk.customer("Dogwood", "silent")
    change = announced(desk)
    assert tell_rest(by=desk.owner, at=LATER, change=change) is None, (
        "terms of one are open, the other was told"
    )
    late = comes(desk, change)
    notice = tell_rest(by=desk.owner, at=LATER, change=change)
    assert notice is not None
    notice.refresh_from_db()
    assert (notice.number, notice.kind, notice.released_at, notice.total) == (2, "change", LATER, 1)
    assert (notice.approved_at, notice.approved_by) == (AT, desk.officer.user)
    assert not notice.is_own_approval
    assert [one.customer for one in notice.deliveries.all()] == [late]
    place = desk.place(change, late)
    assert (place.counted_at, place.waits) == (LATER, "notice,window")
    assert tell_rest(by=desk.owner, at=LATER, change=change) is None


def test_what_was_told_of_another_change_tells_nothing_of_this_one(desk: Desk) -> None:
    desk.customer("Alder")
    change = announced(desk)
    late = comes(desk, change)
    other = desk.propose(desk.draft(replace(SPRUCE, id="fir", name="Fir Filters SAS")))
    desk.look_at("fir")
    desk.told(other, LATER)
    assert Delivery.objects.filter(customer=late).count() == 1
    notice = tell_rest(by=desk.owner, at=LATER, change=change)
    assert notice is not None and notice.about == change.public_id
    assert [one.customer for one in notice.deliveries.all()] == [late]


@pytest.mark.parametrize(
    "values",
    [{"is_excluded": True}, {"joined_at": LATER}, {"effective_at": LATER}],
    ids=["never", "joined", "in effect"],
)
def test_for_whom_there_is_nothing_to_tell_any_longer(desk: Desk, values: dict[str, object]) -> None:
    desk.customer("Alder")
    change = announced(desk)
    late = comes(desk, change)
    Touched.objects.filter(customer=late).update(**values)
    assert tell_rest(by=desk.owner, at=LATER, change=change) is None


def test_the_rest_is_told_only_of_what_others_were_told_and_while_it_runs(desk: Desk) -> None:
    desk.customer("Alder")
    change = desk.propose()
    with pytest.raises(NotAnnounced):
        tell_rest(by=desk.owner, at=AT, change=change)
    CaseChange.objects.update(announced_at=AT)  # but approved by nobody
    with pytest.raises(NotAnnounced):
        tell_rest(by=desk.owner, at=AT, change=change)
    CaseChange.objects.update(announced_at=None)
    change.refresh_from_db()
    desk.look_at()
    desk.told(change)
    comes(desk, change)
    for column in ("withdrawn_at", "closed_at"):
        CaseChange.objects.update(withdrawn_at=None, closed_at=None)
        CaseChange.objects.update(**{column: LATER})
        with pytest.raises(CaseClosed):
            tell_rest(by=desk.owner, at=LATER, change=change)
    assert Notice.objects.count() == 1


def test_texts_of_yesterday_are_made_anew_at_the_midnight_of_the_processor(desk: Desk) -> None:
    """Ten at night in UTC is the next day in Helsinki already."""
    desk.customer("Alder")
    change = desk.propose(planned_at=datetime(2027, 3, 1, tzinfo=HELSINKI))
    prepare_notice(by=desk.owner, at=AT, change=change, sent_at=AT, contact="privacy@kite.example.com")
    evening = datetime(2026, 11, 26, 23, 59, tzinfo=HELSINKI)
    assert DatesOld not in {type(one) for one in obstacles(change, evening)}
    assert DatesOld in {type(one) for one in obstacles(change, evening + timedelta(minutes=1))}

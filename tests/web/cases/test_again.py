"""Corrections and withdrawals are notices of their own; every place says the same before a notice leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ketju.core.model.register import DataCategory
from ketju.web.apps.agreements.models import Acceptance, AgreementVersion
from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.cases.next_steps import next_steps
from ketju.web.apps.cases.problems import (
    AnnexDiffers,
    AnswersAwaited,
    AnswersLost,
    ApprovalMissing,
    CaseClosed,
    InAppDiffers,
    NoticeWaits,
    ReasonMissing,
    SecondPersonNeeded,
    TextsOld,
    TranslationDiffers,
)
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.writes.again import (
    approve_notice,
    digest_of_texts,
    discard_notice,
    send_notice,
    waiting_notice,
    withdraw_change,
    write_correction,
)
from ketju.web.apps.cases.writes.announcing import announce, prepare_notice, tell_rest
from ketju.web.apps.cases.writes.engaging import approve_change
from ketju.web.apps.cases.writes.joining import join_new
from ketju.web.apps.notices.models import Delivery, Notice, NoticeText
from ketju.web.apps.registers.sorting import sort_customers
from ketju.web.base.access.models import Membership
from ketju.web.base.inbox.models import SelfTest
from tests.web.cases.desk import AT, HEAD, SPRUCE, Desk, check_announcing

HELSINKI = ZoneInfo("Europe/Helsinki")
WHY = {"en": "The place was wrong.", "fi": "Paikka oli väärä.", "sv": "Platsen var fel."}


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


def running(desk: Desk) -> CaseChange:
    change = desk.propose()
    desk.look_at()
    desk.told(change, leave_out_open=True)
    desk.arrives(change)
    project(change, AT + timedelta(hours=1))
    return change


def corrected(desk: Desk, change: CaseChange, at: datetime) -> Notice:
    """A correction that the owner wrote, the officer approved, and that left and arrived."""
    notice = write_correction(by=desk.owner, at=at, change=change, why=WHY)
    approve_notice(by=desk.officer, at=at, notice=notice, digest=digest_of_texts(notice))
    notice.refresh_from_db()
    send_notice(by=desk.owner, at=at, change=change, notice=notice)
    desk.arrives(change, at)
    project(change, at)
    return notice


def test_a_correction_needs_a_second_person_and_restarts_the_windows(desk: Desk) -> None:
    """9 January 2027 is a Saturday, so that Monday 11 is the last day of thirty."""
    alder = desk.customer("Alder")
    change = running(desk)
    later = day("2026-12-10 10:00")
    with pytest.raises(ReasonMissing):
        write_correction(by=desk.owner, at=later, change=change, why={**WHY, "sv": " "})
    notice = write_correction(by=desk.owner, at=later, change=change, why=WHY)
    assert (notice.kind, notice.number, waiting_notice(change)) == ("correction", 2, notice)
    assert desk.place(change, alder).free_at == day("2026-12-29")  # nothing has left
    assert next(one.key for one in next_steps(change, later)) == "web.objections.next.approve-notice"
    with pytest.raises(NoticeWaits):
        write_correction(by=desk.owner, at=later, change=change, why=WHY)
    with pytest.raises(ApprovalMissing):
        send_notice(by=desk.owner, at=later, change=change, notice=notice)
    digest = digest_of_texts(notice)
    with pytest.raises(SecondPersonNeeded):
        approve_notice(by=desk.owner, at=later, notice=notice, digest=digest)
    with pytest.raises(TextsOld):
        approve_notice(by=desk.officer, at=later, notice=notice, digest="of something else")
    approve_notice(by=desk.officer, at=later, notice=notice, digest=digest)
    notice.refresh_from_db()
    with pytest.raises(TextsOld):  # its dates are those of 10 December
        send_notice(by=desk.owner, at=day("2026-12-11 10:00"), change=change, notice=notice)
    assert not Delivery.objects.filter(notice=notice).exists()
    send_notice(by=desk.owner, at=later, change=change, notice=notice)
    assert desk.place(change, alder).waits == "notice,window"
    desk.arrives(change, later)
    project(change, later)
    assert desk.place(change, alder).free_at == day("2027-01-12")
    assert (notice.approved_by, notice.is_own_approval) == (desk.officer.user, False)


def test_what_a_correction_restarts_is_a_term(desk: Desk) -> None:
    terms = "  notice.length: {value: 30 days}\n  objection.window: {value: 30 days}\n  notice.resent: {value: stands}\n"
    desk.agreements["stands"] = AgreementVersion.objects.create(
        processor=desk.kite, slug="stands", version="1", name="DPA", terms=HEAD.format(slug="stands") + terms,
        valid_from=day("2024-01-01").date(),
    )  # fmt: skip
    alder, birch = desk.customer("Alder"), desk.customer("Birch", "stands")
    change = running(desk)
    assert desk.place(change, birch).free_at == day("2026-12-29")
    notice = corrected(desk, change, day("2026-12-10 10:00"))
    assert desk.place(change, alder).free_at == day("2027-01-12")
    assert desk.place(change, birch).free_at == day("2026-12-29")
    said = {one.key: one.text for one in notice.texts.filter(language="en")}
    assert "as they were" in said[desk.place(change, birch).group.key]
    assert "as they were" not in said[desk.place(change, alder).group.key]
    assert "12 January 2027" in said[desk.place(change, alder).group.key]
    assert Acceptance.objects.filter(customer=birch).exists()


def test_a_withdrawal_holds_at_once_and_its_notice_waits_for_a_second_person(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = running(desk)
    correction = write_correction(by=desk.owner, at=day("2026-12-01"), change=change, why=WHY)
    with pytest.raises(ReasonMissing):
        withdraw_change(by=desk.owner, at=AT, change=change, reason="")
    withdraw_change(by=desk.owner, at=day("2026-12-01"), change=change, reason="The provider was sold.")
    assert not Notice.objects.filter(pk=correction.pk).exists()  # nobody gets both
    project(CaseChange.objects.get(pk=change.pk), day("2027-06-01"))
    assert desk.place(change, alder).effective_at is None
    assert not Delivery.objects.filter(notice__kind="withdrawal").exists()
    change.refresh_from_db()
    notice = waiting_notice(change)
    assert notice is not None and notice.kind == "withdrawal"
    with pytest.raises(NoticeWaits):
        discard_notice(by=desk.owner, at=day("2026-12-02"), notice=notice)
    with pytest.raises(SecondPersonNeeded):
        approve_notice(by=desk.owner, at=day("2026-12-02"), notice=notice, digest=digest_of_texts(notice))
    approve_notice(by=desk.officer, at=day("2026-12-02"), notice=notice, digest=digest_of_texts(notice))
    notice.refresh_from_db()
    send_notice(by=desk.owner, at=day("2026-12-03"), change=change, notice=notice)
    assert [one.customer for one in Delivery.objects.filter(notice__kind="withdrawal")] == [alder]
    with pytest.raises(CaseClosed):
        withdraw_change(by=desk.owner, at=AT, change=change, reason="again")


def test_nobody_else_is_told_of_a_change_that_was_given_up(desk: Desk) -> None:
    desk.customer("Alder")
    change = running(desk)
    late = desk.customer("Birch")
    Acceptance.objects.filter(customer=late).update(accepted_at=day("2025-01-07"))
    sort_customers(day("2026-12-01").date())
    assert join_new(CaseChange.objects.get(pk=change.pk), day("2026-12-01")) == 1
    withdraw_change(by=desk.owner, at=day("2026-12-01"), change=change, reason="The provider was sold.")
    with pytest.raises(CaseClosed):
        tell_rest(by=desk.owner, at=day("2026-12-01"), change=change)
    assert not Delivery.objects.filter(customer=late).exists()


def test_an_office_of_one_approves_its_own_correction_and_that_is_recorded(desk: Desk) -> None:
    desk.customer("Alder")
    change = running(desk)
    Membership.objects.exclude(user=desk.owner.user).update(ended_at=AT)
    notice = write_correction(by=desk.owner, at=AT + timedelta(days=1), change=change, why=WHY)
    approve_notice(by=desk.owner, at=AT + timedelta(days=1), notice=notice, digest=digest_of_texts(notice))
    notice.refresh_from_db()
    assert notice.is_own_approval


def planned(desk: Desk, *entries: Any) -> tuple[CaseChange, Notice]:
    """A change whose texts are made and approved."""
    change = desk.propose(desk.draft(*entries))
    desk.look_at()
    notice = prepare_notice(
        by=desk.owner, at=AT, change=change, sent_at=AT, contact="privacy@kite.example.com"
    )
    approve_change(by=desk.officer, at=AT, change=change, digest=change.digest)
    change.refresh_from_db()
    return change, notice


def test_a_translation_that_tells_less_stops_the_notice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text and its own register agree, as the register of that language has lost the data: only the others tell."""
    desk.customer("Alder"), desk.customer("Birch", language="fi")
    tracked = replace(SPRUCE, data=(DataCategory("E-mail addresses"),))
    change, _ = planned(desk, tracked)
    check_announcing(change, AT)
    from ketju.web.apps.cases import agreeing

    whole = agreeing._in_app

    def in_app(text: NoticeText, told: Any, phrases: Any) -> Any:
        found = whole(text, told, phrases)
        if text.language == "fi":
            return [
                replace(one, pairs=tuple(pair for pair in one.pairs if "E-mail" not in pair[1]))
                for one in found
            ]
        return found

    monkeypatch.setattr(agreeing, "_in_app", in_app)
    with pytest.raises(TranslationDiffers) as caught:
        announce(by=desk.owner, at=AT, change=change)
    assert caught.value.params["language"] == "fi" and caught.value.params["held"] == "E-mail addresses"
    assert not Delivery.objects.exists()


def test_a_text_that_reads_otherwise_once_it_is_filled_in_stops_the_notice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.customer("Alder")
    change, _ = planned(desk)
    from ketju.web.apps.cases import agreeing

    monkeypatch.setattr(
        agreeing, "filled", lambda parts, own: "".join(one for one, _ in parts).replace("Spruce", "Sprice")
    )
    with pytest.raises(InAppDiffers) as caught:
        announce(by=desk.owner, at=AT, change=change)
    assert caught.value.params["held"].startswith("Spruce")
    assert not Delivery.objects.exists()


def test_an_annex_that_will_say_something_else_stops_the_notice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.customer("Alder")
    change, _ = planned(desk)
    from ketju.web.apps.cases import agreeing

    def elsewhere(register: Any, entries: Any) -> Any:
        return tuple(replace(one, places=()) for one in entries)

    monkeypatch.setattr(agreeing, "shown_entries", elsewhere)
    with pytest.raises(AnnexDiffers) as caught:
        check_announcing(change, AT)
    params = caught.value.params
    assert (params["company"], params["held"]) == ("Spruce Deliverability SAS", "") and params[
        "said"
    ] == "France"


def test_a_customer_that_came_to_use_more_is_not_told_too_little(desk: Desk) -> None:
    """Two companies come, one for mail and one for hosting; Alder begins to use hosting after the plan was made."""
    alder = desk.customer("Alder")
    fir = replace(
        SPRUCE, id="fir", name="Fir Hosting SA", applies_to=replace(SPRUCE.applies_to, services=("hosting",))
    )
    change = desk.propose(desk.draft(SPRUCE, fir))
    desk.look_at(), desk.look_at("fir")
    prepare_notice(by=desk.owner, at=AT, change=change, sent_at=AT, contact="privacy@kite.example.com")
    approve_change(by=desk.officer, at=AT, change=change, digest=change.digest)
    check_announcing(CaseChange.objects.get(pk=change.pk), AT)
    desk.uses(alder, "SE", "hosting")
    sort_customers(AT.date())
    with pytest.raises(AnnexDiffers) as caught:
        check_announcing(CaseChange.objects.get(pk=change.pk), AT)
    assert (caught.value.params["held"], caught.value.code) == ("1", "web.objections.differs.services")


def test_who_came_to_use_more_since_the_notice_holds_no_correction_back(desk: Desk) -> None:
    alder = desk.customer("Alder")
    fir = replace(
        SPRUCE, id="fir", name="Fir Hosting SA", applies_to=replace(SPRUCE.applies_to, services=("hosting",))
    )
    change = desk.propose(desk.draft(SPRUCE, fir))
    desk.look_at(), desk.look_at("fir")
    desk.told(change)
    desk.uses(alder, "SE", "hosting")
    sort_customers(AT.date())
    write_correction(by=desk.owner, at=AT, change=change, why=WHY)
    assert desk.sends_again(change).number == 2


def test_answers_are_tried_out_before_every_notice(desk: Desk, settings: Any) -> None:
    desk.customer("Alder")
    change, notice = planned(desk)
    settings.INBOX_ADDRESS, settings.MAIL_LEAVES = "answers@kite.example.com", True
    old = AT - timedelta(hours=20)
    from ketju.web.base.audit.writing import MACHINE
    from ketju.web.base.inbox.testing import send_test

    daily = send_test(by=MACHINE, at=old)
    SelfTest.objects.filter(pk=daily.pk).update(arrived_at=old + timedelta(minutes=1))
    with pytest.raises(AnswersAwaited):  # the daily one is not enough: another one is sent
        check_announcing(change, AT)
    assert SelfTest.objects.count() == 2
    with pytest.raises(AnswersAwaited):
        announce(by=desk.owner, at=AT + timedelta(minutes=1), change=change)
    assert SelfTest.objects.count() == 2 and not Delivery.objects.exists()
    with pytest.raises(AnswersLost):  # it did not arrive within half an hour
        announce(by=desk.owner, at=AT + timedelta(minutes=31), change=change)
    SelfTest.objects.filter(arrived_at=None).update(arrived_at=AT + timedelta(minutes=32))
    announce(by=desk.owner, at=AT + timedelta(minutes=33), change=change)
    notice.refresh_from_db()
    assert notice.tested_at == (AT + timedelta(minutes=33)).astimezone(UTC)
    settings.INBOX_ADDRESS = ""

"""What suppliers tell: a notice opens a change whose clock runs, a hint starts none; and how much time it leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ketju.web.apps.cases.following import follow
from ketju.web.apps.cases.forecasting import slack_of
from ketju.web.apps.cases.models import CaseChange, SupplierNotice
from ketju.web.apps.cases.owing import Slacks, count_owed_by
from ketju.web.apps.cases.problems import DaysWrong, HintOnly, ReasonMissing, SupplierNoticeDone
from ketju.web.apps.cases.writes.engaging import record_terms
from ketju.web.apps.cases.writes.planning import plan_change
from ketju.web.apps.cases.writes.supplying import (
    Opening,
    Said,
    open_change,
    record_supplier_notice,
    settle_supplier_notice,
)
from ketju.web.apps.registers.content import register_of_draft
from ketju.web.base.pages.uploads import Upload
from tests.web.cases.desk import AT, SPRUCE, Desk
from tests.web.cases.test_today import waiting

HELSINKI = ZoneInfo("Europe/Helsinki")
CAME = datetime(2026, 11, 26, tzinfo=HELSINKI)
HOLDS = datetime(2026, 12, 16, tzinfo=HELSINKI)


def received(desk: Desk, entry: str = "larch", **more: object) -> SupplierNotice:
    follow(desk.base, AT)
    said = {"kind": "notice", "channel": "mail", "received_at": CAME, "effective_at": HOLDS, **more}
    return record_supplier_notice(
        by=desk.owner, at=AT, engagement=desk.engaged(entry), said=Said(**said),  # type: ignore[arg-type]
        upload=Upload("notice.pdf", "pdf", b"%PDF-1.7 we move to India"),
    )  # fmt: skip


def test_a_notice_opens_a_change_that_is_filled_in_and_whose_clock_runs(desk: Desk) -> None:
    """Told on 26 November from 16 December, 20 days; customers with 45 days are free on 11 January 2027."""
    desk.customer("Alder", "long")
    last = datetime(2026, 12, 11, tzinfo=HELSINKI)
    notice = received(desk, sorts=("place",), place="IN", object_by=last, text="We move to India")
    assert waiting(desk)["supplier-notices"] == 1
    change = open_change(by=desk.owner, at=AT, notice=notice, opening=Opening("Larch goes to India"))
    assert (change.supplier_told_at, change.supplier_from, change.object_by) == (CAME, HOLDS, last)
    assert change.draft is not None
    larch = next(one for one in register_of_draft(change.draft).entries if one.id == "larch")
    assert [one.code for one in larch.places] == ["DE", "IN"]
    assert change.digest and "supplier-notices" not in waiting(desk)
    notice.refresh_from_db()
    assert notice.change == change and notice.attachment is not None
    assert bytes(notice.attachment.data) == b"%PDF-1.7 we move to India"
    with pytest.raises(SupplierNoticeDone):
        open_change(by=desk.owner, at=AT, notice=notice, opening=Opening("Again"))


def test_the_slack_of_a_notice_is_that_of_the_slowest_customer_it_touches(desk: Desk) -> None:
    desk.customer("Alder")
    notice = received(desk, place="US")
    count_owed_by(desk.kite, AT)
    slacks, larch = Slacks(desk.kite, AT), desk.engaged("larch")
    found = slacks.of(larch, notice.received_at, notice.effective_at)
    assert found is not None
    assert (found.owed, found.given, found.short) == (
        33,
        20,
        13,
    )  # 29 December: the window ends on a Saturday
    assert not slacks.undated(larch)
    desk.customer("Birch", "consent")
    assert count_owed_by(desk.kite, AT) > 0
    assert slacks.undated(desk.engaged("larch"))


def test_a_company_whose_contract_gives_less_than_is_owed(desk: Desk) -> None:
    desk.customer("Alder", "short")
    follow(desk.base, AT)
    count_owed_by(desk.kite, AT)
    assert Slacks(desk.kite, AT).of(desk.engaged("larch")) is None  # nobody knows how far ahead it tells
    for days, short in ((10, 5), (30, 0)):  # 14 whole days after 26 November end with 10 December
        record_terms(by=desk.owner, at=AT, engagement=desk.engaged("larch"), told_days=days)
        found = Slacks(desk.kite, AT).of(desk.engaged("larch"))
        assert found is not None
        assert (found.given, found.owed, found.short) == (days, 15, short)


def test_a_notice_that_does_not_say_how_opens_a_case_that_is_not_planned(desk: Desk) -> None:
    desk.customer("Alder")
    change = open_change(
        by=desk.owner, at=AT, notice=received(desk, sorts=("data",)), opening=Opening("Larch reads more")
    )
    assert change.digest == "" and slack_of(change) is None
    assert waiting(desk)["cases-unplanned"] == 1
    assert change.draft is not None
    desk.put(change.draft, SPRUCE)
    planned = plan_change(by=desk.owner, at=AT, change=change)
    assert planned.digest and "cases-unplanned" not in waiting(desk)


def test_a_hint_starts_no_clock_until_the_notice_comes(desk: Desk) -> None:
    hint = received(desk, kind="hint", channel="page")
    with pytest.raises(HintOnly):
        open_change(by=desk.owner, at=AT, notice=hint, opening=Opening("Larch"))
    assert not CaseChange.objects.exists()
    assert waiting(desk)["supplier-hints"] == 1 and "supplier-notices" not in waiting(desk)
    later = AT + timedelta(days=5)
    said = Said("notice", "letter", later - timedelta(hours=2), HOLDS)
    record_supplier_notice(by=desk.owner, at=later, engagement=hint.engagement, said=said, hint=hint)
    assert "supplier-hints" not in waiting(desk) and waiting(desk)["supplier-notices"] == 1


def test_days_that_do_not_fit_are_refused(desk: Desk) -> None:
    with pytest.raises(DaysWrong):
        received(desk, received_at=AT + timedelta(days=1))
    with pytest.raises(DaysWrong):
        received(desk, effective_at=datetime(2026, 11, 1, tzinfo=UTC))
    with pytest.raises(DaysWrong):
        received(desk, object_by=datetime(2026, 11, 1, tzinfo=UTC))
    assert not SupplierNotice.objects.exists()


def test_a_notice_is_settled_with_a_reason(desk: Desk) -> None:
    notice = received(desk)
    with pytest.raises(ReasonMissing):
        settle_supplier_notice(by=desk.owner, at=AT, notice=notice, why=" ")
    settle_supplier_notice(
        by=desk.owner, at=AT, notice=notice, why="It is about a product that we do not use."
    )
    assert "supplier-notices" not in waiting(desk)
    with pytest.raises(SupplierNoticeDone):
        settle_supplier_notice(by=desk.owner, at=AT, notice=notice, why="Again")


def test_the_last_day_of_a_service_ends_the_entry_in_the_draft(desk: Desk) -> None:
    desk.customer("Alder")
    notice = received(desk, until=date(2027, 1, 31), legal_entity="Larch Post GmbH")
    change = open_change(by=desk.owner, at=AT, notice=notice, opening=Opening("Larch ends"))
    assert change.draft is not None
    larch = next(one for one in register_of_draft(change.draft).entries if one.id == "larch")
    assert str(larch.until) == "2027-01-31" and larch.legal_entity == "Larch Post GmbH"

"""With many customers, facts about a change for all at once are counted once for many, and hold it all the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ketju.web.apps.cases import catching_up
from ketju.web.apps.cases.catching_up import follow_one
from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.writes.objecting import end_objection, receive_objection
from ketju.web.apps.parties.models import Customer
from ketju.web.base.jobs.models import Job
from tests.web.cases.desk import AT, Desk, desk_of

pytestmark = pytest.mark.django_db
HELSINKI = ZoneInfo("Europe/Helsinki")
USE = datetime(2026, 12, 29, tzinfo=HELSINKI)
"""30 days after 26 November 2026 end on a Saturday, so the window closes with Monday 28 December."""


@pytest.fixture
def desk() -> Desk:
    return desk_of()


def announced(desk: Desk, rollout: str) -> CaseChange:
    change = desk.propose(rollout=rollout)
    desk.look_at()
    desk.told(change)
    desk.arrives(change)
    project(change, AT + timedelta(hours=1))
    Job.objects.all().delete()
    return change


def objects(desk: Desk, change: CaseChange, customer: Customer, at: datetime) -> Any:
    return receive_objection(
        by=desk.owner, at=at, change=change, customer=customer, channel="letter", received_at=at, text="We object."
    )  # fmt: skip


def test_facts_of_many_customers_are_counted_once_and_nothing_takes_effect_before(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "AT_ONCE", 1)
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    change = announced(desk, "all at once")
    assert desk.place(change, birch).free_at == USE
    said = [objects(desk, change, one, AT + timedelta(days=1)) for one in (alder, birch)]
    (job,) = Job.objects.filter(name="cases.follow")
    assert job.not_before == AT + timedelta(days=1, seconds=10)
    project(change, USE + timedelta(minutes=1))
    assert desk.place(change, alder).effective_at is None and desk.place(change, birch).free_at is None
    Job.objects.filter(pk=job.pk).update(done_at=AT)
    for one in said:
        end_objection(
            by=desk.officer, at=USE + timedelta(days=1), objection=one, outcome="settled", reasons="By phone."
        )
    assert desk.place(change, birch).effective_at is None
    (later,) = Job.objects.filter(name="cases.follow").exclude(pk=job.pk)
    follow_one.func(**later.arguments["kwargs"])
    assert desk.place(change, birch).free_at == USE


def test_one_customer_does_not_wait_where_each_has_its_own_date(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "AT_ONCE", 0)
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    change = announced(desk, "per customer")
    objects(desk, change, alder, AT + timedelta(days=1))
    assert desk.place(change, alder).free_at is None and desk.place(change, birch).free_at == USE
    assert not Job.objects.exists()

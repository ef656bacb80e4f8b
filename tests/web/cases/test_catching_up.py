"""With many customers, facts about a change for all at once are counted once for many, and hold it all the same."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ketju.web.apps.agreements.models import AgreementVersion
from ketju.web.apps.cases import catching_up, standing
from ketju.web.apps.cases.catching_up import follow_one
from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.writes.joining import join_new
from ketju.web.apps.cases.writes.objecting import end_objection, receive_objection
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.sorting import sort_all
from ketju.web.apps.registers.writes.drafting import begin_draft
from ketju.web.apps.registers.writes.editing import remove_record
from ketju.web.base.jobs.models import Job
from tests.web.cases.desk import AT, HEAD, TERMS, Desk, desk_of

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


def test_a_fact_about_one_customer_reads_what_that_one_is_owed_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    alder, _ = desk.customer("Alder"), [desk.customer(name, name) for name in ("short", "long", "hours")]
    change = announced(desk, "per customer")
    assert change.groups.count() == 4
    read: list[Any] = []
    monkeypatch.setattr(standing, "owed_in", lambda data: read.append(data) or owed_in(data))
    project(change, AT + timedelta(hours=2), [alder.pk])
    assert len(read) == 1
    project(change, AT + timedelta(hours=2))
    assert len(read) == 5


def test_looking_for_new_customers_costs_the_same_however_many_are_owed_nothing(desk: Desk) -> None:
    desk.agreements["goes"] = AgreementVersion.objects.create(
        processor=desk.kite, slug="goes", version="1", name="DPA goes", valid_from=date(2024, 1, 1),
        terms=HEAD.format(slug="goes") + TERMS["thirty"] + "  notice.changes: {value: [addition, removal]}\n",
    )  # fmt: skip
    desk.uses(desk.customer("Alder", "goes"), slug="hosting")
    draft = begin_draft(by=desk.owner, at=AT, register=desk.base.register)
    row = draft.records.get(kind="entries", slug="mango")
    remove_record(
        by=desk.owner, at=AT, draft=draft, kind="entries", slug="mango", opened=json.loads(row.data)
    )
    draft.refresh_from_db()
    change = desk.propose(draft)
    desk.told(change)

    def queries(name: str) -> int:
        desk.uses(desk.customer(name), slug="hosting")
        sort_all(AT.date())
        with CaptureQueriesContext(connection) as seen:
            assert join_new(CaseChange.objects.get(pk=change.pk), AT + timedelta(hours=1)) == 0
        return len(seen)

    first = queries("Birch")
    assert [queries(name) for name in ("Elm", "Fir")] == [first, first]

"""What a fact about one customer costs does not grow with the customers, nor does looking for new ones."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ketju.web.apps.agreements.models import AgreementVersion
from ketju.web.apps.cases import standing
from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.writes.joining import join_new
from ketju.web.apps.registers.sorting import sort_all
from ketju.web.apps.registers.writes.drafting import begin_draft
from ketju.web.apps.registers.writes.editing import remove_record
from tests.web.cases.desk import AT, HEAD, TERMS, Desk, desk_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return desk_of()


def announced(desk: Desk, rollout: str) -> CaseChange:
    change = desk.propose(rollout=rollout)
    desk.look_at()
    desk.told(change)
    desk.arrives(change)
    project(change, AT + timedelta(hours=1))
    return change


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

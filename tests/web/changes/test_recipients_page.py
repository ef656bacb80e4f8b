"""Who a customer's sub-processors were at a day and time, as staff ask it.

Told on 26 November 2026: the change takes effect on 29 December at midnight in Helsinki (see test_beginning).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ketju.web.apps.cases.asked_then import asked_then
from ketju.web.apps.cases.projecting import project
from ketju.web.base.audit.models import AuditEntry
from tests.web.cases.desk import AT, Desk
from tests.web.cases.test_beginning import out
from tests.web.changes.clock import freeze_time
from tests.web.changes.test_staff_pages import client, text

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 10, tzinfo=UTC)


def test_staff_ask_for_a_day_and_time(desk: Desk) -> None:
    alder, other = desk.customer("Alder"), desk.customer("Birch")
    draft = desk.draft()
    change = desk.propose(draft)
    desk.look_at()
    desk.told(change)
    desk.arrives(change)
    project(change, AT + timedelta(hours=1))
    out(desk, draft, AT + timedelta(hours=2))
    project(change, datetime(2026, 12, 28, 22, 5, tzinfo=UTC))
    there = f"/staff/kite/customers/{alder.public_id}/recipients/"
    with freeze_time(NOW):
        officer = client(desk, "officer")
        before = text(officer, f"{there}?on=2026-12-28")
        assert "Larch" in before and "Spruce" not in before
        page = text(officer, f"{there}?on=2026-12-29&time=00:30")
        assert "Spruce" in page and "29 December 2026 00:30" in page
        assert f"/changes/{change.public_id}/customers/{alder.public_id}/" in page and "announced" in page
        assert "DPA thirty 1" in page
        with CaptureQueriesContext(connection) as asked:
            text(officer, there)
        reads = [one["sql"] for one in asked if one["sql"].startswith("SELECT")]
        assert len(reads) <= 12 and len(asked) == len(reads) + 1, "it reads, and notes that it did"
        answer = officer.post(f"{there}export/", {"on": "2026-12-28", "time": "12:15"})
        assert 'filename="sub-processors-2026-12-28T1215.json"' in answer["Content-Disposition"]
        told = json.loads(answer.content)
        assert told["customer"] == alder.public_id and told["at"].startswith("2026-12-28T12:15:00")
        assert "spruce" not in {one["entry"] for one in told["sub_processors"]}
        assert "spruce" in {
            one["entry"]
            for one in json.loads(officer.post(f"{there}export/", {"on": "2027-01-02"}).content)[
                "sub_processors"
            ]
        }
        assert AuditEntry.objects.filter(action="recipients.export", customer=alder.public_id).count() == 2
        assert not AuditEntry.objects.filter(customer=other.public_id, action="recipients.export").exists()


@pytest.mark.parametrize(
    ("on", "at", "instant", "shown"),
    [
        ("2026-12-28", "", "2026-12-28T21:59:59.999999+00:00", ""),
        ("2026-06-01", "14:30", "2026-06-01T11:30:00+00:00", "14:30"),
        ("2027-01-04", "23:00", "2027-01-04T10:00:00+00:00", "23:00"),
        ("2030-01-01", "x", "2027-01-04T10:00:00+00:00", ""),
        ("1999-01-01", "25:00", "2018-05-25T20:59:59.999999+00:00", ""),
        ("nonsense", "", "2027-01-04T10:00:00+00:00", ""),
    ],
)
def test_what_is_asked_is_an_instant_on_the_clocks_of_the_processor(
    desk: Desk, on: str, at: str, instant: str, shown: str
) -> None:
    asked = asked_then(on, at, desk.kite, NOW)
    assert (asked.instant.astimezone(UTC).isoformat(), asked.time) == (instant, shown)

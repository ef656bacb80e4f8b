"""A gate that has closed again, as its evidence ran out, keeps shut what begins later than was planned (D-203)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from ketju.web.apps.cases.models import Objection
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.writes.engaging import record_evidence
from ketju.web.apps.cases.writes.objecting import end_objection
from tests.web.cases.desk import AT, Desk, desk_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return desk_of()


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Helsinki"))


@pytest.mark.parametrize("rollout", ["per customer", "all at once"])
@pytest.mark.parametrize("services", [[], ["mail"]])
def test_what_is_settled_after_a_proof_ran_out_waits_for_a_new_one(
    desk: Desk, rollout: str, services: list[str]
) -> None:
    """Told on 26 November, 30 days: free from Tuesday 29 December. The proof holds to 31 December, the objection is
    settled on 13 January, and a new proof is there on 15 January.
    """
    alder = desk.customer("Alder")
    change = desk.propose(rollout=rollout)
    found = desk.look_at()
    found.evidence.filter(kind="due-diligence").update(last=date(2026, 12, 31))
    desk.told(change)
    desk.arrives(change)
    said = Objection.objects.create(
        processor=desk.kite, change=change, customer=alder, received_at=AT, recorded_at=AT, services=services
    )
    project(change, day("2027-01-12 08:00"))
    settled = day("2027-01-13 09:00")
    end_objection(by=desk.officer, at=settled, objection=said, outcome="settled", reasons="Content.")
    for at in (settled, day("2027-01-13 10:00"), day("2027-01-14 08:00")):
        project(change, at)
        place = desk.place(change, alder)
        assert (place.effective_at, place.free_at, place.waits) == (None, None, "due-diligence"), at
    now = day("2027-01-15 11:00")
    record_evidence(
        by=desk.officer,
        at=now,
        engagement=found,
        kind="due-diligence",
        name="new.pdf",
        first=date(2027, 1, 15),
    )
    project(change, now)
    assert desk.place(change, alder).effective_at == now


def test_what_began_in_time_stays_however_late_it_is_counted(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = desk.propose()
    found = desk.look_at()
    found.evidence.filter(kind="due-diligence").update(last=date(2026, 12, 31))
    desk.told(change)
    desk.arrives(change)
    project(change, AT)
    assert desk.place(change, alder).free_at == day("2026-12-29")
    project(change, day("2027-01-13 09:00"))
    assert desk.place(change, alder).effective_at == day("2026-12-29")

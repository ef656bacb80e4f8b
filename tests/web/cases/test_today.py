"""What waits for somebody stands on the first page of staff; what nothing covers any longer is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ketju.web.apps.cases.following import follow
from ketju.web.apps.cases.models import Engagement
from ketju.web.apps.cases.places import look_at_places
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.today import WORK
from ketju.web.apps.cases.writes.ending import accept_proof
from ketju.web.apps.cases.writes.engaging import approve_change, record_evidence
from ketju.web.apps.cases.writes.objecting import receive_objection
from ketju.web.apps.notices.models import Delivery
from ketju.web.base.access.permission import standing_of
from ketju.web.base.pages.work import Day
from tests.web.cases.desk import AT, Desk
from tests.web.registers.lists import LIST, changed, published, without


def waiting(desk: Desk, at: datetime = AT) -> dict[str, int]:
    standing = standing_of(desk.officer.user, desk.kite, at.date())
    day = Day(standing, at.date(), at)
    found = {one.id: one.rows(day).count() for one in WORK}
    return {name: count for name, count in found.items() if count}


def test_work_comes_and_goes(desk: Desk) -> None:
    alder, post = desk.customer("Alder", "short"), desk.customer("Post")
    post.contacts.update(email="", email_index=b"")
    change = desk.propose()
    assert waiting(desk) == {"cases-to-approve": 1}
    approve_change(by=desk.officer, at=AT, change=change, digest=change.digest)
    assert waiting(desk) == {"cases-to-announce": 1}
    desk.look_at()
    desk.told(change)
    assert waiting(desk) == {"notices-by-letter": 1, "cases-unreached": 1}
    desk.arrives(change)
    late = datetime(2027, 1, 5, tzinfo=UTC)
    project(change, late)
    receive_objection(
        by=desk.owner, at=late, change=change, customer=alder, channel="letter", received_at=late, text="No."
    )
    Delivery.objects.filter(channel="letter").update(posted_at=late)
    assert waiting(desk, late) == {"cases-unreached": 1, "objections-late": 1, "cases-shaken": 1}


def test_evidence_that_ends_is_work_until_there_is_newer(desk: Desk) -> None:
    desk.customer("Alder")
    desk.propose()
    engagement = desk.look_at()
    first = date(2026, 1, 1)
    record_evidence(
        by=desk.officer, at=AT, engagement=engagement, kind="transfer", country="US", name="SCC", first=first,
        last=date(2026, 12, 20),
    )  # fmt: skip
    assert waiting(desk)["evidence-ending"] == 1
    assert "evidence-ending" not in waiting(desk, AT - timedelta(days=60))
    record_evidence(
        by=desk.officer,
        at=AT,
        engagement=engagement,
        kind="transfer",
        country="US",
        name="SCC 2",
        first=first,
    )
    assert "evidence-ending" not in waiting(desk)


def test_an_ended_engagement_asks_for_proof_of_erasure(desk: Desk) -> None:
    follow(desk.base, AT)
    version = published(desk.kite, without(LIST, "larch"), on=date(2026, 11, 20))
    follow(version, AT)
    assert desk.engaged("larch").ended_on == date(2026, 11, 20)
    before = waiting(desk)["erasure-overdue"]
    accept_proof(
        by=desk.officer, at=AT, proof=desk.engaged("larch").proofs.get(), how="erasure", name="proof.pdf",
        on=date(2026, 11, 21),
    )  # fmt: skip
    assert waiting(desk).get("erasure-overdue", 0) == before - 1
    assert not desk.engaged("past").ended_on if Engagement.objects.filter(entry="past").exists() else True


def test_a_place_that_nothing_covers_any_longer_is_work(desk: Desk) -> None:
    """The Privacy Shield fell on 16 July 2020 (C-311/18): who rested on it alone had nothing from that day."""
    rests = changed(
        LIST, "sequoia", transfer=replace(LIST.entries[3].transfer, printed="Privacy Shield", tools=())
    )  # type: ignore[type-var]
    desk.base = published(desk.kite, rests, on=date(2026, 11, 20))
    follow(desk.base, AT)
    look_at_places(AT)
    assert desk.engaged("sequoia").uncovered == ["US"]
    assert waiting(desk)["rechecks"] >= 1
    record_evidence(
        by=desk.officer, at=AT, engagement=desk.engaged("sequoia"), kind="transfer", country="US", name="SCC",
        first=date(2026, 11, 1),
    )  # fmt: skip
    look_at_places(AT)
    assert desk.engaged("sequoia").uncovered == []

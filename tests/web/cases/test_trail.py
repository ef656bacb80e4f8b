"""What is done in a case stands on the trail of its processor: who did it in which role, when, on what, for how many."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Contact
from ketju.web.apps.cases.models import EndProof
from ketju.web.apps.cases.places import look_at_places
from ketju.web.apps.cases.recipients_then import recipients_file, who_were
from ketju.web.apps.cases.writes.announcing import announce, prepare_notice
from ketju.web.apps.cases.writes.ending import accept_proof, ask_for_proof
from ketju.web.apps.cases.writes.engaging import approve_change
from ketju.web.apps.cases.writes.planning import plan_change, reschedule
from ketju.web.apps.notices.models import Notice
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.audit.writing import Actor
from tests.web.cases.desk import AT, Desk
from tests.web.cases.test_rechecking import begun, changes

HELSINKI = ZoneInfo("Europe/Helsinki")
LATER = AT + timedelta(hours=2)
Act = tuple[str, str, str | None, str, datetime, int, str]


def acts(desk: Desk, subject: str) -> list[Act]:
    """What the trail of the processor has of a thing, from the first act on."""
    rows = (
        AuditEntry.objects.filter(processor=desk.kite, subject=subject).select_related("actor").order_by("pk")
    )
    return [
        (one.action, one.kind, one.actor and one.actor.public_id, one.role, one.at, one.count, one.fields)
        for one in rows
    ]


def act(by: Actor, action: str, kind: str, at: datetime = AT, count: int = 1, fields: str = "") -> Act:
    return action, kind, by.user and by.user.public_id, by.role, at, count, fields


def test_planning_a_change_tells_for_how_many_customers(desk: Desk) -> None:
    desk.customer("Alder"), desk.customer("Birch", "long")
    change = desk.propose()
    plan_change(by=desk.officer, at=LATER, change=change)
    reschedule(by=desk.owner, at=LATER, change=change, planned_at=datetime(2027, 1, 12, tzinfo=HELSINKI))
    assert acts(desk, change.public_id) == [
        act(desk.owner, "changes.create", "change"),
        act(desk.owner, "changes.plan", "change", count=2),
        act(desk.officer, "changes.plan", "change", LATER, count=2),
        act(desk.owner, "changes.schedule", "change", LATER),
    ]


def test_a_change_that_touches_nobody_is_one_act(desk: Desk) -> None:
    change = desk.propose()
    assert acts(desk, change.public_id)[-1] == act(desk.owner, "changes.plan", "change")


def test_texts_and_telling(desk: Desk) -> None:
    desk.customer("Alder")
    change = desk.propose()
    prepare_notice(by=desk.owner, at=AT, change=change, sent_at=AT, contact="privacy@kite.example.com")
    notice = Notice.objects.get()
    assert (notice.about, notice.number, notice.processor) == (change.public_id, 1, desk.kite)
    assert (notice.created_by, notice.created_at) == (desk.owner.user, AT)
    assert acts(desk, notice.public_id) == [act(desk.owner, "notices.prepare", "notice")]
    change.refresh_from_db()
    approve_change(by=desk.officer, at=AT, change=change, digest=change.digest)
    announce(by=desk.officer, at=LATER, change=change)
    assert acts(desk, change.public_id)[-1] == act(desk.officer, "changes.announce", "change", LATER)


@pytest.mark.parametrize("country", ["SE", "US"])
def test_who_takes_out_who_had_the_data_is_noted_with_their_number(desk: Desk, country: str) -> None:
    """Art. 15(1)(c): the recipients of the data of a customer's people, as of an instant.

    The file is of one customer, told to nobody else.
    """
    alder, instant = desk.customer("Alder", country=country), datetime(2026, 11, 27, 12, tzinfo=HELSINKI)
    data = json.loads(recipients_file(by=desk.officer, at=AT, customer=alder, instant=instant))
    found = who_were(alder, instant)
    assert (data["customer"], data["at"], data["made_at"]) == (
        alder.public_id, "2026-11-27T12:00:00+02:00", "2026-11-26T07:00:00+00:00",
    )  # fmt: skip
    assert [one["name"] for one in data["sub_processors"]] == [one.name for one in found] != []
    assert data["sub_processors"][0]["since"] == "2026-03-02", "as the day of the list, in words of ISO 8601"
    assert acts(desk, alder.public_id)[-1] == act(
        desk.officer, "recipients.export", "customer", count=len(found)
    )
    (noted,) = AuditEntry.objects.filter(action="recipients.export")
    assert noted.customer == alder.public_id


def test_a_company_that_ended_and_the_proof_of_it(desk: Desk) -> None:
    """Its last day is 30 November: it is over from 1 December on, whenever that is looked at."""
    begun(desk)
    changes(desk, "larch", contact=Contact("Lars", "DPO", "privacy@larch.example.com"))
    changes(desk, "larch", until=PartialDate(2026, 11, 30))
    third, fourth = (datetime(2026, 12, one, 9, tzinfo=HELSINKI) for one in (3, 4))
    look_at_places(third)
    larch, proof = desk.engaged("larch"), EndProof.objects.get()
    assert (larch.ended_on, proof.ended_on, proof.created_at) == (date(2026, 12, 1), date(2026, 12, 1), third)
    before = len(acts(desk, larch.public_id))
    ask_for_proof(by=desk.owner, at=third, proof=proof)
    ask_for_proof(by=desk.owner, at=fourth, proof=proof)
    accept_proof(
        by=desk.officer, at=fourth, proof=proof, how="erasure", name="Certificate", on=date(2026, 12, 2)
    )
    assert acts(desk, larch.public_id)[before - 1] == act(
        Actor(), "engagements.end", "engagement", third, fields="ended_on"
    )
    assert [one for one in acts(desk, larch.public_id) if one[0].startswith("proofs.")] == [
        act(desk.owner, "proofs.ask", "engagement", third),
        act(desk.owner, "proofs.remind", "engagement", fourth),
        act(desk.officer, "proofs.accept", "engagement", fourth, fields="erasure"),
    ]
    proof.refresh_from_db()
    assert (proof.asked_at, proof.reminded_at, proof.reminders) == (third, fourth, 1)
    assert (proof.how, proof.accepted_at, proof.accepted_by) == ("erasure", fourth, desk.officer.user)
    assert proof.evidence is not None
    assert (proof.evidence.name, proof.evidence.first) == ("Certificate", date(2026, 12, 2))

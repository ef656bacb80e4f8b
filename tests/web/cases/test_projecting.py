"""Where customers of a case stand is made of facts, for all or for some; what took effect is never undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ketju.web.apps.cases.facts import counted_notices, facts_in, facts_of
from ketju.web.apps.cases.models import CaseChange, GateWaiver
from ketju.web.apps.cases.projecting import (
    acts_of,
    gates_of_customer,
    project,
    project_delivery,
    project_of,
    running,
)
from ketju.web.apps.cases.writes.again import write_correction
from ketju.web.apps.cases.writes.objecting import receive_objection
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.parties.models import Customer
from tests.web.cases.desk import AT, SPRUCE, Desk

HELSINKI = ZoneInfo("Europe/Helsinki")
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
USE = datetime(2026, 12, 29, tzinfo=HELSINKI)
"""30 days from Thursday 26 November end on a Saturday: the window closes as Monday 28 December ends."""


def told(desk: Desk, **more: object) -> CaseChange:
    change = desk.propose(**more)
    desk.look_at()
    desk.told(change)
    return change


def mail(customer: Customer) -> Delivery:
    return Delivery.objects.get(customer=customer, channel="e-mail")


def learn(customer: Customer, **facts: datetime | None) -> None:
    Delivery.objects.filter(customer=customer).update(**facts)


def test_only_those_who_are_asked_for_are_brought_up_to_date(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    change = told(desk)
    desk.arrives(change)
    CaseChange.objects.update(counted_at=AT)
    assert project(change, AT + HOUR, [alder.pk]) == 1
    assert [desk.place(change, one).delivered_at for one in (alder, birch)] == [AT + 2 * SECOND, None]
    assert CaseChange.objects.get().counted_at == AT, "the case as a whole was not looked at"
    assert project(change, AT + 2 * HOUR) == 1, "the other one"
    assert project(change, AT + 3 * HOUR) == 0, "nothing is new"
    assert CaseChange.objects.get().counted_at == AT + 3 * HOUR
    assert [desk.place(change, one).counted_at for one in (alder, birch)] == [AT + HOUR, AT + 2 * HOUR]
    assert project(change, AT + 4 * HOUR, []) == 0


def test_who_is_reached_and_who_cannot_be_and_back(desk: Desk) -> None:
    alder = desk.customer("Alder")
    desk.person(alder, "second@alder.example.com")
    change = told(desk)
    first, second = Delivery.objects.filter(customer=alder).order_by("pk")
    Delivery.objects.filter(pk__in=(first.pk, second.pk)).update(sent_at=AT)
    steps: list[tuple[Delivery, dict[str, datetime | None], str]] = [
        (first, {"bounced_at": AT + HOUR}, "unknown"), (second, {"bounced_at": AT + HOUR}, "unreachable"),
        (second, {"accepted_at": AT + SECOND, "bounced_at": None}, "reached"),
        (second, {"bounced_at": AT + HOUR}, "unreachable"), (second, {"bounced_at": None}, "reached"),
        (second, {"accepted_at": None}, "unknown"),
    ]  # fmt: skip
    for one, facts, reach in steps:
        Delivery.objects.filter(pk=one.pk).update(**facts)
        project(change, AT + 2 * HOUR)
        assert desk.place(change, alder).reach == reach, facts


def test_the_facts_of_a_message_each_with_its_time_and_whose_it_is(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    change = told(desk)
    assert facts_of(change) == {}
    learn(alder, sent_at=AT, accepted_at=AT + SECOND, displayed_at=AT + HOUR)
    learn(birch, failed_at=AT + HOUR)
    name, other = mail(alder).public_id, mail(birch).public_id
    hers = [
        ("sent", AT, name, True),
        ("accepted", AT + SECOND, name, True),
        ("displayed", AT + HOUR, name, True),
    ]
    assert facts_of(change) == {alder.pk: hers, birch.pk: [("bounced", AT + HOUR, other, True)]}
    assert facts_of(change, [birch.pk]).keys() == {birch.pk}
    assert facts_in([mail(alder)]) == hers
    learn(birch, sent_at=AT)
    assert facts_in([mail(birch)]) == [("sent", AT, other, True)], "it left: that a retry failed says nothing"


def test_a_change_takes_effect_once_and_only_while_it_runs(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    change = told(desk)
    desk.arrives(change)
    CaseChange.objects.update(withdrawn_at=AT)
    change.refresh_from_db()
    project(change, USE)
    assert desk.place(change, alder).effective_at is None
    CaseChange.objects.update(withdrawn_at=None)
    change.refresh_from_db()
    project(change, USE - SECOND)
    assert desk.place(change, alder).effective_at is None
    project(change, USE)
    assert desk.place(change, alder).effective_at == USE
    learn(alder, accepted_at=None, bounced_at=USE)
    project(change, USE + HOUR)
    place = desk.place(change, alder)
    assert (place.effective_at, place.delivered_at, place.waits) == (USE, None, "notice,window")
    assert desk.place(change, birch).effective_at == USE


def test_cases_that_run_are_those_that_were_announced_and_are_not_over(desk: Desk) -> None:
    desk.customer("Alder")
    change = told(desk)
    desk.propose(desk.draft(replace(SPRUCE, id="fir", name="Fir Filters SAS")))
    assert [*running()] == [change]
    for column in ("closed_at", "withdrawn_at"):
        CaseChange.objects.filter(pk=change.pk).update(**{column: AT})
        assert [*running()] == []
        CaseChange.objects.filter(pk=change.pk).update(**{column: None})


def test_what_is_learnt_of_a_message_or_a_company_moves_whom_it_concerns(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    change = told(desk)
    desk.arrives(change)
    project_delivery(mail(alder), AT + HOUR)
    assert [desk.place(change, one).reach for one in (alder, birch)] == ["reached", "unknown"]
    desk.engaged().evidence.filter(kind="contract").update(ended_at=AT)
    project_of(desk.engaged(), AT + 2 * HOUR)
    assert {one.waits for one in change.touched.all()} == {"contract"}
    assert desk.place(change, birch).reach == "reached"
    desk.engaged().evidence.update(ended_at=None)
    for column in ("closed_at", "withdrawn_at"):
        CaseChange.objects.update(closed_at=None, withdrawn_at=None)
        CaseChange.objects.update(**{column: AT})
        project_of(desk.engaged(), AT + 3 * HOUR)
        project_delivery(mail(alder), AT + 3 * HOUR)
        assert {one.waits for one in change.touched.all()} == {"contract"}, "what is over is left alone"


def test_what_customers_did(desk: Desk) -> None:
    alder, birch, cedar = (desk.customer(name) for name in ("Alder", "Birch", "Cedar"))
    change = told(desk)
    said = receive_objection(
        by=desk.owner,
        at=AT + HOUR,
        change=change,
        customer=alder,
        channel="letter",
        received_at=AT,
        text="No.",
    )
    GateWaiver.objects.create(
        processor=desk.kite, change=change.public_id, customer=birch.public_id, gate="window", reason="x", basis="x",
        by=desk.officer.user, at=AT,
    )  # fmt: skip
    found = acts_of(change)
    assert found.keys() == {alder.pk, birch.pk}
    (one,) = found[alder.pk].objections
    assert (one.id, one.at.utc, one.state, one.services, one.is_late) == (
        said.public_id,
        AT,
        "open",
        (),
        False,
    )
    assert (found[birch.pk].customer, found[alder.pk].customer) == (birch.public_id, "")
    assert (
        acts_of(change, [alder.pk]).keys() >= {alder.pk} and acts_of(change, [cedar.pk]).get(alder.pk) is None
    )


def test_gates_of_somebody_whom_nothing_touches(desk: Desk) -> None:
    alder, far = desk.customer("Alder"), desk.customer("Elm", country="FI")
    change = told(desk)
    assert gates_of_customer(change, far.pk, AT) == ()
    desk.arrives(change)
    found = {one.kind: one for one in gates_of_customer(change, alder.pk, AT + HOUR)}
    assert {"notice", "window", "contract", "due-diligence"} <= found.keys()
    assert found["notice"].opens is not None and found["notice"].opens.utc == AT + 2 * SECOND
    assert found["window"].opens is not None and found["window"].opens.utc == USE


@pytest.mark.parametrize(("resent", "count"), [("", 1), ("stands", 2)])
def test_after_a_correction_its_messages_count_unless_the_terms_leave_the_periods(
    desk: Desk, resent: str, count: int
) -> None:
    alder = desk.customer("Alder")
    change = told(desk)
    desk.arrives(change)
    later = AT + timedelta(days=1)
    write_correction(by=desk.owner, at=later, change=change, why={"en": "A place was wrong."})
    desk.sends_again(change, later)
    if resent:
        for group in change.groups.all():
            group.owed = {**group.owed, "resent": resent}
            group.save()
    place = desk.place(change, alder)
    assert counted_notices(place).count() == count
    facts = facts_of(change).get(alder.pk, [])
    assert [(one[0], one[1]) for one in facts] == (
        [("sent", AT), ("accepted", AT + 2 * SECOND)] if resent else []
    ), "the correction itself has not left"

"""What happens next with several changes at once, with one objection, and with one company."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ketju.core.cases.rechecks import Covered
from ketju.web.apps.cases.models import (
    CaseChange,
    EndProof,
    Engagement,
    Evidence,
    Objection,
    Recheck,
    SupplierNotice,
)
from ketju.web.apps.cases.next_beside import next_for_company, next_for_objection
from ketju.web.apps.cases.next_steps import next_steps, steps_of
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.writes.again import withdraw_change
from ketju.web.apps.cases.writes.objecting import add_message, end_objection, make_offer, receive_objection
from tests.web.cases.desk import AT, Desk

LATER = AT + timedelta(days=1)
ON = date(2026, 11, 26)


@pytest.mark.django_db
def test_several_changes_are_asked_for_like_one(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    running = desk.propose()
    desk.look_at()
    desk.told(running)
    desk.arrives(running)
    project(running, AT)
    receive_objection(
        by=desk.owner,
        at=LATER,
        change=running,
        customer=alder,
        channel="portal",
        received_at=LATER,
        text="No.",
    )
    given_up = desk.propose()
    withdraw_change(by=desk.owner, at=LATER, change=given_up, reason="Not needed.")
    planned = desk.propose()
    changes = [running, given_up, planned]
    for one in changes:
        one.refresh_from_db()
    with CaptureQueriesContext(connection) as asked:
        found = steps_of(changes, LATER)
    assert len(asked) <= 3
    assert found == {one.pk: next_steps(one, LATER) for one in changes}
    assert [one.key for one in found[running.pk]] == ["web.cases.next.publish", "web.cases.next.objections"]
    assert found[given_up.pk] == ()
    assert found[planned.pk][-1].key == "web.cases.next.announce"
    assert birch.pk != alder.pk


@pytest.mark.django_db
def test_an_objection_says_whose_turn_it_is(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = desk.propose()
    desk.look_at()
    desk.told(change)
    desk.arrives(change)
    project(change, AT)
    held = receive_objection(
        by=desk.owner,
        at=LATER,
        change=change,
        customer=alder,
        channel="portal",
        received_at=LATER,
        text="No.",
    )

    def shown() -> list[tuple[str, str]]:
        one = Objection.objects.select_related("change").get(pk=held.pk)
        found = next_for_objection(one, list(one.steps.all()))
        return [(each.key.removeprefix("web.running.objection."), each.who) for each in found]

    assert shown() == [("answer", "case-handler"), ("end", "case-handler")]
    make_offer(by=desk.owner, at=LATER, objection=held, offer="alternative", text="Another company?")
    assert shown()[0] == ("offered", "customer")
    add_message(by=desk.owner, at=LATER, objection=held, side="customer", text="Perhaps.")
    assert shown()[0] == ("answer", "case-handler")
    end_objection(by=desk.officer, at=LATER, objection=held, outcome="settled", reasons="Agreed.")
    assert shown() == [("goes-on", "time")]


@pytest.mark.parametrize(
    ("state", "is_late", "services", "keys"),
    [
        ("to-confirm", False, [], ["confirm", "end"]),
        ("open", True, [], ["answer", "late"]),
        ("upheld", False, [], ["upheld"]),
        ("upheld", False, ["mail"], ["upheld-some"]),
        ("exit", False, [], ["exit"]),
        ("decided", True, [], ["goes-on"]),
        ("withdrawn", False, [], ["goes-on"]),
    ],
)
def test_each_state_of_an_objection_leads_on(
    state: str, is_late: bool, services: list[str], keys: list[str]
) -> None:
    one = Objection(
        state=state, is_late=is_late, services=services, change=CaseChange(planned_at=AT, created_at=AT)
    )
    assert [each.key.rpartition(".")[2] for each in next_for_objection(one, [])] == keys
    one.change.withdrawn_at = AT
    assert next_for_objection(one, []) == ()


def company(**more: object) -> Engagement:
    return Engagement(entry="larch", access="metadata", told_days=30, **more)


def keys(one: Engagement, **more: object) -> list[str]:
    held: dict[str, object] = {
        "evidence": [Evidence(kind=kind) for kind in ("due-diligence", "contract")], "rechecks": [], "notices": [],
        "covers": {}, "unmapped": [], "proof": None, **more,
    }  # fmt: skip
    return [each.key.rpartition(".")[2] for each in next_for_company(one, ON, **held)]  # type: ignore[arg-type]


def test_a_company_says_what_it_lacks() -> None:
    assert keys(company()) == ["nothing"]
    assert keys(company(), evidence=[]) == ["due-diligence", "contract"]
    assert keys(company(is_opening=True), evidence=[]) == ["nothing"], (
        "it was in use before anything was recorded"
    )
    lacking = Engagement(entry="larch", access="unknown", told_days=None)
    assert keys(lacking, unmapped=["security.restore"]) == ["access", "clauses", "told-days"]
    assert keys(company(), covers={"IN": Covered("missing")}) == ["transfer"]
    open_ = Recheck(public_id="rck_1", country="IN")
    assert keys(company(), covers={"IN": Covered("missing")}, rechecks=[open_]) == ["recheck"]


def test_of_documents_the_one_that_holds_longest_counts() -> None:
    both = [Evidence(kind="contract"), Evidence(kind="due-diligence", last=date(2026, 11, 25))]
    assert keys(company(), evidence=both) == ["over"]
    assert keys(company(), evidence=[*both, Evidence(kind="due-diligence", last=date(2027, 1, 25))]) == [
        "renew"
    ]
    assert keys(company(), evidence=[*both, Evidence(kind="due-diligence", last=date(2027, 1, 26))]) == [
        "next"
    ]
    assert keys(company(), evidence=[*both, Evidence(kind="due-diligence")]) == ["nothing"]


def test_what_a_supplier_told_waits_until_something_followed() -> None:
    hint = SupplierNotice(pk=1, public_id="sup_1", kind="hint")
    notice = SupplierNotice(pk=2, public_id="sup_2", kind="notice", hint_id=1)
    assert keys(company(), notices=[hint]) == ["hint"]
    assert keys(company(), notices=[notice, hint]) == ["notice"]
    notice.settled_at = AT
    assert keys(company(), notices=[notice, hint]) == ["nothing"]


def test_a_company_that_ended_owes_proof() -> None:
    gone = company(ended_on=date(2026, 11, 1))
    proof = EndProof(ended_on=date(2026, 11, 1), due_on=date(2026, 11, 26))
    assert keys(gone, proof=proof) == ["ask"]
    proof.asked_at = AT
    assert keys(gone, proof=proof) == ["proof"]
    proof.due_on = date(2026, 11, 25)
    assert keys(gone, proof=proof) == ["remind"]
    proof.accepted_at = AT
    assert keys(gone, proof=proof) == []

"""The projection by classes equals a replay of each customer by itself; it can be made anew; what took effect stays."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ketju.core.cases.effect import Standing, customer_gates, effects
from ketju.core.cases.gates import Waiver, waived
from ketju.core.cases.objections import Objection as Said
from ketju.core.notices.delivery import Fact, delivery_of
from ketju.core.notices.earliest import earliest_for
from ketju.core.periods.instants import Instant
from ketju.web.apps.cases.gating import gates_of
from ketju.web.apps.cases.models import CaseChange, GateWaiver, Objection, Touched
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.notices.models import Delivery
from tests.web.cases.desk import AT, Desk

KINDS = ("sent", "accepted", "bounced", "displayed", "acknowledged", "posted", "returned")
HELSINKI = ZoneInfo("Europe/Helsinki")


def replayed(change: CaseChange, at: datetime) -> dict[int, tuple[Any, ...]]:
    """Where each customer stands, one by one, with nothing shared: slow and plain."""
    zone = ZoneInfo(change.processor.zone)
    company = gates_of(change, at)
    gates, told = {}, {}
    for one in Touched.objects.filter(change=change).select_related("group", "customer"):
        owed = owed_in(one.group.owed)
        facts = [
            Fact(kind, Instant(when, owed.zone), row.public_id, row.is_main_user)  # type: ignore[arg-type]
            for row in Delivery.objects.filter(notice__about=change.public_id, customer=one.customer)
            for kind in KINDS
            if (when := getattr(row, f"{kind}_at")) is not None
        ]
        delivery = delivery_of(facts, owed)
        earliest = earliest_for(owed, delivery)
        said = tuple(
            Said(row.public_id, Instant(row.received_at, UTC), row.state, (), row.is_late)
            for row in Objection.objects.filter(change=change, customer=one.customer).order_by("pk")
        )
        standing = Standing(
            owed, delivery, earliest, said,
            Instant(one.joined_at, zone) if one.joined_at else None,
            Instant(one.consented_at, zone) if one.consented_at else None,
        )  # fmt: skip
        own = [gate for entry in one.group.entries for gate in company[entry]] + list(
            customer_gates(standing)
        )
        for row in GateWaiver.objects.filter(
            change=change.public_id, customer__in=("", one.customer.public_id)
        ):
            waiver = Waiver(str(row.reason), row.basis, "", Instant(row.at, zone))
            own = [waived(gate, waiver) if gate.kind == row.gate else gate for gate in own]
        gates[str(one.pk)], told[one.pk] = own, (delivery, earliest)
    found = effects((), gates, rollout=change.rollout, planned=Instant(change.planned_at, zone))  # type: ignore[arg-type]
    out = {}
    for pk, (delivery, earliest) in told.items():
        effect = found[str(pk)]
        out[pk] = (
            delivery.delivered.utc if delivery.delivered else None,
            earliest.window.safe("right").utc if earliest.window else None,
            effect.at.utc if effect.at else None,
            ",".join(dict.fromkeys(one.kind for one in effect.shut)),
            effect.is_excluded,
        )
    return out


def stored(change: CaseChange) -> dict[int, tuple[Any, ...]]:
    fields = ("delivered_at", "window_ends", "free_at", "waits", "is_excluded")
    return {row[0]: row[1:] for row in Touched.objects.filter(change=change).values_list("pk", *fields)}


def shake(desk: Desk, change: CaseChange, chance: random.Random, now: datetime) -> None:
    """Something happens to deliveries and customers at random."""
    for row in Delivery.objects.filter(notice__about=change.public_id):
        when = now + timedelta(minutes=chance.randrange(0, 3000))
        kind = chance.choice(
            ("accepted", "accepted", "bounced", "displayed", "acknowledged", "returned", "", "")
        )
        if kind:
            Delivery.objects.filter(pk=row.pk).update(**{"sent_at": row.sent_at or now, f"{kind}_at": when})
    for place in Touched.objects.filter(change=change).select_related("customer"):
        roll = chance.random()
        if roll < 0.1:
            Objection.objects.create(
                processor=desk.kite, change=change, customer=place.customer, received_at=now, recorded_at=now,
                state=chance.choice(("open", "withdrawn", "upheld", "exit", "decided", "settled")),
            )  # fmt: skip
        elif roll < 0.2:
            Touched.objects.filter(pk=place.pk).update(consented_at=now)
        elif roll < 0.25:
            Touched.objects.filter(pk=place.pk).update(joined_at=now)
        elif roll < 0.3 and change.is_emergency:
            GateWaiver.objects.create(
                processor=desk.kite, change=change.public_id, customer=place.customer.public_id, gate="window",
                reason="x", basis="x", by=desk.officer.user, at=now,
            )  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_the_projection_by_classes_equals_a_replay_one_by_one(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    terms = ("thirty", "short", "long", "hours", "consent", "silent", "")
    for number in range(24):
        made = desk.customer(f"Alder {number}", chance.choice(terms))
        for other in range(chance.randrange(3)):
            desk.person(
                made, f"o{other}@c{made.pk}.example.com", is_main_user=chance.random() < 0.5, role="privacy"
            )
    rollout = "all at once" if seed % 3 == 2 else "per customer"
    change = desk.propose(rollout=rollout, is_emergency=seed % 2 == 1)
    desk.look_at()
    if change.is_emergency:
        desk.risk(change)
    desk.told(change, leave_out_open=True)
    now = AT
    for _ in range(5):
        now += timedelta(days=chance.randrange(1, 12), minutes=chance.randrange(1000))
        shake(desk, change, chance, now)
        before = dict(Touched.objects.filter(change=change).values_list("pk", "effective_at"))
        project(change, now)
        assert stored(change) == replayed(change, now)
        after = dict(Touched.objects.filter(change=change).values_list("pk", "effective_at"))
        assert all(after[pk] == at for pk, at in before.items() if at is not None)  # never undone
        free = {pk: row[2] for pk, row in stored(change).items()}
        fresh = {pk for pk, at in after.items() if at is not None and before[pk] is None}
        assert all(
            free[pk] is not None and free[pk] <= now for pk in fresh
        )  # never before its gates were open
    kept = stored(change)
    Touched.objects.filter(change=change).update(
        free_at=None, waits="", window_ends=None, delivered_at=None, is_excluded=False
    )
    project(change, now)
    assert stored(change) == kept
    assert project(change, now) == 0


def test_some_customers_are_brought_up_to_date_at_once(desk: Desk) -> None:
    first, second = desk.customer("Alder"), desk.customer("Birch")
    change = desk.propose()
    desk.look_at()
    desk.told(change)
    project(change, AT)
    desk.arrives(change)
    assert project(change, AT, [first.pk]) == 1
    assert desk.place(change, first).waits == ""
    assert desk.place(change, second).waits == "notice,window"

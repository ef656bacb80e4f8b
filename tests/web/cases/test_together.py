"""Where the latest date holds for all, one fact costs one customer's work, and all read what a whole count would say."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ketju.web.apps.cases.models import CaseChange, GateWaiver, Objection, Touched, TouchedService
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.writes.objecting import end_objection, receive_objection
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.notices.writes.facts import note_bounce, record_acknowledgement
from ketju.web.apps.parties.models import Customer
from tests.web.cases.desk import AT, SPRUCE, Desk
from tests.web.cases.test_projection import replayed, stored

HELSINKI = ZoneInfo("Europe/Helsinki")
BOTH = replace(SPRUCE, applies_to=replace(SPRUCE.applies_to, services=("mail", "hosting")))
SHOWN = ("reach", "delivered_at", "window_ends", "free_at", "waits", "is_excluded", "alone_at")
OWN = ("free_at", "waits", "is_excluded", "alone_at")


class _Over(Exception):
    """What was tried is to be as if it had not been."""


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


def rows(change: CaseChange) -> tuple[list[Any], list[Any]]:
    places = Touched.objects.filter(change=change).order_by("pk")
    apart = TouchedService.objects.filter(touched__change=change).order_by("touched", "service")
    return list(places.values_list("pk", *SHOWN)), list(apart.values_list("touched", "service", *OWN))


def began(change: CaseChange) -> dict[Any, datetime | None]:
    apart = TouchedService.objects.filter(touched__change=change)
    places = Touched.objects.filter(change=change)
    return {
        **dict(places.values_list("pk", "effective_at")),
        **{(pk, one): at for pk, one, at in apart.values_list("touched", "service", "effective_at")},
    }


@contextmanager
def counted_whole(change: CaseChange, at: datetime) -> Iterator[None]:
    """All counted anew, as if nothing had been kept, for as long as it is looked at."""
    try:
        with transaction.atomic():
            CaseChange.objects.filter(pk=change.pk).update(counted_for="", together_at=None)
            Touched.objects.filter(change=change).update(alone_at=None, waits="", window_ends=None)
            project(change, at)
            yield
            raise _Over
    except _Over:
        pass


def learn(desk: Desk, change: CaseChange, whose: Customer, chance: random.Random, now: datetime) -> int:
    """Something is learnt of one customer at random: of its mail, its objections, its consent, a waiver for it. An
    objection that waits longest is ended now and then, whose ever it is.
    """
    place = Touched.objects.filter(change=change, customer=whose)
    mail = chance.choice(list(Delivery.objects.filter(notice__about=change.public_id, customer=whose)))
    roll = chance.random()
    if roll < 0.3:
        Delivery.objects.filter(pk=mail.pk).update(sent_at=now, accepted_at=now, bounced_at=None)
    elif roll < 0.35:
        Delivery.objects.filter(pk=mail.pk).update(sent_at=mail.sent_at or now, bounced_at=now)
    elif roll < 0.43:
        Objection.objects.create(
            processor=desk.kite, change=change, customer=whose, received_at=now, recorded_at=now,
            services=chance.choice(([], [], ["mail"], ["hosting"])),
        )  # fmt: skip
    elif roll < 0.8:
        waiting = Objection.objects.filter(change=change, state="open").order_by("pk").first()
        if waiting is not None:
            waiting.state = chance.choice(("withdrawn", "upheld", "settled", "settled"))
            waiting.save()
            return waiting.customer_id
    elif roll < 0.97:
        place.update(consented_at=now)
    else:
        GateWaiver.objects.create(
            processor=desk.kite, change=change.public_id, customer=whose.public_id, gate="window", reason="x",
            basis="x", by=desk.officer.user, at=now,
        )  # fmt: skip
    return whose.pk


def make(desk: Desk, chance: random.Random, count: int) -> list[Customer]:
    found = []
    for number in range(count):
        made = desk.customer(
            f"Alder {number}", chance.choice(("thirty", "short", "long")) if number else "consent"
        )
        if chance.random() < 0.6:
            desk.uses(made, "SE", "hosting")
        found.append(made)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_fact_by_fact_all_stand_where_a_whole_count_puts_them(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    customers = make(desk, chance, 3 + seed)
    change = desk.propose(desk.draft(BOTH), rollout="all at once")
    desk.look_at()
    desk.told(change, leave_out_open=True)
    desk.arrives(change)
    Touched.objects.filter(change=change, waits="consent").update(consented_at=AT)
    now, moved = AT, 0
    for _ in range(40):
        now += timedelta(minutes=chance.choice((5, 30, 30, 600, 3000)))
        whose, before = chance.choice(customers), began(change)
        date = (
            Touched.objects.filter(change=change, is_excluded=False).values_list("free_at", flat=True).first()
        )
        project(change, now, [learn(desk, change, whose, chance, now)])
        found, effective = rows(change), began(change)
        free = dict(Touched.objects.filter(change=change).values_list("pk", "free_at"))
        moved += any(one not in (None, date) for one in free.values())
        assert all(effective[key] == at for key, at in before.items() if at is not None)  # never undone
        with counted_whole(change, now):
            assert rows(change) == found
            for key, at in began(change).items():  # for others the clock goes on, to the day that was known
                assert at == effective[key] or at == found_free(found, key)
        if not Objection.objects.exclude(services=[]).exists():
            assert stored(change) == replayed(change, now)
    assert moved


def found_free(found: tuple[list[Any], list[Any]], key: Any) -> datetime | None:
    places = {row[0]: row[4] for row in found[0]} | {(row[0], row[1]): row[2] for row in found[1]}
    return places[key]


def test_one_fact_asks_and_changes_as_much_for_many_customers_as_for_few(desk: Desk) -> None:
    def cost(count: int) -> tuple[int, int]:
        customers = [desk.customer(f"Alder {count}/{one}") for one in range(count)]
        change = desk.propose(desk.draft(), rollout="all at once")
        desk.look_at()
        desk.told(change)
        desk.arrives(change, AT, customers[0], customers[1])
        project(change, AT + timedelta(hours=1))
        Delivery.objects.filter(customer=customers[1]).update(sent_at=AT, accepted_at=AT)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert project(change, AT + timedelta(hours=2), [customers[1].pk]) == 1
        fresh = Touched.objects.filter(change=change, counted_at=AT + timedelta(hours=2))
        assert [one.customer for one in fresh] == [customers[1]]
        assert desk.place(change, customers[1]).free_at is None  # it waits for the first
        CaseChange.objects.filter(pk=change.pk).update(withdrawn_at=AT)
        return len(asked), fresh.count()

    assert cost(4) == cost(40)


def test_the_fact_that_frees_the_last_puts_it_in_use_for_all_at_that_moment(desk: Desk) -> None:
    """Two were told on 26 November and have 30 days: until 28 December. One objects, and is content on 5 January."""
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    change = desk.propose(rollout="all at once")
    desk.look_at()
    desk.told(change)
    desk.arrives(change)
    project(change, AT)
    assert desk.place(change, alder).free_at == day("2026-12-29")
    said = receive_objection(
        by=desk.officer, at=day("2026-12-28"), change=change, customer=birch, channel="letter",
        received_at=day("2026-12-28"), text="No.",
    )  # fmt: skip
    assert desk.place(change, alder).free_at is None
    now = day("2027-01-05 10:00")
    end_objection(by=desk.officer, at=now, objection=said, outcome="settled", reasons="Content.")
    for one in (alder, birch):
        place = desk.place(change, one)
        assert (place.free_at, place.effective_at) == (day("2026-12-29"), now)


def test_a_bounce_or_an_acknowledgement_of_one_holds_or_frees_all(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch", "long")
    change = desk.propose(rollout="all at once")
    desk.look_at()
    desk.told(change)
    desk.arrives(change)
    project(change, AT)
    assert desk.place(change, alder).free_at == day("2027-01-11")  # 45 days from 26 November
    mail = Delivery.objects.select_related("notice", "customer", "processor").get(customer=birch)
    note_bounce(mail, day("2026-11-27"))
    assert desk.place(change, alder).free_at is None and desk.place(change, alder).waits == ""
    record_acknowledgement(by=desk.officer, at=day("2026-11-30"), delivery=mail)
    free = {one.free_at for one in Touched.objects.filter(change=change)}
    assert free == {desk.place(change, birch).alone_at} and None not in free


def test_proof_that_has_run_out_by_the_date_for_all_keeps_its_customers_out(desk: Desk) -> None:
    """Two companies, one for mail and one for hosting. One that uses hosting joined on 12 January, and its objection
    is over on 13 January: by then the due diligence of the company for mail has run out, so only hosting begins.
    """
    alder = desk.customer("Alder")
    birch = Customer.objects.create(processor=desk.kite, name="Birch")
    desk.uses(birch, "SE", "hosting")
    desk.person(birch, "main@birch.example.com")
    fir = replace(SPRUCE, id="fir", applies_to=replace(SPRUCE.applies_to, services=("hosting",)))
    change = desk.propose(desk.draft(SPRUCE, fir), rollout="all at once")
    spruce, _ = desk.look_at(), desk.look_at("fir")
    spruce.evidence.filter(kind="due-diligence").update(last=day("2026-12-31").date())
    desk.told(change, leave_out_open=True)
    desk.arrives(change)
    Touched.objects.filter(change=change, customer=birch).update(joined_at=day("2027-01-12"))
    said = Objection.objects.create(
        processor=desk.kite, change=change, customer=birch, received_at=AT, recorded_at=AT
    )
    project(change, day("2027-01-13 08:00"))
    assert desk.place(change, birch).free_at is None
    now = day("2027-01-13 09:00")
    end_objection(by=desk.officer, at=now, objection=said, outcome="settled", reasons="Content.")
    assert desk.place(change, birch).effective_at == now
    assert desk.place(change, alder).effective_at is None


def test_a_change_of_what_all_share_counts_all(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    change = desk.propose(rollout="all at once")
    found = desk.look_at()
    desk.told(change)
    desk.arrives(change)
    project(change, AT)
    found.evidence.filter(kind="contract").update(ended_at=AT)
    project(change, AT + timedelta(hours=1), [alder.pk])
    assert desk.place(change, birch).waits == "contract"

"""Customers that have left: nothing takes effect for them, nobody waits for them, they are told nothing more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ketju.core.model.register import Scope
from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.cases.problems import AnswersAwaited, AnswersLost
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.writes.again import write_correction
from ketju.web.apps.cases.writes.announcing import tell_rest
from ketju.web.apps.cases.writes.joining import join_new
from ketju.web.apps.notices.models import Delivery, Notice
from ketju.web.apps.parties.writes import end_customer
from ketju.web.apps.registers.sorting import sort_customers
from ketju.web.apps.services.models import EntryValue
from tests.web.cases.desk import AT, SPRUCE, Desk
from tests.web.registers.lists import entry

HELSINKI = ZoneInfo("Europe/Helsinki")
LATER = AT + timedelta(days=3)


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


def running(desk: Desk, **more: object) -> CaseChange:
    change = desk.propose(**more)
    desk.look_at()
    desk.told(change)
    return change


def test_nobody_waits_for_who_has_left(desk: Desk) -> None:
    """30 days from 26 November 2026 end on a Saturday; the window closes as Monday 28 December ends."""
    stays, leaves = desk.customer("Alder"), desk.customer("Birch")
    change = running(desk, rollout="all at once")
    desk.arrives(change, AT, leaves)
    project(change, LATER)
    assert desk.place(change, stays).free_at is None
    end_customer(by=desk.owner, at=LATER, customer=leaves, on=date(2026, 11, 29))
    project(change, LATER)
    assert desk.place(change, stays).free_at == day("2026-12-29")
    place = desk.place(change, leaves)
    assert (place.is_excluded, place.free_at, place.effective_at) == (True, None, None)


def test_nothing_takes_effect_for_who_left_before_its_day(desk: Desk) -> None:
    leaves, stays = desk.customer("Alder"), desk.customer("Birch")
    change = running(desk)
    desk.arrives(change)
    end_customer(by=desk.owner, at=LATER, customer=leaves, on=date(2026, 12, 29))
    end_customer(by=desk.owner, at=LATER, customer=stays, on=date(2026, 12, 30))
    project(change, day("2026-12-28 12:00"))
    assert not desk.place(change, leaves).is_excluded
    project(change, day("2026-12-29 00:00"))
    assert desk.place(change, leaves).is_excluded
    assert desk.place(change, leaves).effective_at is None
    assert desk.place(change, stays).effective_at == day("2026-12-29")
    project(change, day("2027-01-05"))
    assert desk.place(change, stays).effective_at == day("2026-12-29")  # what took effect stays


def test_who_has_left_is_told_nothing_more(desk: Desk) -> None:
    leaves, stays = desk.customer("Alder"), desk.customer("Birch")
    change = desk.propose()
    desk.look_at()
    end_customer(by=desk.owner, at=AT, customer=leaves, on=date(2026, 11, 26))
    desk.told(change)
    told = Delivery.objects.filter(notice__about=change.public_id)
    assert set(told.values_list("customer", flat=True)) == {stays.pk}
    assert tell_rest(by=desk.owner, at=LATER, change=change) is None
    end_customer(by=desk.owner, at=LATER, customer=stays, on=date(2026, 11, 29))
    write_correction(by=desk.owner, at=LATER, change=change, why={"en": "A place was wrong."})
    notice = desk.sends_again(change, LATER)
    assert not notice.deliveries.exists()


def test_nothing_is_done_by_halves_where_answers_do_not_arrive(desk: Desk, settings: Any) -> None:
    desk.customer("Alder")
    change = running(desk)
    desk.customer("Birch")
    sort_customers(LATER.date())
    join_new(change, LATER)
    settings.INBOX_ADDRESS = "answers@kite.example"
    with pytest.raises((AnswersLost, AnswersAwaited)):
        tell_rest(by=desk.owner, at=LATER, change=change)
    assert Notice.objects.filter(about=change.public_id).count() == 1


def test_a_notice_names_only_services_that_what_is_told_touches(desk: Desk) -> None:
    """The customer has hosting, too; what is new there varies by customer, and is not used for this one."""
    alder = desk.customer("Alder")
    desk.uses(alder, slug="hosting")
    birch = desk.customer("Birch")
    desk.uses(birch, slug="hosting")
    EntryValue.objects.create(
        customer=alder, entry="poplar", field="applies", value="no", since=date(2025, 1, 1)
    )
    poplar = replace(
        entry("poplar", "Poplar Storage AB", "SE", applies_to=Scope(services=("hosting",))),
        varies_by_customer=True,
        since=None,
    )
    change = desk.propose(desk.draft(SPRUCE, poplar))
    assert desk.place(change, alder).group.services == ["mail"]
    assert desk.place(change, alder).group.entries == ["spruce"]
    assert desk.place(change, birch).group.services == ["hosting", "mail"]

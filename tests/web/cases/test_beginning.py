"""A list shows a company as in use when the change is in effect, and each customer sees it so from its own day.

Told on Thursday 26 November 2026: 30 days end on Saturday 26 December, so the last day is Monday the 28th.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Place
from ketju.core.register.status import status_of
from ketju.web.apps.agreements.models import Acceptance
from ketju.web.apps.cases.jobs import project_all
from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.cases.problems import ShownTooEarly
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.reads_cards import cards_of
from ketju.web.apps.cases.reads_events import events_between
from ketju.web.apps.cases.reads_portal import letter_of, open_to_objections, own_place
from ketju.web.apps.cases.recipients import dead_contacts
from ketju.web.apps.cases.writes.announcing import prepare_notice, tell_rest
from ketju.web.apps.cases.writes.engaging import approve_change, record_evidence
from ketju.web.apps.cases.writes.objecting import end_objection, receive_objection
from ketju.web.apps.cases.writes.planning import plan_change, propose_change, reschedule
from ketju.web.apps.cases.writes.telling import shown_to
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.content import register_of, register_of_draft
from ketju.web.apps.registers.models import Draft
from ketju.web.apps.registers.reads_customers import view_of
from ketju.web.apps.registers.sorting import sort_customers
from ketju.web.base.access.models import Membership
from tests.web.cases.answering import out
from tests.web.cases.desk import AT, SPRUCE, Desk
from tests.web.changes.clock import freeze_time
from tests.web.registers.lists import LIST, SCC

HERE = ZoneInfo("Europe/Helsinki")
FREE = date(2026, 12, 29)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=HERE)


def since_in(draft: Draft) -> PartialDate | None:
    draft.refresh_from_db()
    return next(one.since for one in register_of_draft(draft).entries if one.id == "spruce")


def told(desk: Desk, change: CaseChange) -> CaseChange:
    desk.look_at()
    desk.told(change)
    desk.arrives(change)
    project(change, AT + timedelta(hours=1))
    return change


def shelf(customer: Customer, on: date) -> str:
    line = view_of(customer, on, at(on)).line(view_of(customer, on, at(on)).held[0].register.slug, "spruce")
    return line.shelf if line else ""


def test_a_draft_gets_the_planned_day_where_nobody_gave_one(desk: Desk) -> None:
    desk.customer("Alder"), desk.customer("Birch", "long")
    draft = desk.draft()
    change = desk.propose(draft)
    assert since_in(draft) == PartialDate(2026, 12, 29)
    reschedule(by=desk.owner, at=AT, change=change, planned_at=at(date(2027, 1, 12)))
    assert since_in(draft) == PartialDate(2027, 1, 12), "it follows the plan"
    prepare_notice(by=desk.owner, at=AT, change=change, sent_at=AT)


def test_a_day_that_somebody_gave_is_kept_unless_it_is_too_early(desk: Desk) -> None:
    desk.customer("Alder")
    later = desk.draft(replace(SPRUCE, since=PartialDate(2027, 2)))
    desk.propose(later)
    assert since_in(later) == PartialDate(2027, 2)
    early = desk.draft(replace(SPRUCE, since=PartialDate(2026, 12)))
    with pytest.raises(ShownTooEarly) as caught:
        desk.propose(early)
    assert caught.value.params == {"name": SPRUCE.name, "since": "2026-12-01", "planned": "2026-12-29"}
    assert not CaseChange.objects.filter(draft=early).exists()
    assert desk.propose(early, is_emergency=True, planned_at=AT).is_emergency


def test_who_changes_the_day_after_the_plan_is_told_before_the_first_mail(desk: Desk) -> None:
    desk.customer("Alder")
    draft = desk.draft()
    change = desk.propose(draft)
    desk.put(draft, replace(SPRUCE, since=PartialDate(2026, 12, 1)))
    with pytest.raises(ShownTooEarly):
        plan_change(by=desk.owner, at=AT, change=change)
    desk.put(draft, SPRUCE)
    plan_change(by=desk.owner, at=AT, change=change)
    assert since_in(draft) == PartialDate(2026, 12, 29)


def test_a_published_company_is_planned_until_its_day(desk: Desk) -> None:
    desk.customer("Alder")
    change = told(desk, desk.propose(desk.draft()))
    assert change.draft is not None
    entry = next(one for one in register_of(out(desk, change.draft)).entries if one.id == "spruce")
    assert status_of(entry, FREE - timedelta(days=1)) == "planned"
    assert status_of(entry, FREE) == "current"


def test_what_has_no_first_day_is_published_when_it_takes_effect(desk: Desk) -> None:
    desk.customer("Alder")
    cloudberry = next(one for one in LIST.entries if one.id == "cloudberry")
    draft = desk.draft(
        replace(
            cloudberry,
            places=(*cloudberry.places, Place("US")),
            transfer=SCC,
            address="Oulu",
            contact=SPRUCE.contact,
        )
    )
    change = told_of(desk, desk.propose(draft))
    for early in (AT, at(FREE - timedelta(days=1))):
        project(change, early)
        with pytest.raises(ShownTooEarly):
            out(desk, draft, early)
    project(change, at(FREE))
    assert out(desk, draft, at(FREE)).number == 2


def told_of(desk: Desk, change: CaseChange) -> CaseChange:
    found = desk.look_at("cloudberry")
    for kind in ("transfer", "impact-assessment"):
        record_evidence(
            by=desk.officer,
            at=AT,
            engagement=found,
            kind=kind,
            name="x",
            first=date(2026, 1, 1),
            country="US",
        )
    desk.told(change)
    desk.arrives(change)
    return change


def test_each_customer_sees_it_in_use_from_its_own_day(desk: Desk) -> None:
    """45 days from 26 November: the last day is Sunday 10 January, so Monday the 11th (notice alone is no right: 10th)."""
    alder, birch, content, never = (
        desk.customer("Alder"), desk.customer("Birch", "long"), desk.customer("Cedar"), desk.customer("Dogwood"),
    )  # fmt: skip
    change = told(desk, desk.propose(desk.draft()))
    assert change.draft is not None
    out(desk, change.draft)
    said = [
        receive_objection(by=desk.owner, at=AT, change=change, customer=one, channel="letter", received_at=AT)
        for one in (content, never)
    ]  # fmt: skip
    assert {shelf(one, date(2026, 11, 27)) for one in (alder, birch, content, never)} == {"planned"}
    project(change, at(FREE))
    assert [shelf(one, FREE) for one in (alder, birch, content, never)] == ["current", *["planned"] * 3]
    end_objection(
        by=desk.officer, at=at(FREE), objection=said[0], outcome="settled", reasons="They are content."
    )
    end_objection(by=desk.officer, at=at(FREE), objection=said[1], outcome="upheld", reasons="Not for them.")
    later = date(2027, 1, 12)
    project(change, at(later))
    assert [shelf(one, later) for one in (alder, birch, content, never)] == ["current"] * 3 + [""]
    assert shelf(birch, FREE) == "planned", "that day is seen as it was"


def comes(desk: Desk, name: str, when: datetime) -> Customer:
    """Somebody signs the agreement, and is a customer from then on."""
    made = desk.customer(name, "")
    Acceptance.objects.create(
        processor=desk.kite, customer=made, agreement=desk.agreements["thirty"], accepted_at=when
    )
    sort_customers(when.date())
    with freeze_time(when + timedelta(hours=1)):
        project_all.call()
    return made


def test_who_joins_has_no_window_and_reads_no_letter_to_others(desk: Desk) -> None:
    desk.customer("Alder")
    change = told(desk, desk.propose(desk.draft()))
    assert change.draft is not None
    out(desk, change.draft)
    when = AT + timedelta(days=10)
    late = comes(desk, "Late", when)
    own = own_place(late, change.public_id)
    assert own is not None and own.touched.joined_at == when
    assert letter_of(own, shown_to(own.touched)) is None
    assert open_to_objections(late, when) == ()


def test_who_signs_while_the_list_does_not_show_it_accepted_nothing_and_is_told(desk: Desk) -> None:
    """Its annex has what is published, and this is not: Art. 28(2) asks for notice and a window like everybody's."""
    desk.customer("Alder")
    change = told(desk, desk.propose(desk.draft()))
    early = comes(desk, "Early", AT + timedelta(days=2))
    assert shelf(early, date(2026, 11, 29)) == ""
    place = desk.place(change, early)
    assert (place.joined_at, place.free_at, place.waits) == (None, None, "notice,window")
    assert change.draft is not None
    out(desk, change.draft, AT + timedelta(days=3))
    with freeze_time(AT + timedelta(days=3, hours=1)):
        project_all.call()
    assert desk.place(change, early).joined_at is None, "what it signed does not change"
    later = comes(desk, "Later", AT + timedelta(days=4))
    assert shelf(later, date(2026, 12, 1)) == "planned"
    assert desk.place(change, later).joined_at == AT + timedelta(days=4)
    assert tell_rest(by=desk.officer, at=AT + timedelta(days=5), change=change) is not None
    told_now = Delivery.objects.filter(notice__about=change.public_id, notice__number=2)
    assert set(told_now.values_list("customer", flat=True)) == {early.pk}


def test_an_answer_to_the_notice_in_the_portal_goes_where_it_is_heard(desk: Desk, settings: Any) -> None:
    alder = desk.customer("Alder")
    change = told(desk, desk.propose(desk.draft()))
    settings.INBOX_ADDRESS = "answers@kite.example.com"
    own = own_place(alder, change.public_id)
    assert own is not None
    name = Delivery.objects.get(customer=alder, channel="e-mail").public_id
    letter = letter_of(own, shown_to(own.touched))
    assert letter is not None and f"answers+{name}@kite.example.com" in letter.text
    assert [one.customer for one in open_to_objections(alder, AT)] == [alder]


def test_a_period_ends_on_its_last_day_in_the_calendar(desk: Desk) -> None:
    desk.customer("Alder")
    change = told(desk, desk.propose(desk.draft()))
    found = events_between(desk.kite, [change], date(2026, 11, 1), date(2027, 3, 1))
    days = {one.kind: one.day for one in found}
    assert days["window"] == FREE - timedelta(days=1) and days["free"] == FREE


def test_an_address_that_is_refused_is_dead_and_counts_as_come_back(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = desk.propose(desk.draft())
    desk.told(change)
    Delivery.objects.filter(customer=alder, channel="e-mail").update(failed_at=AT, failure="550 5.1.1")
    assert dead_contacts(desk.kite) == {alder.contacts.get().pk}
    assert cards_of([change])[0].bounced == 1


def test_an_officer_among_handlers_approves_her_own_change(desk: Desk) -> None:
    """Handlers may not approve, so there is nobody else (D-134)."""
    desk.customer("Alder")
    change = propose_change(by=desk.officer, at=AT, draft=desk.draft(), title="Spruce")
    assert Membership.objects.filter(processor=desk.kite, role="case-handler").exists()
    held = approve_change(by=desk.officer, at=AT, change=change, digest=change.digest)
    assert held.is_own_approval

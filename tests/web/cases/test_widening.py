"""A customer of a running change that begins to use another service is told of what reaches it by that, in time.

Told on Thursday 26 November 2026: 30 days end on Saturday 26 December, so the last day is Monday the 28th, and the change
takes effect on the 29th. Told anew on Tuesday 1 December: 30 days end on Thursday the 31st, effect on Friday 1 January.
Told anew on Monday 4 January: they end on Wednesday 3 February, effect on Thursday the 4th.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ketju.core.model.register import Scope
from ketju.web.apps.agreements.models import Acceptance
from ketju.web.apps.cases.entry_dates import dates_of
from ketju.web.apps.cases.evidence_pack import evidence_pack
from ketju.web.apps.cases.gating import Gating
from ketju.web.apps.cases.models import CaseChange, Engagement, GateWaiver, TookEffect, Touched
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.reads_portal import letter_of, own_place
from ketju.web.apps.cases.recipients_then import who_were
from ketju.web.apps.cases.today import not_told
from ketju.web.apps.cases.writes import widening
from ketju.web.apps.cases.writes.again import write_correction
from ketju.web.apps.cases.writes.announcing import tell_rest
from ketju.web.apps.cases.writes.authorising import record_authorisation
from ketju.web.apps.cases.writes.closing import outcome_of
from ketju.web.apps.cases.writes.joining import join_new
from ketju.web.apps.cases.writes.objecting import end_objection, receive_objection
from ketju.web.apps.cases.writes.telling import acknowledge_notice, shown_to
from ketju.web.apps.notices.models import Delivery, NoticeText
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.sorting import sort_all
from ketju.web.apps.services.models import Service
from ketju.web.base.access.permission import standing_of
from ketju.web.base.pages.work import Day
from tests.web.cases.answering import out
from tests.web.cases.desk import AT, SPRUCE, Desk
from tests.web.registers.lists import entry

HERE = ZoneInfo("Europe/Helsinki")
HICKORY = entry("hickory", "Hickory Hosting Tools Oy", "FI", applies_to=Scope(services=("hosting",)), since=None,
    address="Mäkikatu 1, Oulu", contact=SPRUCE.contact, access="metadata")  # fmt: skip
BOTH = replace(SPRUCE, applies_to=Scope(services=("mail", "hosting"), regions=("eu",)))


def day(text: str, hour: int = 9) -> datetime:
    return datetime.fromisoformat(text).replace(hour=hour, tzinfo=HERE)


def free(text: str) -> datetime:
    return day(text, 0)


DECEMBER, EFFECT, JANUARY = day("2026-12-01"), day("2026-12-29"), day("2027-01-04")


def running(desk: Desk, *entries: Any, rollout: str = "per customer") -> CaseChange:
    change = desk.propose(desk.draft(*(entries or (SPRUCE, HICKORY))), rollout=rollout)
    for one in Engagement.objects.values_list("entry", flat=True):
        desk.look_at(one)
    desk.told(change)
    desk.arrives(change)
    project(change, AT + timedelta(hours=1))
    return change


def begins(desk: Desk, whose: Customer, when: datetime, slug: str = "hosting", country: str = "SE") -> None:
    made = desk.uses(whose, country, slug)
    Service.objects.filter(pk=made.pk).update(created_at=when)


def round_of(change: CaseChange, when: datetime) -> int:
    """What the job does with a case each five minutes."""
    sort_all(when.date())
    held = CaseChange.objects.select_related("processor", "draft__base", "version").get(pk=change.pk)
    found = join_new(held, when)
    project(held, when)
    return found


def told_anew(desk: Desk, change: CaseChange, when: datetime) -> None:
    assert tell_rest(by=desk.officer, at=when, change=change) is not None
    desk.arrives(change, when)
    project(change, when)


def stands(
    desk: Desk, change: CaseChange, whose: Customer
) -> tuple[list[str], datetime | None, datetime | None]:
    place = desk.place(change, whose)
    return place.group.services, place.free_at, place.effective_at


@pytest.mark.parametrize(
    ("entries", "companies"), [((SPRUCE, HICKORY), ["spruce", "hickory"]), ((BOTH,), ["spruce"])]
)
def test_nothing_takes_effect_for_a_service_before_its_own_notice_has_run(
    desk: Desk, entries: Any, companies: list[str]
) -> None:
    """By another company, and by the same company in another service."""
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    change = running(desk, *entries)
    begins(desk, alder, DECEMBER)
    assert round_of(change, DECEMBER) == 1
    assert stands(desk, change, alder) == (["hosting", "mail"], None, None)
    assert desk.place(change, alder).waits == "notice,window"
    assert sorted(desk.place(change, alder).group.entries) == sorted(companies)
    assert {one.customer for one in not_told(day_for(desk, DECEMBER))} == {alder}
    told_anew(desk, change, DECEMBER)
    assert not not_told(day_for(desk, DECEMBER))
    assert tell_rest(by=desk.officer, at=DECEMBER, change=change) is None
    assert stands(desk, change, alder)[1:] == (free("2027-01-01"), None)
    assert stands(desk, change, birch)[1:] == (free("2026-12-29"), None)
    project(change, EFFECT)
    assert stands(desk, change, alder)[2] is None and stands(desk, change, birch)[2] is not None
    project(change, free("2027-01-01"))
    assert stands(desk, change, alder)[2] == free("2027-01-01")


def day_for(desk: Desk, when: datetime) -> Day:
    return Day(standing_of(desk.officer.user, desk.kite, when.date()), when.date(), when)


def test_the_notice_tells_of_all_services_and_goes_to_nobody_else(desk: Desk) -> None:
    alder, _ = desk.customer("Alder"), desk.customer("Birch")
    change = running(desk)
    begins(desk, alder, DECEMBER)
    round_of(change, DECEMBER)
    told_anew(desk, change, DECEMBER)
    sent = Delivery.objects.get(notice__about=change.public_id, notice__number=2)
    assert sent.customer == alder
    text = NoticeText.objects.get(pk=sent.text_id).text
    assert "Hosting" in text or "hosting" in text
    assert "Spruce" in text and "Hickory" in text and "1 January 2027" in text
    first = NoticeText.objects.filter(notice__about=change.public_id, notice__number=1)
    assert not any("Hickory" in one.text for one in first)


def test_under_all_at_once_everybody_waits_for_the_last_window(desk: Desk) -> None:
    """The change is made for all at the same moment, so that nobody's data go there before that customer was told."""
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    change = running(desk, rollout="all at once")
    assert stands(desk, change, birch)[1] == free("2026-12-29")
    begins(desk, alder, DECEMBER)
    round_of(change, DECEMBER)
    assert stands(desk, change, birch)[1] is None
    told_anew(desk, change, DECEMBER)
    assert {stands(desk, change, one)[1] for one in (alder, birch)} == {free("2027-01-01")}
    project(change, EFFECT)
    assert not Touched.objects.filter(change=change).exclude(effective_at=None)
    project(change, free("2027-01-01"))
    assert not Touched.objects.filter(change=change, effective_at=None)


@pytest.mark.parametrize("rollout", ["per customer", "all at once"])
def test_what_took_effect_stays_and_only_the_rest_waits(desk: Desk, rollout: str) -> None:
    alder, long = desk.customer("Alder"), desk.customer("Long", "long")
    change = running(desk, BOTH, rollout=rollout)
    assert change.draft is not None
    out(desk, change.draft)
    start = EFFECT if rollout == "per customer" else day("2027-01-11")
    project(change, start)
    begun = stands(desk, change, alder)[2]
    assert begun is not None
    if rollout == "all at once":  # begun before, and known only now
        begins(desk, alder, EFFECT)
        later, ends = start, free("2027-02-11")  # 10 February is a Wednesday
    else:
        begins(desk, alder, JANUARY)
        later, ends = JANUARY, free("2027-02-04")
    assert round_of(change, later) == 1
    (kept,) = TookEffect.objects.all()
    assert (kept.touched.customer, kept.services, kept.since) == (alder, ["mail"], begun)
    assert stands(desk, change, alder)[1:] == (None, None)
    told_anew(desk, change, later)
    assert stands(desk, change, alder)[1] == ends
    (mine,) = [one for one in who_were(alder, later) if one.entry == "spruce"]
    assert (mine.services, mine.since, mine.authorisation) == (("mail",), begun, "general")
    assert mine.notice == change_notice(change, 1) and mine.delivered_at == kept.delivered_at != None  # noqa: E711
    assert dates_of(desk.base.register, "spruce", alder).since == begun
    project(change, ends)
    found = {one.services: (one.since, one.notice) for one in who_were(alder, ends) if one.entry == "spruce"}
    assert found == {
        ("mail",): (begun, change_notice(change, 1)),
        ("hosting",): (ends, change_notice(change, 2)),
    }
    assert desk.place(change, long).widened_at is None and outcome_of(change) in ("in-effect", "in-part")


def change_notice(change: CaseChange, number: int) -> str:
    return str(
        Delivery.objects.filter(notice__about=change.public_id, notice__number=number)[0].notice.public_id
    )


def test_a_service_begun_after_it_was_in_effect_for_everybody_is_no_matter_of_notice(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    change = running(desk, BOTH)
    assert change.draft is not None
    out(desk, change.draft)
    project(change, EFFECT)
    begins(desk, alder, JANUARY)
    begins(desk, birch, free("2026-12-29") - timedelta(hours=1))
    assert round_of(change, JANUARY) == 1, "what began an hour before was a matter of notice still"
    assert desk.place(change, alder).widened_at is None and desk.place(change, birch).widened_at is not None


def test_while_the_change_waits_for_somebody_what_is_new_is_told(desk: Desk) -> None:
    alder, _ = desk.customer("Alder"), desk.customer("Long", "long")
    change = running(desk, BOTH)
    assert change.draft is not None
    out(desk, change.draft)
    project(change, EFFECT)
    begins(desk, alder, JANUARY)
    assert round_of(change, JANUARY) == 1


def test_who_accepts_an_agreement_with_the_annex_after_it_began_has_no_window(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    change = running(desk)
    assert change.draft is not None
    out(desk, change.draft, AT + timedelta(hours=2))
    for whose, accepted in ((alder, DECEMBER + timedelta(hours=1)), (birch, DECEMBER - timedelta(hours=1))):
        begins(desk, whose, DECEMBER)
        Acceptance.objects.create(
            processor=desk.kite, customer=whose, agreement=desk.agreements["thirty"], accepted_at=accepted
        )
    later = DECEMBER + timedelta(hours=2)
    assert round_of(change, later) == 2
    assert desk.place(change, alder).joined_at == DECEMBER + timedelta(hours=1)
    assert stands(desk, change, alder)[1] == change.planned_at
    assert desk.place(change, birch).waits == "notice,window"


def test_what_it_consented_to_is_not_the_whole(desk: Desk) -> None:
    alder = desk.customer("Alder", "consent")
    change = running(desk)

    def says(when: datetime) -> None:
        record_authorisation(by=desk.officer, at=when, change=change, customer=alder, said_at=when)

    says(AT + timedelta(hours=2))
    assert stands(desk, change, alder)[1] is not None
    begins(desk, alder, DECEMBER)
    round_of(change, DECEMBER)
    assert desk.place(change, alder).waits == "consent"
    record_authorisation(
        by=desk.officer,
        at=DECEMBER,
        change=change,
        customer=alder,
        said_at=AT,
        channel="letter",
        document="Letter 1",
    )
    assert desk.place(change, alder).waits == "consent", "what it wrote before was of less"
    says(DECEMBER + timedelta(hours=3))
    assert stands(desk, change, alder)[1] is not None


def test_objections_hold_for_the_services_they_are_about(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = running(desk)
    said = receive_objection(
        by=desk.owner,
        at=AT,
        change=change,
        customer=alder,
        channel="letter",
        received_at=AT,
        services=["mail"],
    )
    end_objection(by=desk.officer, at=AT, objection=said, outcome="upheld", reasons="Not for mail.")
    assert desk.place(change, alder).is_excluded
    begins(desk, alder, DECEMBER)
    round_of(change, DECEMBER)
    place = desk.place(change, alder)
    assert (place.is_excluded, place.waits) == (False, "notice,window")
    told_anew(desk, change, DECEMBER)
    project(change, free("2027-01-01"))
    place = desk.place(change, alder)
    assert place.effective_at == free("2027-01-01")
    assert [(one.service, one.is_excluded) for one in place.apart.all()] == [("mail", True)]


def test_a_service_that_an_objection_keeps_back_is_none_of_what_took_effect(desk: Desk) -> None:
    """Mail took effect; hosting did not. Then hosting runs in another place too, where another company comes to it."""
    alder = desk.customer("Alder")
    desk.uses(alder, "SE", "hosting")
    change = running(desk, BOTH, replace(HICKORY, applies_to=Scope(regions=("us",))))
    assert change.draft is not None
    out(desk, change.draft)
    receive_objection(
        by=desk.owner,
        at=AT,
        change=change,
        customer=alder,
        channel="letter",
        received_at=AT,
        services=["hosting"],
    )
    project(change, EFFECT)
    begins(desk, alder, JANUARY, "hosting", "US")
    assert round_of(change, JANUARY) == 1
    place = desk.place(change, alder)
    assert (place.group.services, place.group.entries) == (["hosting", "mail"], ["spruce", "hickory"])
    assert [(one.services, one.since) for one in place.before.all()] == [(["mail"], free("2026-12-29"))]
    assert {one.services for one in who_were(alder, JANUARY) if one.entry == "spruce"} == {("mail",)}


def test_its_portal_page_and_evidence_tell_of_both(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = running(desk)
    project(change, EFFECT)
    begins(desk, alder, JANUARY)
    round_of(change, JANUARY)
    own = own_place(alder, change.public_id)
    assert own is not None and own.touched.group.services == ["hosting", "mail"]
    letter = letter_of(own, shown_to(own.touched))
    assert letter is not None and "Hickory" not in letter.text, "what it got until now stays there to read"
    reads(desk, alder, change, JANUARY)
    project(change, JANUARY)
    assert desk.place(change, alder).delivered_at is None, "to look at it again tells nothing of the rest"
    told_anew(desk, change, JANUARY)
    own = own_place(alder, change.public_id)
    assert own is not None
    letter = letter_of(own, shown_to(own.touched))
    assert letter is not None and "Hickory" in letter.text
    pack = evidence_pack(by=desk.owner, at=JANUARY, change=change, customer=alder)
    (mine,) = pack["customers"]
    assert mine["services"] == ["hosting", "mail"] and mine["widened_at"]
    assert [one["services"] for one in mine["before"]] == [["mail"]]
    assert len({one["group"] for notice in pack["notices"] for one in notice["texts"]}) == 2


def reads(desk: Desk, whose: Customer, change: CaseChange, when: datetime) -> None:
    by = replace(desk.owner, role="main-user")
    acknowledge_notice(by=by, at=when, place=desk.place(change, whose))


def test_whoever_is_interrupted_finds_them_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    alder = desk.customer("Alder")
    change = running(desk)
    before = stands(desk, change, alder)
    begins(desk, alder, DECEMBER)

    def killed(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(widening, "project", killed)
        round_of(change, DECEMBER)
    assert stands(desk, change, alder) == before
    assert round_of(change, DECEMBER) == 1
    assert round_of(change, DECEMBER) == 0
    assert change.groups.count() == 2


def test_one_that_stops_keeps_its_place_and_nothing_is_early(desk: Desk) -> None:
    """It was told of all; that it uses less takes nothing from that, and begins nothing anew when it uses it again."""
    alder = desk.customer("Alder")
    made = desk.uses(alder, "SE", "hosting")
    change = running(desk)
    Service.objects.filter(pk=made.pk).update(ended_on=date(2026, 12, 1))
    assert round_of(change, DECEMBER) == 0
    begins(desk, alder, DECEMBER)
    assert round_of(change, DECEMBER) == 0
    assert stands(desk, change, alder)[1] == free("2026-12-29")


def test_a_waiver_for_one_customer_opens_nothing_of_what_came_later(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = running(desk)
    GateWaiver.objects.create(
        processor=desk.kite, change=change.public_id, customer=alder.public_id, gate="window", reason="Urgent",
        basis="Art. 28", by=desk.officer.user, at=AT + timedelta(hours=2),
    )  # fmt: skip
    assert Gating(change, DECEMBER).waivers
    begins(desk, alder, DECEMBER)
    round_of(change, DECEMBER)
    assert not Gating(change, DECEMBER).waivers


def test_a_round_that_finds_nothing_costs_the_same_however_many_customers_there_are(desk: Desk) -> None:
    for number in range(3):
        desk.customer(f"Early {number}")
    change = running(desk)

    def queries() -> int:
        sort_all(DECEMBER.date())
        held = CaseChange.objects.select_related("processor", "draft__base", "version").get(pk=change.pk)
        with CaptureQueriesContext(connection) as seen:
            assert join_new(held, DECEMBER) == 0
        return len(seen)

    first = queries()
    others = [desk.customer(f"Later {number}") for number in range(6)]
    assert round_of(change, DECEMBER) == 6
    assert queries() == first <= 12
    for one in others:
        begins(desk, one, DECEMBER)
    assert round_of(change, DECEMBER) == 6
    assert queries() == first


IN_FINLAND = replace(HICKORY, applies_to=Scope(services=("mail",), regions=("fi",)))
"""Reaches the same product as Spruce does, in another region."""


def test_who_came_since_the_last_round_is_taken_in_before_the_rest_is_told(desk: Desk) -> None:
    """Alder begins the service that it has in Finland too, Cedar comes, and staff tell the rest before the next round."""
    alder = desk.customer("Alder")
    change = running(desk, SPRUCE, IN_FINLAND)
    assert desk.place(change, alder).group.entries == ["spruce"]
    begins(desk, alder, DECEMBER, slug="mail", country="FI")
    cedar = desk.customer("Cedar")
    sort_all(DECEMBER.date())
    told_anew(desk, change, DECEMBER)
    sent = Delivery.objects.filter(notice__about=change.public_id, notice__number=2)
    assert {one.customer for one in sent} == {alder, cedar}
    assert sorted(desk.place(change, alder).group.entries) == ["hickory", "spruce"]
    assert stands(desk, change, alder)[1:] == (free("2027-01-01"), None)
    assert stands(desk, change, cedar)[1:] == (free("2027-01-01"), None)


def test_a_correction_leaves_out_who_is_told_anew_of_the_whole(desk: Desk) -> None:
    """It was written before Alder began more, and says nothing of that; Birch gets it."""
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    change = running(desk, SPRUCE, IN_FINLAND)
    write_correction(
        by=desk.owner, at=DECEMBER, change=change, why=dict.fromkeys(("en", "fi", "sv"), "A typo.")
    )
    begins(desk, alder, DECEMBER, slug="mail", country="FI")
    sort_all(DECEMBER.date())
    number = desk.sends_again(change, DECEMBER).number
    sent = Delivery.objects.filter(notice__about=change.public_id, notice__number=number)
    assert {one.customer for one in sent} == {birch}
    told_anew(desk, change, DECEMBER)
    sent = Delivery.objects.filter(notice__about=change.public_id, notice__number=number + 1)
    assert {one.customer for one in sent} == {alder}

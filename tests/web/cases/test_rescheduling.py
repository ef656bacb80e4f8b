"""A plan is made, made anew and moved until customers are told; whom it counts, and what an emergency shortens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ketju.core.model.register import DataCategory
from ketju.core.periods.lengths import Length
from ketju.web.apps.cases.models import CaseChange, Engagement, Touched
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.problems import AlreadyAnnounced, CaseClosed, CaseThere
from ketju.web.apps.cases.writes.engaging import approve_change
from ketju.web.apps.cases.writes.planning import plan_change, propose_change, reschedule
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.problems import DraftClosed
from ketju.web.apps.registers.writes.drafting import discard_draft
from ketju.web.apps.services.models import EntryValue
from tests.web.cases.desk import AT, SPRUCE, Desk

HELSINKI = ZoneInfo("Europe/Helsinki")
LATER = AT + timedelta(hours=2)
JANUARY = datetime(2027, 1, 12, tzinfo=HELSINKI)


def lengths(change: CaseChange) -> set[tuple[Length | None, Length | None]]:
    """What customers of a case are owed: notice, and time to object."""
    owed = [owed_in(one.owed) for one in change.groups.all()]
    return {(one.notice, one.window) for one in owed}


def approved(desk: Desk, change: CaseChange) -> CaseChange:
    approve_change(by=desk.officer, at=AT, change=change, digest=change.digest)
    return CaseChange.objects.get(pk=change.pk)


def test_an_emergency_shortens_what_the_terms_shorten_and_back(desk: Desk) -> None:
    """Terms of 30 days that give 2 days in an emergency; terms without such words stay as they are."""
    agreement = desk.agreements["thirty"]
    agreement.terms += "  notice.emergency: {value: 2 days}\n"
    agreement.save()
    desk.customer("Alder"), desk.customer("Birch", "short")
    change = desk.propose()
    thirty, fourteen, two = (Length("days", one) for one in (30, 14, 2))
    assert lengths(change) == {(thirty, thirty), (fourteen, fourteen)}
    given = {"by": desk.owner, "at": LATER, "change": change, "planned_at": JANUARY}
    urgent = reschedule(**given, is_emergency=True)
    assert urgent.is_emergency and lengths(urgent) == {(two, two), (fourteen, fourteen)}
    same = reschedule(**given)
    assert same.is_emergency, "who says nothing of it leaves it as it was"
    calm = reschedule(**given, is_emergency=False)
    assert not calm.is_emergency and lengths(calm) == {(thirty, thirty), (fourteen, fourteen)}
    assert CaseChange.objects.get().planned_at == JANUARY


def test_another_day_needs_another_approval_and_another_way_is_kept(desk: Desk) -> None:
    desk.customer("Alder")
    change = approved(desk, desk.propose())
    assert (change.approved_by, change.rollout) == (desk.officer.user, "per customer")
    reschedule(by=desk.owner, at=LATER, change=change, planned_at=JANUARY, rollout="all at once")
    change.refresh_from_db()
    assert (change.approved_at, change.approved_by, change.rollout) == (None, None, "all at once")
    reschedule(by=desk.owner, at=LATER, change=change, planned_at=JANUARY + timedelta(days=1))
    change.refresh_from_db()
    assert (change.rollout, change.planned_at) == ("all at once", JANUARY + timedelta(days=1))


def test_an_approval_stands_while_the_change_is_the_same(desk: Desk) -> None:
    desk.customer("Alder")
    draft = desk.draft()
    change = approved(desk, desk.propose(draft))
    change = plan_change(by=desk.owner, at=LATER, change=change)
    assert (change.approved_at, change.counted_at) == (AT, LATER)
    digest = change.digest
    more = (*SPRUCE.data, DataCategory("addresses", ("PhysicalAddress",)))
    desk.put(draft, replace(SPRUCE, data=more))
    change = plan_change(by=desk.owner, at=LATER, change=change)
    assert (change.approved_at, change.approved_by) == (None, None)
    assert CaseChange.objects.get().digest == change.digest != digest


@pytest.mark.parametrize(
    ("column", "problem"),
    [("announced_at", AlreadyAnnounced), ("withdrawn_at", CaseClosed), ("closed_at", CaseClosed)],
)
def test_what_customers_were_told_of_or_is_over_is_not_planned_anew(
    desk: Desk, column: str, problem: type[Exception]
) -> None:
    desk.customer("Alder")
    change = desk.propose()
    CaseChange.objects.update(**{column: AT})
    with pytest.raises(problem):
        plan_change(by=desk.owner, at=LATER, change=change)
    with pytest.raises(problem):
        reschedule(by=desk.owner, at=LATER, change=change, planned_at=JANUARY)
    held = CaseChange.objects.get()
    assert (held.planned_at, held.counted_at) == (change.planned_at, AT)


def test_a_draft_that_is_closed_gets_no_case_and_a_long_title_is_cut(desk: Desk) -> None:
    desk.customer("Alder")
    draft = desk.draft()
    made = propose_change(by=desk.owner, at=AT, draft=draft, title="x" * 240)
    assert made.title == "x" * 200
    with pytest.raises(CaseThere) as caught:
        desk.propose(draft)
    assert caught.value.params["title"] == "x" * 200
    gone = desk.draft()
    discard_draft(by=desk.owner, at=AT, draft=gone)
    with pytest.raises(DraftClosed):
        desk.propose(gone)
    assert CaseChange.objects.count() == 1


def test_who_leaves_tomorrow_is_told_and_who_left_today_or_is_erased_is_not(desk: Desk) -> None:
    """The day is that of the processor: at nine in Helsinki it is 26 November there."""
    stays = desk.customer("Alder", ended_on=date(2026, 11, 27))
    desk.customer("Birch", ended_on=date(2026, 11, 26))
    desk.customer("Cedar", erased_at=AT)
    change = desk.propose()
    assert [one.customer for one in Touched.objects.filter(change=change)] == [stays]


def test_each_is_written_to_in_its_language_or_english(desk: Desk) -> None:
    for language in ("fi", "sv", "en", "de", ""):
        desk.customer(language or "none", language=language)
    rows = Touched.objects.filter(change=desk.propose()).values_list("customer__name", "language")
    assert sorted(rows) == [("de", "en"), ("en", "en"), ("fi", "fi"), ("none", "en"), ("sv", "sv")]


def value(whose: Customer, since: date, said: str, entry: str = "spruce") -> None:
    EntryValue.objects.create(customer=whose, entry=entry, field="applies", value=said, since=since)


def test_the_newest_word_on_whether_a_company_serves_a_customer_holds(desk: Desk) -> None:
    """What varies by customer and was said of it: the later day holds, in any case of letters."""
    names = ("again", "stopped", "unused", "of another")
    again, stopped, unused, other = (desk.customer(name) for name in names)
    value(again, date(2026, 1, 1), "no"), value(again, date(2026, 6, 1), "yes")
    value(stopped, date(2026, 6, 1), "No"), value(stopped, date(2026, 1, 1), "yes")
    value(unused, date(2026, 1, 1), "NO"), value(other, date(2026, 1, 1), "no", "larch")
    fir = replace(SPRUCE, id="fir", name="Fir Filters SAS")
    change = desk.propose(desk.draft(replace(SPRUCE, varies_by_customer=True), fir))
    found = {
        one.customer.name: one.group.entries
        for one in Touched.objects.filter(change=change).select_related("customer", "group")
    }
    both, only = ["fir", "spruce"], ["fir"]
    assert {name: sorted(entries) for name, entries in found.items()} == {
        "again": both, "stopped": only, "unused": only, "of another": both,
    }  # fmt: skip


def test_a_second_plan_takes_the_place_of_the_first(desk: Desk) -> None:
    """Customers and classes are those of now, and a company is engaged once."""
    alder = desk.customer("Alder")
    draft = desk.draft()
    change = desk.propose(draft)
    birch = desk.customer("Birch", "long")
    Customer.objects.filter(pk=alder.pk).update(ended_on=date(2026, 11, 26))
    desk.put(draft, replace(SPRUCE, id="fir", name="Fir Filters SAS"))
    plan_change(by=desk.owner, at=LATER, change=change)
    (place,) = Touched.objects.filter(change=change).select_related("group")
    assert (place.customer, place.counted_at) == (birch, LATER)
    assert sorted(place.group.entries) == ["fir", "spruce"] and change.groups.count() == 1
    rows = Engagement.objects.filter(register=desk.base.register, entry__in=["fir", "spruce"])
    assert sorted(rows.values_list("entry", "created_at")) == [("fir", LATER), ("spruce", AT)]

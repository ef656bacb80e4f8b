"""A change is proposed from a draft and planned: whom it touches, what each is owed, the dates that are permitted."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketju.core.model.register import Place
from ketju.core.notices.owed import Owed
from ketju.core.periods.calendars import calendar_from
from ketju.core.periods.instants import zone_from
from ketju.core.periods.lengths import Length
from ketju.web.apps.agreements.models import Acceptance
from ketju.web.apps.cases.forecasting import forecast_of, slack_for, slack_of
from ketju.web.apps.cases.gating import gates_of
from ketju.web.apps.cases.models import CaseChange, Engagement, Touched
from ketju.web.apps.cases.owed_json import data_of, owed_in
from ketju.web.apps.cases.problems import CaseThere, NothingOwed, TooEarly
from ketju.web.apps.cases.reads import groups_of
from ketju.web.apps.cases.recipients import recipients
from ketju.web.apps.cases.writes.planning import Supplier, plan_change, propose_change, reschedule
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.services.models import EntryValue
from ketju.web.base.audit.models import AuditEntry
from tests.web.cases.desk import AT, SPRUCE, Desk

HELSINKI = ZoneInfo("Europe/Helsinki")
LENGTHS = st.builds(
    Length, st.sampled_from(["hours", "days", "working-days", "weeks", "months"]), st.integers(1, 90)
)


@given(
    st.builds(
        Owed, st.sampled_from(["general", "specific"]), st.sampled_from(["FI", "SE", "none", "DE-BY"]).map(calendar_from),
        st.sampled_from(["Europe/Helsinki", "Asia/Dubai", "+02:00"]).map(zone_from), st.none() | LENGTHS,
        st.sampled_from(["sending", "delivery"]), st.none() | LENGTHS, st.sampled_from(["sending", "delivery"]),
        st.just(("addition", "alteration")), st.sampled_from([(), ("e-mail", "in-app")]), st.just(("main-users",)),
        st.sampled_from(["contract", "eu"]), LENGTHS, LENGTHS,
    )
)  # fmt: skip
def test_what_is_owed_is_the_same_after_json(owed: Owed) -> None:
    assert owed_in(json.loads(json.dumps(data_of(owed)))) == owed


def test_each_customer_is_owed_what_its_terms_say_and_others_are_left_alone(desk: Desk) -> None:
    thirty, long = desk.customer("Alder"), desk.customer("Birch", "long")
    consent, silent = desk.customer("Cedar", "consent"), desk.customer("Dogwood", "")
    desk.customer("Elm", country="FI")  # mail in Finland: another region
    desk.customer("Fir", ended_on=date(2026, 1, 1))
    change = desk.propose()
    found = {
        one.customer: one for one in Touched.objects.filter(change=change).select_related("group", "customer")
    }
    assert set(found) == {thirty, long, consent, silent}
    owed = {one: owed_in(place.group.owed) for one, place in found.items()}
    assert (owed[thirty].notice, owed[thirty].window) == (Length("days", 30), Length("days", 30))
    assert (owed[long].notice, owed[long].window) == (Length("days", 45), None)
    assert owed[consent].mode == "specific"
    assert owed[silent].open
    assert "sending" not in found[consent].waits
    assert "terms" in found[silent].waits
    assert {one.services[0] for one in change.groups.all()} == {"mail"}
    assert {tuple(one.entries) for one in change.groups.all()} == {("spruce",)}
    assert sum(one.size for one in groups_of(change)) == 4


def test_a_later_acceptance_holds_and_a_sign_up_is_one(desk: Desk) -> None:
    other = desk.customer("Alder")
    Acceptance.objects.create(
        processor=desk.kite,
        customer=other,
        agreement=desk.agreements["long"],
        accepted_at=AT - timedelta(days=3),
    )
    Acceptance.objects.create(
        processor=desk.kite,
        customer=other,
        agreement=desk.agreements["short"],
        accepted_at=AT + timedelta(days=3),
    )
    change = desk.propose()
    assert desk.place(change, other).group.agreement == desk.agreements["long"]


def test_what_varies_by_customer_and_is_not_used_for_it_is_not_told(desk: Desk) -> None:
    used, unused = desk.customer("Alder"), desk.customer("Birch")
    EntryValue.objects.create(
        customer=unused, entry="spruce", field="applies", value="no", since=date(2026, 1, 1)
    )
    change = desk.propose(desk.draft(replace(SPRUCE, varies_by_customer=True)))
    assert [one.customer for one in Touched.objects.filter(change=change)] == [used]


def test_another_place_is_told_under_the_terms_that_name_alterations(desk: Desk) -> None:
    """By law notice is owed of additions and replacements; of other changes where the terms say so (D-134)."""
    told, quiet = desk.customer("Alder"), desk.customer("Birch", "long")
    version = desk.agreements["thirty"]
    version.terms += "  notice.changes: {value: [addition, replacement, alteration]}\n"
    version.save()
    larch = next(one for one in desk.draft_entries() if one.id == "larch")
    change = desk.propose(desk.draft(replace(larch, places=(*larch.places, Place("FR")))))
    assert [one.customer for one in Touched.objects.filter(change=change)] == [told]
    assert quiet.pk


def test_a_case_records_who_planned_what_which_engagements_and_whom_they_touch(desk: Desk) -> None:
    """D-130, D-134, D-194: the change, the companies under it, and the customers whose data they will have.

    Thursday 26 November 2026, nine o'clock: 30 days of notice end with Monday 28 December (the 26th is a day off).
    """
    told, draft = desk.customer("Alder"), desk.draft()
    web_only = Customer.objects.create(processor=desk.kite, name="Web only")
    desk.uses(web_only, "SE", "hosting")  # Spruce delivers mail
    supplier = Supplier(datetime(2026, 11, 20, 8, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC))
    made = propose_change(
        by=desk.owner, at=AT, draft=draft, title="Spruce for mail", rollout="per customer", supplier=supplier
    )
    held = CaseChange.objects.get()
    assert (held.pk, held.processor, held.register, held.draft) == (
        made.pk, desk.kite, desk.base.register, draft
    )  # fmt: skip
    assert (held.title, held.rollout, held.is_emergency) == ("Spruce for mail", "per customer", False)
    assert (held.owner, held.created_at, held.announced_at) == (desk.owner.user, AT, None)
    assert (held.supplier_told_at, held.supplier_from) == (supplier.told_at, supplier.starts_at)
    assert held.planned_at.astimezone(HELSINKI) == datetime(2026, 12, 29, tzinfo=HELSINKI)
    engaged = Engagement.objects.filter(register=desk.base.register, entry="spruce")
    assert [(one.access, one.is_opening, one.ended_on) for one in engaged] == [("unknown", False, None)]
    places = Touched.objects.filter(change=held).select_related("group")
    assert [(one.customer, one.group.entries, one.group.services) for one in places] == [
        (told, ["spruce"], ["mail"])
    ]
    noted = AuditEntry.objects.filter(action="changes.create")
    assert [(one.subject, one.actor, one.at) for one in noted] == [(held.public_id, desk.owner.user, AT)]
    late = desk.draft()
    with pytest.raises(TooEarly):
        propose_change(
            by=desk.owner, at=AT, draft=late, title="Too soon",
            planned_at=datetime(2026, 12, 28, 23, 59, tzinfo=HELSINKI),
        )  # fmt: skip
    assert not CaseChange.objects.filter(draft=late).exists()


def test_a_draft_has_one_case_and_only_where_something_is_owed(desk: Desk) -> None:
    desk.customer("Alder")
    draft = desk.draft()
    desk.propose(draft)
    with pytest.raises(CaseThere):
        desk.propose(draft)
    cloudberry = next(one for one in desk.draft_entries() if one.id == "cloudberry")
    with pytest.raises(NothingOwed):
        desk.propose(desk.draft(replace(cloudberry, notes=("Green power",))))


def test_too_early_is_refused_with_the_earliest_date_and_its_working(desk: Desk) -> None:
    """Thursday 26 November and 30 days: the window closes as Monday 28 December ends (Saturday 26 is a day off)."""
    desk.customer("Alder")
    draft = desk.draft()
    with pytest.raises(TooEarly) as caught:
        desk.propose(draft, planned_at=datetime(2026, 12, 20, tzinfo=HELSINKI))
    assert caught.value.params["earliest"] == "2026-12-29"
    assert caught.value.params["binding"] == "window"
    assert caught.value.working.window is not None
    assert not Touched.objects.exists()
    change = desk.propose(draft)
    assert change.planned_at == datetime(2026, 12, 29, tzinfo=HELSINKI)
    with pytest.raises(TooEarly):
        reschedule(by=desk.owner, at=AT, change=change, planned_at=datetime(2026, 12, 28, tzinfo=HELSINKI))


def test_all_at_once_the_slowest_decides(desk: Desk) -> None:
    """45 days from 26 November: the last is Sunday 10 January 2027; use on Monday 11 at the earliest."""
    desk.customer("Alder"), desk.customer("Birch", "long")
    change = desk.propose(rollout="all at once")
    assert change.planned_at == datetime(2027, 1, 11, tzinfo=HELSINKI)


def test_if_sent_today(desk: Desk) -> None:
    for number in range(3):
        desk.customer(f"Alder {number}")
    desk.customer("Birch", "long"), desk.customer("Cedar", "consent"), desk.customer("Dogwood", "")
    found = forecast_of(desk.propose(), AT)
    assert [(one.day, one.count, one.total) for one in found.steps] == [
        (date(2026, 12, 29), 3, 3), (date(2027, 1, 11), 1, 4),
    ]  # fmt: skip
    assert dict(found.unknown) == {"consent": 1, "terms": 1}


def test_the_slack_of_a_supplier(desk: Desk) -> None:
    desk.customer("Alder")
    supplier = Supplier(AT, datetime(2027, 1, 8, tzinfo=HELSINKI))
    found = slack_of(desk.propose(supplier=supplier))
    assert found is not None and found.days == 10  # 29 December to 8 January
    assert slack_for(desk.kite, 30, AT).days is None  # some agreements settle no date
    for name in ("consent", "silent"):
        desk.agreements[name].delete()
    found = slack_for(desk.kite, 30, AT)
    assert found.days == -16  # 26 December against 11 January, for those with 45 days


def test_a_draft_that_changes_is_planned_anew_and_an_approval_falls(desk: Desk) -> None:
    desk.customer("Alder")
    draft = desk.draft()
    change = desk.propose(draft)
    digest = change.digest
    desk.put(draft, replace(SPRUCE, data_subjects=("Visitors",)))
    change = plan_change(by=desk.owner, at=AT, change=change)
    assert change.digest != digest
    again = plan_change(by=desk.owner, at=AT, change=change)
    assert again.digest == change.digest
    assert Touched.objects.filter(change=change).count() == 1


def test_who_is_told(desk: Desk) -> None:
    alder = desk.customer("Alder")
    main = alder.contacts.get()
    deputy = desk.person(alder, "deputy@alder.example.com", is_main_user=False)
    privacy = desk.person(alder, "privacy@alder.example.com", is_main_user=False, role="privacy")
    desk.person(alder, "billing@alder.example.com", is_main_user=False, role="billing")
    desk.person(alder, "old@alder.example.com", ended_on=date(2026, 1, 1))
    day = date(2026, 11, 26)
    ((_, found),) = recipients(desk.kite, day, lambda _: ())
    assert {one.contact: one.counts for one in found} == {main.pk: True, privacy.pk: False}
    main.deputy, main.away_until = deputy, date(2026, 12, 1)
    main.save()
    ((_, found),) = recipients(desk.kite, day, lambda _: ())
    assert {one.contact for one in found} == {main.pk, deputy.pk, privacy.pk}
    ((_, found),) = recipients(desk.kite, date(2026, 12, 2), lambda _: ())
    assert {one.contact for one in found} == {main.pk, privacy.pk}


def test_who_has_nobody_is_unreachable_and_the_rest_goes_on(desk: Desk) -> None:
    desk.customer("Alder")
    alone = desk.customer("Birch")
    alone.contacts.update(email="", email_index=b"")
    change = desk.propose()
    assert {one.reach for one in change.touched.exclude(customer=alone)} == {"unknown"}
    assert desk.place(change, alone).reach == "unreachable"


def test_gates_of_a_company(desk: Desk) -> None:
    desk.customer("Alder"), desk.customer("Birch", "long")
    change = desk.propose()
    found = {one.kind: one for one in gates_of(change, AT)["spruce"]}
    assert set(found) == {"due-diligence", "contract", "access", "contact", "approval"}  # France: no transfer
    shut = {kind for kind, one in found.items() if one.opens is None}
    assert shut == {"due-diligence", "contract", "approval"}
    assert dict(found["contract"].params)["entry"] == "spruce"

"""What a customer agreed besides its agreement reaches the case: its own dates, with the layer in the working."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ketju.core.periods.lengths import Length
from ketju.text.render import phrasebook
from ketju.web.apps.agreements.deviating import add_policy, correct_deviation, end_deviation, record_deviation
from ketju.web.apps.agreements.models import Acceptance, AgreementVersion, Deviation
from ketju.web.apps.cases.evidence_pack import evidence_pack
from ketju.web.apps.cases.forecasting import forecast_of, slack_for
from ketju.web.apps.cases.gating import flow_down
from ketju.web.apps.cases.models import Touched
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.problems import TermsChanged, TermsOpen, TooEarly
from ketju.web.apps.cases.terms_now import check_terms
from ketju.web.apps.cases.wording import owed_words, working_in
from ketju.web.apps.cases.writes.joining import join_new
from ketju.web.apps.cases.writes.planning import plan_change
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.sorting import sort_customers
from tests.web.cases.desk import AT, Desk

HELSINKI = ZoneInfo("Europe/Helsinki")
TODAY = date(2026, 11, 26)
HOUSE = {
    "version": "1",
    "terms": "ketju-terms: 1\nkind: policy\nid: house\nterms:\n  notice.length: 14 days\n  objection.window: 21 days\n",
    "valid_from": "2026-01-01",
}


def agree(desk: Desk, whose: Customer, parameter: str, value: str, **more: str) -> Deviation:
    given = {
        "parameter": parameter,
        "value": value,
        "basis": "side letter, § 3",
        "first": "2026-01-01",
        **more,
    }
    return record_deviation(by=desk.officer, at=AT, customer=whose, given=given)


def owed_to(desk: Desk, change: object, whose: Customer) -> object:
    place = Touched.objects.select_related("group").get(change=change, customer=whose)  # type: ignore[misc]
    return owed_in(place.group.owed)


def test_two_customers_of_one_agreement_get_dates_of_their_own_and_the_working_names_the_layer(
    desk: Desk,
) -> None:
    """30 days from Thursday 26 November 2026: the window ends with Monday 28 December (Saturday 26 is a day off), use
    from 29 December. 45 days: the last one is Sunday 10 January 2027, so that the window ends with Monday 11.
    """
    usual, own = desk.customer("Alder"), desk.customer("Birch")
    for name in ("notice.length", "objection.window"):
        agree(desk, own, name, "45 days")
    change = desk.propose()
    found = forecast_of(change, AT)
    assert [(one.day, one.count) for one in found.steps] == [(date(2026, 12, 29), 1), (date(2027, 1, 12), 1)]
    said = phrasebook("en")
    for whose, layer, length in (
        (usual, "the agreement", "30 days"),
        (own, "what the customer agreed", "45 days"),
    ):
        owed = owed_to(desk, change, whose)
        assert f"({layer})" in " ".join(owed_words(owed, said))  # type: ignore[arg-type]
        (group,) = (one for one in found.groups if one.owed == owed)
        first = [one.steps[0] for one in working_in(group.earliest, said)]
        assert first == [f"{length} ({layer})"] * 2
    pack = evidence_pack(by=desk.officer, at=AT, change=change)
    told = {one["id"]: dict(one["owed"]["layers"])["notice.length"] for one in pack["customers"]}
    assert told == {usual.public_id: "agreement", own.public_id: "customer"}
    besides = {one["id"]: [each["value"] for each in one["besides"]] for one in pack["customers"]}
    assert besides == {usual.public_id: [], own.public_id: ["45 days", "45 days"]}


def test_all_at_once_the_side_letter_decides_and_a_date_before_it_is_refused(desk: Desk) -> None:
    desk.customer("Alder")
    agree(desk, desk.customer("Birch"), "notice.length", "45 days")
    change = desk.propose(rollout="all at once")
    assert change.planned_at == datetime(2027, 1, 11, tzinfo=HELSINKI)
    with pytest.raises(TooEarly) as caught:
        desk.propose(desk.draft(), rollout="all at once", planned_at=datetime(2026, 12, 29, tzinfo=HELSINKI))
    assert "45 days (what the customer agreed)" in working_in(caught.value.working, phrasebook("en"))[0].steps


def test_window_calendar_and_mode_are_those_of_the_side_letter(desk: Desk) -> None:
    """On 6 January, Epiphany, Sweden and Finland rest and Denmark works (Denmark's list of public holidays)."""
    alder, birch, cedar = (desk.customer(name) for name in ("Alder", "Birch", "Cedar"))
    agree(desk, alder, "objection.window", "60 days")
    agree(desk, birch, "periods.calendar", "DK")
    agree(desk, cedar, "authorisation.mode", "specific")
    change = desk.propose()
    assert owed_to(desk, change, alder).window == Length("days", 60)  # type: ignore[attr-defined]
    assert owed_to(desk, change, birch).calendar.code == "DK"  # type: ignore[attr-defined]
    assert owed_to(desk, change, cedar).mode == "specific"  # type: ignore[attr-defined]
    assert "consent" in desk.place(change, cedar).waits


def test_who_passes_notices_on_has_the_time_for_it(desk: Desk) -> None:
    """From 26 November: five days end with 1 December, 30 more with 31 December; use from 1 January 2027."""
    whose = desk.customer("Alder")
    agree(desk, whose, "notice.pass_on", "5 days")
    change = desk.propose()
    assert change.planned_at == datetime(2027, 1, 1, tzinfo=HELSINKI)
    (group,) = forecast_of(change, AT).groups
    steps = working_in(group.earliest, phrasebook("en"))[0].steps
    assert (
        steps[1]
        == "5 days to pass the notice on, before the period of notice begins (what the customer agreed)"
    )


def test_it_holds_on_its_days_only_and_what_was_struck_never(desk: Desk) -> None:
    whose = desk.customer("Alder")
    past = agree(desk, whose, "notice.length", "60 days", first="2025-01-01")
    end_deviation(by=desk.officer, at=AT, deviation=past, last=date(2026, 11, 25))
    later = agree(desk, whose, "notice.length", "90 days", first="2026-11-27")
    change = desk.propose()
    assert owed_to(desk, change, whose).notice == Length("days", 30)  # type: ignore[attr-defined]
    given = {"value": "45 days", "basis": "side letter, § 4", "first": "2026-11-26"}
    right = correct_deviation(by=desk.officer, at=AT, deviation=later, given=given)
    assert right.replaces == later and Deviation.objects.get(pk=later.pk).struck_at == AT
    assert owed_to(desk, plan_change(by=desk.owner, at=AT, change=change), whose).notice == Length("days", 45)  # type: ignore[attr-defined]


def test_less_than_the_law_gives_is_kept_and_not_computed_with(desk: Desk) -> None:
    """Art. 28(2): notice is owed of additions and replacements; a letter that leaves one out changes nothing."""
    whose = desk.customer("Alder")
    agree(desk, whose, "notice.changes", "addition")
    owed = owed_to(desk, desk.propose(), whose)
    assert owed.changes == ("addition", "replacement")  # type: ignore[attr-defined]
    assert owed.layer("notice.changes") == "statute"  # type: ignore[attr-defined]


def test_the_house_policy_speaks_where_the_agreement_sets_no_figure(desk: Desk) -> None:
    silent, usual = desk.customer("Alder", "silent"), desk.customer("Birch")
    add_policy(by=desk.officer, at=AT, processor=desk.kite, given=HOUSE)
    change = desk.propose()
    owed = owed_to(desk, change, silent)
    assert (owed.notice, owed.layer("notice.length")) == (Length("days", 14), "policy")  # type: ignore[attr-defined]
    assert owed_to(desk, change, usual).notice == Length("days", 30)  # type: ignore[attr-defined]
    agree(desk, silent, "notice.length", "10 days")
    change = plan_change(by=desk.owner, at=AT, change=change)
    assert owed_to(desk, change, silent).notice == Length("days", 10)  # type: ignore[attr-defined]


def test_what_is_agreed_after_the_plan_stops_the_notice_until_it_is_planned_again(desk: Desk) -> None:
    whose = desk.customer("Alder")
    change = desk.propose()
    check_terms(change, AT)
    agree(desk, whose, "notice.length", "45 days")
    with pytest.raises(TermsChanged) as caught:
        desk.told(change)
    assert caught.value.params["count"] == "1"
    check_terms(plan_change(by=desk.owner, at=AT, change=change), AT)


def test_slack_counts_the_longest_side_letter(desk: Desk) -> None:
    """Told on 26 November for 30 days later, 26 December; 45 days end with 10 January 2027: 16 days too few."""
    for one in AgreementVersion.objects.exclude(slug="thirty"):
        one.delete()
    whose = desk.customer("Alder")
    assert slack_for(desk.kite, 30, AT).days == -3  # 26 December against 29 December
    agree(desk, whose, "notice.length", "45 days")
    assert slack_for(desk.kite, 30, AT).days == -16


def test_a_duty_that_one_customer_agreed_has_to_stand_in_the_contract(desk: Desk) -> None:
    whose = desk.customer("Alder")
    agree(desk, whose, "security.restore", "4 hours")
    agree(desk, desk.customer("Elm", country="FI"), "security.measures", "encryption")  # not touched
    change = desk.propose()
    assert flow_down(change, TODAY) == ("security.restore",)
    assert "contract" in desk.place(change, whose).waits


def test_who_joins_later_is_owed_what_it_agreed(desk: Desk) -> None:
    desk.customer("Alder")
    change = desk.propose()
    desk.look_at()
    desk.told(change)
    late = desk.customer("Birch")
    agree(desk, late, "notice.length", "45 days")
    sort_customers(TODAY)
    assert join_new(change, AT + timedelta(days=1)) == 1
    assert owed_to(desk, change, late).notice == Length("days", 45)  # type: ignore[attr-defined]


def test_another_agreement_that_is_accepted_after_the_plan_stops_the_notice(desk: Desk) -> None:
    """Who accepts 45 days before the notice leaves is owed 45 days: the terms of the day of the notice hold."""
    alder, _ = desk.customer("Alder"), desk.customer("Birch")
    change = desk.propose()
    longer = {
        "processor": desk.kite,
        "customer": alder,
        "agreement": desk.agreements["long"],
        "accepted_at": AT,
    }
    Acceptance.objects.create(**longer)
    with pytest.raises(TermsChanged) as caught:
        desk.told(change)
    assert caught.value.params["count"] == "1"
    change = plan_change(by=desk.owner, at=AT, change=change)
    check_terms(change, AT)
    assert owed_to(desk, change, alder).notice == Length("days", 45)  # type: ignore[attr-defined]


def test_another_house_policy_after_the_plan_stops_the_notice_to_all_it_is_about(desk: Desk) -> None:
    for name in ("Alder", "Birch"):
        desk.customer(name, "silent")
    desk.customer("Cedar")
    add_policy(by=desk.officer, at=AT, processor=desk.kite, given=HOUSE)
    change = desk.propose()
    check_terms(change, AT)
    add_policy(
        by=desk.officer, at=AT, processor=desk.kite,
        given={**HOUSE, "version": "2", "terms": HOUSE["terms"].replace("14 days", "60 days"), "valid_from": "2026-11-26"},
    )  # fmt: skip
    Acceptance.objects.update(recorded_at=AT - timedelta(days=1))
    with pytest.raises(TermsChanged) as caught:
        check_terms(change, AT)
    assert caught.value.params["count"] == "2"


def test_an_emergency_is_planned_with_the_shorter_time_and_checked_with_it(desk: Desk) -> None:
    whose = desk.customer("Alder")
    agree(desk, whose, "notice.emergency", "2 days")
    change = desk.propose(is_emergency=True)
    assert owed_to(desk, change, whose).notice == Length("days", 2)  # type: ignore[attr-defined]
    check_terms(change, AT)


def test_an_agreement_that_says_two_things_keeps_its_customers_out_until_it_is_settled(desk: Desk) -> None:
    """Two documents of one rank, 20 and 40 days: notice by the shorter may be none, so that nobody is told by it."""
    twofold = desk.agreements["short"]
    twofold.terms = twofold.terms.replace(
        "notice.length: {value: 14 days}", "notice.length:\n    - {value: 20 days}\n    - {value: 40 days}"
    )
    twofold.save()
    whose, _ = desk.customer("Alder", "short"), desk.customer("Birch")
    change = desk.propose()
    owed = owed_to(desk, change, whose)
    assert owed.open == ("notice.length",)  # type: ignore[attr-defined]
    assert owed_words(owed, phrasebook("en")) == (
        "The terms contradict each other, so no date can be computed.",
    )  # type: ignore[arg-type]
    assert "terms" in desk.place(change, whose).waits
    with pytest.raises(TermsOpen):
        desk.told(change)

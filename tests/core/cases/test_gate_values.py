"""Gates to the last detail: what each says it waits for, from when to when it is open, in which order they are worked on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ketju.core.cases.effect import Effect, Standing, customer_gates, effects, is_in_effect
from ketju.core.cases.engaging import Engagement, Evidence, TransferCase, engagement_gates, evidence_on
from ketju.core.cases.gates import ENGAGEMENT, Gate, Waiver, waived
from ketju.core.cases.objections import Objection, holding
from ketju.core.notices.delivery import Delivery
from ketju.core.notices.earliest import Earliest, earliest_for
from tests.core.cases.test_gates import HELSINKI, OWED, TOLD, WHOLE, at, effect_of, standing

ALWAYS = at("2018-05-25")
"""From when what needs no day of its own is open: since the GDPR applies (Art. 99(2))."""


def test_the_gates_of_a_company_that_is_known_whole() -> None:
    assert engagement_gates(WHOLE, HELSINKI) == (
        Gate("due-diligence", at("2026-01-10"), ends=at("2027-01-10")),
        Gate("contract", at("2026-01-15")),
        Gate("access", ALWAYS, "", (("level", "metadata"),)),
        Gate("contact", ALWAYS),
        Gate("approval", at("2026-02-01 12:00")),
    )


def test_the_gates_of_a_company_of_which_nothing_is_known() -> None:
    assert engagement_gates(Engagement(), HELSINKI) == (
        Gate("due-diligence", None, "evidence"), Gate("contract", None, "evidence"), Gate("access", None, "level"),
        Gate("contact", None, "missing", (("fields", "contact, address"),)), Gate("approval", None, "approval"),
    )  # fmt: skip


def test_what_is_recorded_opens_from_the_day_it_was_recorded() -> None:
    known = replace(WHOLE, recorded=at("2026-02-03 10:00"), transfers=(TransferCase("CH", is_covered=True),))
    found = {one.kind: one.opens for one in engagement_gates(known, HELSINKI)}
    assert found["access"] == found["contact"] == found["transfer"] == at("2026-02-03 10:00")


def test_clauses_that_are_not_passed_on_are_named() -> None:
    found = engagement_gates(replace(WHOLE, unmapped=("audit.right", "security.restore")), HELSINKI)
    assert found[1] == Gate("contract", None, "clauses", (("clauses", "audit.right, security.restore"),))
    none = engagement_gates(replace(WHOLE, contract=None, unmapped=("audit.right",)), HELSINKI)
    assert none[1] == Gate("contract", None, "evidence")


@pytest.mark.parametrize(("has_contact", "fields"), [(True, "address"), (False, "contact")])
def test_what_is_missing_of_contact_and_address_is_named(has_contact: bool, fields: str) -> None:
    known = replace(WHOLE, has_contact=has_contact, has_address=not has_contact)
    assert engagement_gates(known, HELSINKI)[3] == Gate("contact", None, "missing", (("fields", fields),))


def test_an_office_of_one_approves_and_that_is_seen() -> None:
    found = engagement_gates(replace(WHOLE, is_own_approval=True), HELSINKI)
    assert found[-1] == Gate("approval", at("2026-02-01 12:00"), "", (("own", "yes"),))


@pytest.mark.parametrize("level", ["none", "metadata"])
def test_access_that_reaches_no_content_is_open(level: str) -> None:
    found = engagement_gates(replace(WHOLE, access=level), HELSINKI)  # type: ignore[arg-type]
    assert found[2] == Gate("access", ALWAYS, "", (("level", level),))


def test_access_to_content_is_shut_and_for_invoicing_open() -> None:
    assert engagement_gates(replace(WHOLE, access="content"), HELSINKI)[2] == Gate("access", None, "content")
    found = engagement_gates(replace(WHOLE, access="content", is_invoicing=True), HELSINKI)
    assert found[2] == Gate("access", ALWAYS, "", (("level", "content"),))


def test_each_place_in_a_third_country_has_gates_of_its_own() -> None:
    tool, assessment = Evidence(date(2026, 1, 2)), Evidence(date(2026, 1, 3), date(2026, 12, 31))
    places = (TransferCase("US", False, tool, assessment), TransferCase("CH", True), TransferCase("IN"))
    found = engagement_gates(replace(WHOLE, transfers=places), HELSINKI)
    assert found[3:8] == (
        Gate("transfer", at("2026-01-02"), "", (("country", "US"),)),
        Gate("impact-assessment", at("2026-01-03"), "", (("country", "US"),), at("2027-01-01")),
        Gate("transfer", ALWAYS, "", (("country", "CH"),)),
        Gate("transfer", None, "evidence", (("country", "IN"),)),
        Gate("impact-assessment", None, "evidence", (("country", "IN"),)),
    )
    assert {one.kind for one in found} <= set(ENGAGEMENT)


@pytest.mark.parametrize(
    ("tool", "assessment", "ends"),
    [
        (None, None, "2031-12-28"),
        (Evidence(date(2026, 1, 2)), None, "2031-12-28"),
        (Evidence(date(2026, 1, 2)), Evidence(date(2031, 12, 28)), ""),
        (Evidence(date(2026, 1, 2)), Evidence(date(2031, 12, 29)), "2031-12-28"),
        (Evidence(date(2026, 1, 2)), Evidence(date(2026, 1, 3), date(2032, 6, 30)), "2032-07-01"),
        (Evidence(date(2026, 1, 2), date(2030, 12, 31)), Evidence(date(2026, 1, 3)), "2031-12-28"),
    ],
)
def test_a_decision_that_ends_closes_its_gate_unless_a_tool_follows(
    tool: Evidence | None, assessment: Evidence | None, ends: str
) -> None:
    """The decision on the United Kingdom ends with 27 December 2031 ((EU) 2025/2574); other ways stay (Art. 45(7))."""
    place = TransferCase("GB", True, tool, assessment, date(2031, 12, 27))
    (gate,) = (
        one
        for one in engagement_gates(replace(WHOLE, transfers=(place,)), HELSINKI)
        if one.kind == "transfer"
    )
    assert gate == Gate("transfer", ALWAYS, "", (("country", "GB"),), at(ends) if ends else None)


def test_no_effect_after_the_decision_that_covers_the_place_has_ended() -> None:
    """The customer is free on 2 April 2026; a decision whose last day is 1 April covers it no longer."""
    ended = replace(WHOLE, transfers=(TransferCase("XX", True, covered_to=date(2026, 4, 1)),))
    result = effect_of(standing(), known=ended)
    assert (result.at, [one.kind for one in result.over]) == (None, ["transfer"])
    lasting = replace(WHOLE, transfers=(TransferCase("XX", True, covered_to=date(2026, 4, 2)),))
    assert effect_of(standing(), known=lasting).at == at("2026-04-02")


FIRST, NEXT = Evidence(date(2026, 1, 1), date(2026, 6, 30)), Evidence(date(2026, 7, 1), date(2027, 6, 30))
GAP, ENDLESS = Evidence(date(2027, 7, 2), date(2028, 1, 1)), Evidence(date(2027, 6, 1))


@pytest.mark.parametrize(
    ("held", "on", "expected"),
    [
        ((), date(2026, 5, 1), None),
        ((FIRST, NEXT), date(2026, 5, 1), Evidence(date(2026, 1, 1), date(2027, 6, 30))),
        ((FIRST, NEXT, GAP), date(2026, 5, 1), Evidence(date(2026, 1, 1), date(2027, 6, 30))),
        ((NEXT, ENDLESS, FIRST), date(2026, 5, 1), Evidence(date(2026, 1, 1))),
        ((FIRST, NEXT), date(2026, 8, 1), NEXT),
        ((FIRST, NEXT), date(2025, 12, 31), Evidence(date(2026, 1, 1), date(2027, 6, 30))),
        ((FIRST, NEXT), date(2027, 8, 1), NEXT),
        ((Evidence(date(2026, 1, 1), date(9999, 12, 31)), NEXT), date(2026, 8, 1), Evidence(date(2026, 1, 1), date(9999, 12, 31))),
    ],
)  # fmt: skip
def test_evidence_goes_on_where_the_next_begins_the_day_after(
    held: tuple[Evidence, ...], on: date, expected: Evidence | None
) -> None:
    assert evidence_on(held, on) == expected


def test_evidence_to_the_end_of_time_has_no_end() -> None:
    known = replace(WHOLE, diligence=Evidence(date(2026, 1, 10), date(9999, 12, 31)))
    assert engagement_gates(known, HELSINKI)[0] == Gate("due-diligence", at("2026-01-10"))


def test_the_gates_of_a_customer_that_was_told() -> None:
    assert customer_gates(standing()) == (
        Gate("notice", at("2026-03-02 09:01")), Gate("window", at("2026-04-02")),
    )  # fmt: skip


def test_a_customer_that_is_not_told_yet_waits_for_sending_then_for_delivery() -> None:
    assert customer_gates(Standing(OWED)) == (
        Gate("notice", None, "sending"),
        Gate("window", None, "sending"),
    )
    sent = Delivery(at("2026-03-02 09:00"))
    assert customer_gates(Standing(OWED, sent, earliest_for(OWED, sent))) == (
        Gate("notice", None, "delivery"), Gate("window", None, "delivery"),
    )  # fmt: skip


def test_no_notice_is_owed_and_nothing_is_waited_for() -> None:
    assert customer_gates(standing(is_owed=False)) == ()
    assert customer_gates(standing(is_owed=False, is_conditional=True)) == (
        Gate("condition", None, "condition"),
    )


def test_who_joined_who_consents_and_whose_terms_are_open() -> None:
    joined = at("2026-03-15 10:00")
    assert customer_gates(standing(joined=joined)) == (Gate("notice", joined, "", (("joined", "yes"),)),)
    specific = replace(OWED, mode="specific")
    assert customer_gates(Standing(specific)) == (Gate("consent", None, "consent"),)
    assert customer_gates(Standing(specific, consented=joined)) == (Gate("consent", joined),)
    nothing = replace(OWED, notice=None, window=None)
    assert customer_gates(Standing(nothing)) == (
        Gate("terms", None, "terms", (("parameters", "notice.length, objection.window"),)),
    )
    assert customer_gates(Standing(nothing, joined=joined)) == (
        Gate("notice", joined, "", (("joined", "yes"),)),
    )


def test_a_condition_that_was_given_is_open_from_then() -> None:
    given = at("2026-05-05 09:00")
    assert customer_gates(standing(is_conditional=True, condition=given))[-1] == Gate("condition", given)
    assert [one.kind for one in customer_gates(standing(condition=given))] == ["notice", "window"]


def test_objections_that_hold_are_named_and_say_whether_it_is_for_good() -> None:
    first, second = Objection("obj_1", at("2026-03-10")), Objection("obj_2", at("2026-03-11"), "upheld")
    done = Objection("obj_3", at("2026-03-12"), "settled")
    assert customer_gates(standing(objections=(first, done)))[2] == Gate(
        "objection", None, "dialogue", (("objections", "obj_1"),)
    )
    assert customer_gates(standing(objections=(first, second)))[2] == Gate(
        "objection", None, "for-good", (("objections", "obj_1, obj_2"),)
    )


def test_an_objection_about_one_service_holds_that_one_and_all_where_none_is_asked_about() -> None:
    partial = Objection("o", at("2026-03-10"), services=("mail", "web"))
    assert [holding([partial], one) for one in ("mail", "web", "shop", "")] == [
        (partial,), (partial,), (), (partial,),
    ]  # fmt: skip
    whole = Objection("p", at("2026-03-10"))
    assert holding([partial, whole], "shop") == (whole,)


def test_evidence_that_ends_with_the_very_day_does_not_cover_it() -> None:
    """Evidence to and with 1 April is over when 2 April begins, the day on which the customer is free."""
    known = replace(WHOLE, diligence=Evidence(date(2026, 1, 10), date(2026, 4, 1)))
    assert effect_of(standing(), known=known).at is None
    known = replace(WHOLE, diligence=Evidence(date(2026, 1, 10), date(2026, 4, 2)))
    assert effect_of(standing(), known=known).at == at("2026-04-02")


def found(*gates: Gate, planned: str = "2026-01-01") -> Effect:
    return effects((), {"c": gates}, rollout="per customer", planned=at(planned))["c"]


def test_effect_is_from_the_last_gate_and_what_is_shut_is_named() -> None:
    first, last = Gate("contract", at("2026-03-01")), Gate("notice", at("2026-03-09"))
    assert found(first, last).at == found(last, first).at == at("2026-03-09")
    assert found(first, planned="2026-04-01").at == found(planned="2026-04-01").at == at("2026-04-01")
    waits = Gate("approval", None, "approval")
    assert (found(first, waits).at, found(first, waits).shut) == (None, (waits,))
    over = Gate("due-diligence", at("2026-01-01"), ends=at("2026-03-09"))
    assert (found(over, last).at, found(over, last).shut) == (None, (over,))
    assert found(over, waits, last).shut == (over, waits)
    until = Gate("due-diligence", at("2026-01-01"), ends=at("2026-03-10"))
    assert (found(until, last).at, found(until, last).shut) == (at("2026-03-09"), ())
    assert found(until, planned="2026-03-10").shut == (until,)


def test_a_gate_is_open_from_its_first_instant_to_before_its_last() -> None:
    gate = Gate("due-diligence", at("2026-03-01"), ends=at("2026-03-09"))
    moments = ("2026-02-28 23:59", "2026-03-01", "2026-03-08 23:59", "2026-03-09")
    assert [gate.is_open(at(one)) for one in moments] == [False, True, True, False]
    assert not Gate("approval", None, "approval").is_open(at("2026-03-01"))
    assert Gate("approval", at("2026-03-01")).is_open(at("2030-01-01"))
    assert (gate.basis, gate.opener) == (("GDPR Art. 28(1)", "G-1", "D-186"), "privacy-officer")


def test_a_waiver_opens_from_when_it_was_given_and_leaves_an_open_gate_alone() -> None:
    why = Waiver("the supplier stopped", "Art. 32(1)", "usr_1", at("2026-03-05 08:00"))
    later = Gate("window", at("2026-04-02"), "", (("a", "b"),), at("2027-01-01"))
    assert waived(later, why) == Gate("window", why.at, "", (("a", "b"),), at("2027-01-01"), why)
    assert waived(Gate("notice", None, "delivery"), why) == Gate("notice", why.at, "", (), None, why)
    for opens in ("2026-03-05 08:00", "2026-03-01"):
        already = Gate("window", at(opens))
        assert waived(already, why) is already
    with pytest.raises(ValueError, match=r"^no waiver opens the gate contract$"):
        waived(Gate("contract", None, "evidence"), why)


def test_a_waiver_opens_what_had_run_out_and_not_what_runs_out_later() -> None:
    why = Waiver("the supplier stopped", "Art. 32(1)", "usr_1", at("2026-03-05 08:00"))
    for ends in ("2026-03-01", "2026-03-05 08:00"):
        over = Gate("due-diligence", at("2026-01-01"), "", (("entry", "acme"),), at(ends))
        opened = waived(over, why)
        assert opened == Gate("due-diligence", why.at, "", (("entry", "acme"),), None, why)
        assert opened.is_open(at("2027-03-05")) and not opened.is_open(at("2026-03-05 07:59"))
    holds = Gate("due-diligence", at("2026-01-01"), ends=at("2026-03-06"))
    assert waived(holds, why) is holds


def test_a_change_without_gates_takes_effect_on_the_planned_day() -> None:
    found = effects((), {"a": ()}, rollout="per customer", planned=at("2026-03-10"))["a"]
    assert (found.at, found.gates, found.shut, found.is_excluded) == (at("2026-03-10"), (), (), False)
    waits = Gate("consent", None, "consent")
    held = effects(
        (),
        {"a": (waits, Gate("contract", at("2026-01-01")))},
        rollout="per customer",
        planned=at("2026-03-10"),
    )
    assert (held["a"].at, held["a"].shut, held["a"].is_excluded) == (None, (waits,), False)
    assert not is_in_effect(held["a"], at("2030-01-01"))


def test_nobody_waits_for_who_has_left_and_nothing_takes_effect_for_it() -> None:
    everybody = {"stays": customer_gates(standing()), "left": customer_gates(Standing(OWED))}
    asked = {"planned": at("2026-03-10"), "rollout": "all at once"}
    assert effects((), everybody, **asked)["stays"].at is None  # type: ignore[arg-type]
    found = effects((), everybody, **asked, gone=("left",))  # type: ignore[arg-type]
    assert (found["stays"].at, found["stays"].is_excluded) == (at("2026-04-02"), False)
    assert (found["left"].at, found["left"].is_excluded) == (None, True)
    assert found["left"].gates == everybody["left"]


def test_where_all_have_left_nothing_takes_effect() -> None:
    found = effects((), {"a": ()}, rollout="all at once", planned=at("2026-03-10"), gone={"a"})
    assert (found["a"].at, found["a"].is_excluded) == (None, True)


def test_an_effect_needs_every_gate_open_when_it_began() -> None:
    ends = Gate("due-diligence", at("2026-01-10"), ends=at("2026-06-01"))
    found = effects((ends,), {"a": ()}, rollout="per customer", planned=at("2026-05-01"))["a"]
    assert is_in_effect(found, at("2026-05-01"))
    assert is_in_effect(found, at("2026-09-01"))  # what has begun goes on
    forced = replace(found, at=at("2026-06-01"))
    assert not is_in_effect(forced, at("2026-06-02"))


def test_a_standing_without_facts_is_one_of_a_customer_that_was_not_told() -> None:
    assert Standing(OWED).earliest == Earliest(None, "sending")
    assert TOLD.delivered == at("2026-03-02 09:01")

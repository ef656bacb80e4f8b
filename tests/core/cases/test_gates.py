"""Gates: each kind flags what is missing and passes what is there; when a change takes effect for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from ketju.core.cases.effect import Effect, Standing, customer_gates, effects, is_in_effect
from ketju.core.cases.engaging import Engagement, Evidence, TransferCase, engagement_gates
from ketju.core.cases.gates import BASIS, OPENER, WAIVABLE, Gate, Waiver, waived
from ketju.core.cases.objections import Objection, apart, holding, is_for_good, is_late, rest
from ketju.core.notices.delivery import Delivery
from ketju.core.notices.earliest import earliest_for
from ketju.core.notices.owed import Owed
from ketju.core.periods.calendars import calendar_from
from ketju.core.periods.instants import Instant
from ketju.core.periods.lengths import Length

HELSINKI = ZoneInfo("Europe/Helsinki")
THIRTY = Length("days", 30)
OWED = Owed("general", calendar_from("FI"), HELSINKI, THIRTY, window=THIRTY)


def at(text: str) -> Instant:
    return Instant(datetime.fromisoformat(text).replace(tzinfo=HELSINKI).astimezone(UTC), HELSINKI)


WHOLE = Engagement(
    diligence=Evidence(date(2026, 1, 10), date(2027, 1, 9)),
    contract=Evidence(date(2026, 1, 15)),
    access="metadata",
    has_contact=True,
    has_address=True,
    approved=at("2026-02-01 12:00"),
)
TOLD = Delivery(at("2026-03-02 09:00"), at("2026-03-02 09:01"), at("2026-03-08"))


def standing(**other: object) -> Standing:
    return replace(Standing(OWED, TOLD, earliest_for(OWED, TOLD)), **other)  # type: ignore[arg-type]


def shut(known: Engagement) -> dict[str, str]:
    return {one.kind: one.waits for one in engagement_gates(known, HELSINKI) if one.opens is None}


def test_nothing_known_opens_nothing() -> None:
    assert shut(Engagement()) == {
        "due-diligence": "evidence", "contract": "evidence", "access": "level", "contact": "missing",
        "approval": "approval",
    }  # fmt: skip
    assert shut(WHOLE) == {}


@pytest.mark.parametrize(
    ("change", "kind", "waits"),
    [
        ({"diligence": None}, "due-diligence", "evidence"),
        ({"contract": None}, "contract", "evidence"),
        ({"unmapped": ("confidentiality",)}, "contract", "clauses"),
        ({"access": "content"}, "access", "content"),
        ({"access": "unknown"}, "access", "level"),
        ({"has_contact": False}, "contact", "missing"),
        ({"has_address": False}, "contact", "missing"),
        ({"approved": None}, "approval", "approval"),
        ({"transfers": (TransferCase("US"),)}, "transfer", "evidence"),
        (
            {"transfers": (TransferCase("US", tool=Evidence(date(2026, 1, 1))),)},
            "impact-assessment",
            "evidence",
        ),
    ],
)
def test_each_gate_waits_for_what_is_missing(change: dict[str, object], kind: str, waits: str) -> None:
    assert shut(replace(WHOLE, **change))[kind] == waits  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"access": "content", "is_invoicing": True},  # D-139
        {"access": "content", "may_reach": True},
        {"transfers": (TransferCase("CH", is_covered=True),)},
        {
            "transfers": (
                TransferCase("US", tool=Evidence(date(2026, 1, 1)), assessment=Evidence(date(2026, 1, 1))),
            )
        },
    ],
)
def test_what_is_there_opens_them(change: dict[str, object]) -> None:
    assert shut(replace(WHOLE, **change)) == {}  # type: ignore[arg-type]


def test_every_gate_says_why_and_who_can_open_it() -> None:
    assert set(BASIS) == set(OPENER)
    assert all(BASIS.values())
    assert all(OPENER.values())


def effect_of(one: Standing, *, known: Engagement = WHOLE, planned: str = "2026-03-10") -> Effect:
    gates = engagement_gates(known, HELSINKI)
    return effects(gates, {"a": customer_gates(one)}, rollout="per customer", planned=at(planned))["a"]


def test_a_customer_is_free_when_its_window_has_closed() -> None:
    """30 days from Monday 2 March end on Wednesday 1 April 2026."""
    found = effect_of(standing())
    assert found.at == at("2026-04-02")
    assert not is_in_effect(found, at("2026-04-01 23:59"))
    assert is_in_effect(found, at("2026-04-02"))


def test_a_planned_day_after_that_holds() -> None:
    assert effect_of(standing(), planned="2026-05-01").at == at("2026-05-01")


def test_evidence_that_runs_out_before_the_day_opens_nothing() -> None:
    known = replace(WHOLE, diligence=Evidence(date(2026, 1, 10), date(2026, 3, 31)))
    assert effect_of(standing(), known=known).at is None
    assert effect_of(standing(), planned="2027-02-01").at is None


def test_an_objection_holds_only_its_customer_and_its_service() -> None:
    objection = Objection("o", at("2026-03-10 10:00"), services=("mail",))
    one = standing(objections=(objection,))
    gates = engagement_gates(WHOLE, HELSINKI)
    everybody = {
        "mail": customer_gates(one, "mail"),
        "web": customer_gates(one, "web"),
        "other": customer_gates(standing()),
    }
    found = effects(gates, everybody, rollout="per customer", planned=at("2026-03-10"))
    assert {name: one.at for name, one in found.items()} == {
        "mail": None, "web": at("2026-04-02"), "other": at("2026-04-02"),
    }  # fmt: skip


def test_all_at_once_waits_for_everybody_but_those_who_are_out_for_good() -> None:
    later = Delivery(at("2026-03-09 09:00"), at("2026-03-09 09:01"), at("2026-03-15"))
    slow = Standing(OWED, later, earliest_for(OWED, later))
    leaves = standing(objections=(Objection("o", at("2026-03-10"), "exit"),))
    gates = engagement_gates(WHOLE, HELSINKI)
    everybody = {name: customer_gates(one) for name, one in
                 (("quick", standing()), ("slow", slow), ("leaves", leaves))}  # fmt: skip
    found = effects(gates, everybody, rollout="all at once", planned=at("2026-03-10"))
    assert found["quick"].at == found["slow"].at == at("2026-04-09")
    assert found["leaves"].is_excluded
    assert found["leaves"].at is None
    waits = everybody | {"unreached": customer_gates(Standing(OWED))}
    found = effects(gates, waits, rollout="all at once", planned=at("2026-03-10"))
    assert all(one.at is None for one in found.values())


def test_silence_means_the_opposite_under_a_specific_authorisation() -> None:
    specific = replace(OWED, mode="specific")
    silent = Standing(specific, TOLD, earliest_for(specific, TOLD))
    assert effect_of(silent).at is None
    assert effect_of(replace(silent, consented=at("2026-03-20 10:00"))).at == at("2026-03-20 10:00")


def test_who_joins_with_the_annex_has_no_window_of_its_own() -> None:
    joined = Standing(OWED, joined=at("2026-03-15 10:00"))
    assert effect_of(joined).at == at("2026-03-15 10:00")


def test_a_condition_waits_for_the_customer() -> None:
    one = standing(is_conditional=True)
    assert effect_of(one).at is None
    assert effect_of(replace(one, condition=at("2026-05-05 09:00"))).at == at("2026-05-05 09:00")


def test_a_waiver_opens_some_gates_and_is_seen_for_ever() -> None:
    why = Waiver("the supplier stopped", "Art. 32(1)", "usr_1", at("2026-03-05 08:00"))
    gates = [
        waived(one, why) if one.kind == "window" else one
        for one in (*engagement_gates(WHOLE, HELSINKI), *customer_gates(standing()))
    ]
    found = effects((), {"c": gates}, rollout="per customer", planned=at("2026-03-01"))
    assert found["c"].at == at("2026-03-05 08:00")
    assert [one.waiver for one in gates if one.kind == "window"] == [why]
    for kind in set(BASIS) - WAIVABLE:
        with pytest.raises(ValueError, match="no waiver"):
            waived(Gate(kind, None, "x"), why)


@pytest.mark.parametrize(
    ("state", "holds"),
    [
        ("to-confirm", True), ("open", True), ("upheld", True), ("exit", True),
        ("settled", False), ("withdrawn", False), ("decided", False),
    ],
)  # fmt: skip
def test_which_objections_hold(state: str, holds: bool) -> None:
    one = Objection("o", at("2026-03-10"), state)  # type: ignore[arg-type]
    assert bool(holding([one], "")) is holds


def test_a_late_objection_is_known_as_late_and_holds_until_somebody_decides() -> None:
    ends = at("2026-04-02")
    assert is_late(at("2026-04-02"), ends)
    assert not is_late(at("2026-04-01 23:59"), ends)
    late = Objection("o", at("2026-04-03"), is_late=True)
    assert effect_of(standing(objections=(late,))).at is None
    assert effect_of(standing(objections=(replace(late, state="decided"),))).at == at("2026-04-02")


def test_services_that_an_objection_is_limited_to_stand_for_themselves() -> None:
    services = ("backup", "hosting", "mail")
    one = Objection("o1", at("2026-03-10 10:00"), services=("mail",))
    taken_back = Objection("o2", at("2026-03-11 10:00"), "withdrawn", services=("hosting",))
    assert apart(services, ()) == () == apart(services, [Objection("o3", at("2026-03-10 10:00"))])
    assert apart(services, [one, taken_back]) == ("hosting", "mail")  # how it ended does not matter
    assert rest(services, []) == "" and rest(services, [Objection("o3", at("2026-03-10 10:00"))]) == ""
    assert rest(("mail", "hosting"), [one]) == "hosting"


def test_the_customer_as_a_whole_is_excluded_only_when_each_service_is() -> None:
    services = ("hosting", "mail")
    never = Objection("o1", at("2026-03-10 10:00"), "upheld", services=("hosting",))
    talked = Objection("o2", at("2026-03-11 10:00"), "open", services=("mail",))
    assert rest(services, [never, talked]) == "mail"  # it is talked about: there is hope
    both = [never, Objection("o2", at("2026-03-11 10:00"), "exit", services=("mail",))]
    assert rest(services, both) == ""
    assert is_for_good(both, "mail") and not is_for_good([never, talked], "mail")

"""Random changes, bounces, objections, joins and leaves over simulated time: nothing takes effect before its gates.

A slow judge that shares no code with the gates looks at the same facts: it walks the days and asks in plain terms.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ketju.core.cases.effect import Standing, customer_gates, effects, is_in_effect
from ketju.core.cases.engaging import Engagement, Evidence, engagement_gates
from ketju.core.cases.objections import Objection
from ketju.core.notices.delivery import Fact, delivery_of
from ketju.core.notices.earliest import earliest_for
from ketju.core.notices.owed import Owed
from ketju.core.periods.calendars import calendar_from
from ketju.core.periods.instants import Instant
from ketju.core.periods.lengths import Length

NAMES = ("ash", "birch", "cedar", "dogwood")
TERMS: dict[str, dict[str, Any]] = {
    "ash": {"notice": 30, "window": 30},
    "birch": {"notice": 14, "window": None},
    "cedar": {"notice": 45, "window": 30},
    "dogwood": {"notice": None, "window": None, "mode": "specific"},
}
START = datetime(2026, 1, 5, 9, tzinfo=UTC)


@dataclass
class Customer:
    """What happened to one customer, as plain instants."""

    facts: list[tuple[str, datetime, str]] = field(default_factory=list)
    objections: dict[str, list[tuple[datetime, str]]] = field(default_factory=dict)
    joined: datetime | None = None
    consented: datetime | None = None


def owed_by(name: str) -> Owed:
    terms = TERMS[name]

    def days(count: int | None) -> Length | None:
        return None if count is None else Length("days", count)

    return Owed(
        terms.get("mode", "general"), calendar_from("FI"), UTC, days(terms["notice"]),
        window=days(terms["window"]),
    )  # fmt: skip


def here(when: datetime) -> Instant:
    return Instant(when, UTC)


class Case(RuleBasedStateMachine):
    """One change, four customers with other terms, a clock that only moves on."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.customers = {name: Customer() for name in NAMES}
        self.diligence: tuple[date, date] | None = None
        self.contract: date | None = None
        self.approved: datetime | None = None
        self.taken: dict[str, datetime] = {}
        self.count = 0

    @initialize(rollout=st.sampled_from(["per customer", "all at once"]), days=st.integers(0, 60))
    def begin(self, rollout: str, days: int) -> None:
        self.rollout = rollout
        self.planned = START + timedelta(days=days)

    @rule(days=st.integers(0, 40), hours=st.integers(0, 23))
    def time_passes(self, days: int, hours: int) -> None:
        self.now += timedelta(days=days, hours=hours)

    @rule(days=st.integers(30, 800))
    def company_is_looked_at(self, days: int) -> None:
        self.diligence = (self.now.date(), self.now.date() + timedelta(days=days))

    @rule()
    def contract_is_signed(self) -> None:
        self.contract = self.contract or self.now.date()

    @rule()
    def second_person_approves(self) -> None:
        self.approved = self.approved or self.now

    @rule(name=st.sampled_from(NAMES), reached=st.booleans())
    def notice_is_sent(self, name: str, reached: bool) -> None:
        self.count += 1
        message = f"m{self.count}"
        self.customers[name].facts.append(("sent", self.now, message))
        self.customers[name].facts.append(("accepted" if reached else "bounced", self.now, message))

    @rule(name=st.sampled_from(NAMES))
    def the_last_mail_comes_back(self, name: str) -> None:
        accepted = [one for one in self.customers[name].facts if one[0] == "accepted"]
        if accepted:
            self.customers[name].facts.append(("bounced", self.now, accepted[-1][2]))

    @rule(name=st.sampled_from(NAMES))
    def it_is_shown(self, name: str) -> None:
        self.count += 1
        self.customers[name].facts.append(("displayed", self.now, f"a{self.count}"))

    @rule(name=st.sampled_from(NAMES))
    def customer_objects(self, name: str) -> None:
        self.count += 1
        self.customers[name].objections[f"o{self.count}"] = [(self.now, "open")]

    @rule(name=st.sampled_from(NAMES), state=st.sampled_from(["settled", "withdrawn", "upheld", "exit"]))
    def objection_is_settled(self, name: str, state: str) -> None:
        for states in self.customers[name].objections.values():
            if states[-1][1] == "open":
                states.append((self.now, state))
                return

    @rule(name=st.sampled_from(NAMES))
    def customer_consents(self, name: str) -> None:
        self.customers[name].consented = self.customers[name].consented or self.now

    @precondition(lambda self: not self.customers["ash"].facts)
    @rule()
    def ash_joins_with_the_annex(self) -> None:
        self.customers["ash"].joined = self.customers["ash"].joined or self.now

    def _standing(self, name: str) -> Standing:
        known, owed = self.customers[name], owed_by(name)
        facts = [Fact(kind, here(at), message) for kind, at, message in known.facts]  # type: ignore[arg-type]
        delivery = delivery_of(facts, owed)
        return Standing(
            owed, delivery, earliest_for(owed, delivery),
            tuple(
                Objection(one, here(states[0][0]), states[-1][1])  # type: ignore[arg-type]
                for one, states in known.objections.items()
            ),
            None if known.joined is None else here(known.joined),
            None if known.consented is None else here(known.consented),
        )  # fmt: skip

    @invariant()
    def nothing_takes_effect_before_its_gates(self) -> None:
        if not hasattr(self, "rollout"):
            return
        known = Engagement(
            None if self.diligence is None else Evidence(*self.diligence),
            None if self.contract is None else Evidence(self.contract),
            access="none", has_contact=True, has_address=True,
            approved=None if self.approved is None else here(self.approved),
        )  # fmt: skip
        found = effects(
            engagement_gates(known, UTC),
            {name: customer_gates(self._standing(name)) for name in NAMES},
            rollout=self.rollout,  # type: ignore[arg-type]
            planned=here(self.planned),
        )
        judged = {name: self._may(name, found[name].at) for name in NAMES}
        for name, effect in found.items():
            if is_in_effect(effect, here(self.now)):
                assert judged[name], (name, self.now, effect)
                if self.rollout == "all at once":
                    assert all(judged[one] or self._is_out(one) for one in NAMES)
            elif judged[name] and self.rollout == "per customer":
                # What keeps it back may only be evidence that ran out before the last gate opened.
                assert self._evidence_ran_out() or effect.at is None or effect.at.utc > self.now
        self._agree(found, judged)

    def _agree(self, found: dict[str, Any], judged: dict[str, bool]) -> None:
        """Whoever may, does, where nothing ran out: no gate is shut without reason."""
        if self.rollout == "per customer" and not self._evidence_ran_out():
            for name in NAMES:
                assert is_in_effect(found[name], here(self.now)) == judged[name], (
                    name,
                    self.now,
                    found[name],
                )

    def _evidence_ran_out(self) -> bool:
        return self.diligence is not None and self.diligence[1] < self.now.date()

    def _is_out(self, name: str) -> bool:
        return any(states[-1][1] in ("upheld", "exit") for states in self.customers[name].objections.values())

    def _may(self, name: str, begun: Instant | None) -> bool:
        """The judge: by plain facts, may data of this customer go to the company now?

        The company has to be vetted when it begins, which is now unless it has begun before.
        """
        known, terms, now = self.customers[name], TERMS[name], self.now
        if self.diligence is None or self.contract is None or self.approved is None:
            return False
        first = now if begun is None else min(now, begun.utc)
        if not self.diligence[0] <= first.date() <= self.diligence[1] or now < self.planned:
            return False
        if any(states[-1][1] not in ("settled", "withdrawn") for states in known.objections.values()):
            return False
        if known.joined is not None:
            return True
        if terms.get("mode") == "specific":
            return known.consented is not None
        return self._was_told(known, terms, now)

    def _was_told(self, known: Customer, terms: dict[str, Any], now: datetime) -> bool:
        dead = {message for kind, _, message in known.facts if kind == "bounced"}
        reached = [(at, kind) for kind, at, message in known.facts
                   if kind in ("accepted", "displayed") and message not in dead]  # fmt: skip
        if not reached:
            return False
        first = min(at for at, _ in reached)
        sure = min(
            datetime.combine(at.date() + timedelta(days=6), datetime.min.time(), UTC)
            if kind == "accepted"
            else at
            for at, kind in reached
            if at == first
        )
        day = first.date()
        ends = [day + timedelta(days=terms["notice"] + 1)]
        if terms["window"] is not None:
            ends.append(self._window_end(day, terms["window"]))
        return now >= max(datetime.combine(max(ends), datetime.min.time(), UTC), sure)

    @staticmethod
    def _window_end(day: date, count: int) -> date:
        """The last day, or the next that every Finnish list calls a working day, and the day after it."""
        last = day + timedelta(days=count)
        lists = [calendar_from(code) for code in ("FI", *calendar_from("FI").readings)]
        latest = last
        for one in lists:
            moved = last
            while not one.is_working(moved.toordinal()):
                moved += timedelta(days=1)
            latest = max(latest, moved)
        return latest + timedelta(days=1)


Case.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestCase = Case.TestCase


@pytest.mark.soak
def test_a_thousand_years() -> None:
    """The same until a thousand years have passed on the clocks of all runs together."""
    passed: list[float] = []

    class Long(Case):
        def teardown(self) -> None:
            passed.append((self.now - START).days / 365.25)

    while sum(passed) < 1000:
        run_state_machine_as_test(
            Long, settings=settings(max_examples=200, stateful_step_count=60, deadline=None)
        )
    assert sum(passed) >= 1000

"""Generated layers against the slow oracle beside this file, and a history of agreements that is played through."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ketju.core.periods.lengths import OpenLength
from ketju.core.problems.terms import AgreementMissing
from ketju.core.terms.layers import Acceptance
from ketju.core.terms.parameters import parameters
from ketju.core.terms.resolution import Stack, resolve, stack_for
from tests.core.terms.making import agreement, customer, policy, said
from tests.core.terms.oracle import DOCUMENTS, KNOWN, expected, in_time

GIVEN = {
    "objection.right": ["yes", "no"],
    "breach.in_parts": ["yes", "no"],
    "breach.notice": ["without undue delay", "immediately", "72 hours", "24 hours"],
    "end.retained": [["law"], ["law", "claims"], ["own-interest"], []],
    "end.choices": [["erasure"], ["erasure", "return"], []],
    "notice.length": ["30 days", "60 days", "1 month"],
    "security.restore": ["without undue delay", "promptly", "8 hours"],
    "agreement.clauses": ["own", "authority"],
    "precedence.first": ["main-agreement", "data-protection", "other-appendix"],
}
assert set(KNOWN) < set(GIVEN)
START = date(2027, 1, 1)
around = st.none() | st.integers(-2, 2).map(lambda number: START + timedelta(number))
keys = st.sampled_from(KNOWN)


@st.composite
def a_statement(draw, key, has_days=True):
    given = draw(st.none() | st.sampled_from(GIVEN[key]))
    if not has_days:
        return said(key, given)
    return said(key, given, first=draw(around), last=draw(around), signed=draw(around))


@st.composite
def stacks(draw):
    key = draw(keys)
    some = st.lists(st.lists(a_statement(key), max_size=2), max_size=3)
    precedence = st.lists(a_statement("precedence.first"), max_size=1)
    ranks = st.sampled_from(DOCUMENTS)
    agreed = [agreement({key: (*lines, *draw(precedence))}, rank=draw(ranks)) for lines in draw(some)]
    house = [policy({key: tuple(lines)}, rank=draw(ranks)) for lines in draw(some)]
    own = [customer({key: tuple(lines)}) for lines in draw(some)]
    on = draw(st.sampled_from([START, START, date(2018, 5, 24)]))
    return Stack(on, tuple(agreed), tuple(house), tuple(own)), key


@settings(max_examples=400)
@given(stacks())
def test_what_holds_is_what_the_rules_say(drawn):
    layers, key = drawn
    found = resolve(layers, parameters()[key])
    assert (found.state, found.value, found.layer) == expected(layers, key)


@given(stacks())
def test_each_step_is_about_something_that_was_said_or_is_the_law(drawn):
    layers, key = drawn
    found = resolve(layers, parameters()[key])
    for step in found.steps:
        assert (step.source is None) == (step.statement is None) == (step.layer == "statute")
        if step.statement:
            assert step.value == step.statement.value
            assert step.statement in step.source.statements
            assert (step.why == "not-now") == (not in_time(step.statement, layers.on))
            if step.why != "not-now":
                assert (step.why == "open") == (step.value is None)
    if found.is_below_floor:
        assert found.signed != found.value
        assert [step.value for step in found.steps if step.why == "below-floor"] == [found.signed]


class History(RuleBasedStateMachine):
    """Versions are published and accepted, deviations signed and ended, policies set, days pass."""

    names = ("acme", "beta")

    @initialize()
    def begin(self):
        self.today = START
        self.versions = [agreement({}, version="1", first=START)]
        self.policies = []
        self.customers = {name: customer(id=name) for name in self.names}
        self.past = {}

    def layers(self):
        return [*self.versions, *self.policies, *self.customers.values()]

    def stack(self, name, on, layers=None):
        try:
            return stack_for(self.layers() if layers is None else layers, on, name)
        except AgreementMissing:
            return None

    def outcomes(self, name, on, layers=None):
        found = self.stack(name, on, layers)
        if found is None:
            return None
        return {key: resolve(found, parameters()[key]) for key in KNOWN}

    @rule(data=st.data(), some=st.lists(keys, unique=True, max_size=5))
    def publish(self, data, some):
        number = str(len(self.versions) + 1)
        terms = {key: [data.draw(a_statement(key, has_days=False))] for key in some}
        self.versions.append(agreement(terms, version=number, first=self.today))

    @rule(name=st.sampled_from(names), data=st.data())
    def accept(self, name, data):
        already = [one.version for one in self.customers[name].accepted if one.first == self.today]
        if already:
            return
        version = data.draw(st.sampled_from([one.version for one in self.versions]))
        one = self.customers[name]
        accepted = (*one.accepted, Acceptance("example-dpa", version, self.today))
        self.customers[name] = replace(one, accepted=accepted)

    @rule(name=st.sampled_from(names), key=keys, data=st.data())
    def sign(self, name, key, data):
        one = self.customers[name]
        deal = replace(data.draw(a_statement(key, has_days=False)), signed=self.today)
        self.customers[name] = replace(one, statements=(*one.statements, deal))

    @precondition(lambda self: any(one.statements for one in self.customers.values()))
    @rule(data=st.data())
    def end(self, data):
        name = data.draw(st.sampled_from([key for key, one in self.customers.items() if one.statements]))
        one = self.customers[name]
        which = data.draw(st.integers(0, len(one.statements) - 1))
        changed = list(one.statements)
        if changed[which].last is None:
            changed[which] = replace(changed[which], last=self.today)
        self.customers[name] = replace(one, statements=tuple(changed))

    @rule(key=keys, data=st.data())
    def set_policy(self, key, data):
        yesterday = self.today - timedelta(1)
        self.policies = [one if one.last else replace(one, last=yesterday) for one in self.policies]
        self.policies.append(policy({key: [data.draw(a_statement(key, has_days=False))]}, first=self.today))

    @rule(days=st.integers(1, 40))
    def pass_days(self, days):
        for name in self.names:
            self.past[name, self.today] = self.outcomes(name, self.today)
        self.today += timedelta(days)

    @invariant()
    def the_past_stays_as_it_was(self):
        for (name, on), before in self.past.items():
            now = self.outcomes(name, on)
            if before is None or now is None:
                assert before is now is None
                continue
            for key in KNOWN:
                assert now[key].value == before[key].value
                assert now[key].state == before[key].state
                assert now[key].layer == before[key].layer

    @invariant()
    def what_holds_is_what_the_rules_say(self):
        for name in self.names:
            layers = self.stack(name, self.today)
            for key, found in (self.outcomes(name, self.today) or {}).items():
                assert (found.state, found.value, found.layer) == expected(layers, key)

    @invariant()
    def nothing_below_the_law_ever_holds(self):
        for name in self.names:
            for found in (self.outcomes(name, self.today) or {}).values():
                if found.value is not None:
                    assert not found.parameter.is_below_floor(found.value)

    @invariant()
    def a_policy_never_beats_a_figure_of_the_agreement(self):
        for name in self.names:
            layers = self.stack(name, self.today)
            for key, found in (self.outcomes(name, self.today) or {}).items():
                agreed = [one for layer in layers.agreement for one in layer.of(key)]
                figures = [
                    one for one in agreed if one.value is not None and not isinstance(one.value, OpenLength)
                ]
                if figures:
                    assert found.layer != "policy"
                    assert all(step.why != "policy" for step in found.steps)

    @invariant()
    def nobody_sees_what_another_customer_agreed(self):
        for name in self.names:
            others = [*self.versions, *self.policies, self.customers[name]]
            assert self.outcomes(name, self.today, others) == self.outcomes(name, self.today)
        nameless = stack_for(self.layers(), self.today)
        assert nameless.customer == ()

    @invariant()
    def a_customer_has_only_what_it_accepted(self):
        for name in self.names:
            accepted = [one.version for one in self.customers[name].accepted]
            layers = self.stack(name, self.today)
            if layers is None:
                assert accepted == []
            else:
                assert [one.version for one in layers.agreement] == accepted[-1:]


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)

"""Run the rules over terms, the gravest finding first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from ketju.core.model.finding import LEVELS
from ketju.core.model.register import Register
from ketju.core.terms.layers import Statement
from ketju.core.terms.resolution import Effective, Stack, Step, resolve_all
from ketju.core.terms.rule import TermsFinding, TermsObservation, TermsRule, TermsSubject
from ketju.core.terms.rules import breaches, costs, duties, lists, places, sub_processors, times
from ketju.core.terms.values import written

WITH_ROWS = frozenset(
    {"authority.scope", "breach.content", "breach.notice", "objection.grounds", "sub_processors.liability"}
)
"""What is told by a row of its own where it is below the floor of the law: X-1, X-2, X-5, X-7, X-12."""


def _floors(subject: TermsSubject) -> Iterator[TermsObservation]:
    """Less was agreed than the law gives: it is kept as signed, and everything is computed with the law's."""
    for key, found in subject.effective.items():
        if found.is_below_floor and key not in WITH_ROWS:
            yield TermsObservation((key,), {"article": found.parameter.article})


def _contradictions(subject: TermsSubject) -> Iterator[TermsObservation]:
    """Documents of one rank say two things, and nothing is computed with either."""
    for key, found in subject.effective.items():
        if found.state == "contradictory":
            told = [s.statement for s in found.steps if s.why == "contradictory" and s.statement]
            yield TermsObservation((key,), {"clauses": ", ".join(map(_said_at, told))})


def _said_at(statement: Statement) -> str:
    """Where a document says something: its clause, else its lines, else what it says."""
    where = statement.clause or ", ".join(map(str, statement.lines))
    if where or statement.value is None:
        return where
    value = written(statement.value)
    return value if isinstance(value, str) else " + ".join(value)


def _outranked(subject: TermsSubject) -> Iterator[TermsObservation]:
    """A document says something else than the one that prevails over it."""
    for key, found in subject.effective.items():
        lower = [step for step in found.steps if step.why == "lower-document"]
        stands = next(
            (step.value for step in found.steps if step.layer == "agreement" and step.why in _STANDS), None
        )
        if any(step.value != stands for step in lower):
            clauses = ", ".join(
                one.statement.clause for one in lower if one.statement and one.statement.clause
            )
            yield TermsObservation((key,), {"clauses": clauses or "–"})


_STANDS = ("agreement", "outdone", "no-figure", "below-floor")
"""What became of the words of the document that prevails."""

OWN = (
    TermsRule("floor", "below-floor", "error", ("GDPR Art. 28",), _floors),
    TermsRule("two-values", "two-values", "error", ("D-13",), _contradictions),
    TermsRule("outranked", "outranked", "info", ("D-13",), _outranked),
)
"""Rules that hold for every parameter, beside those for single rows."""


@cache
def terms_rules() -> tuple[TermsRule, ...]:
    """Every rule: those of single rows by their numbers, then those for every parameter."""
    modules = (breaches, costs, duties, lists, places, sub_processors, times)
    rows = [rule for module in modules for rule in module.RULES]
    return (*sorted(rows, key=lambda rule: int(rule.id.removeprefix("X-"))), *OWN)


def check_terms(stack: Stack, registers: Iterable[Register] = ()) -> tuple[TermsFinding, ...]:
    """What the rules see in somebody's terms, and in the published lists beside them; the gravest first."""
    subject = TermsSubject(stack, resolve_all(stack), tuple(registers))
    found = [_finding(rule, seen, subject) for rule in terms_rules() for seen in rule.check(subject)]
    return tuple(sorted(found, key=lambda one: LEVELS.index(one.level)))


def _finding(rule: TermsRule, seen: TermsObservation, subject: TermsSubject) -> TermsFinding:
    """The finding, at the first words about one of its parameters."""
    for key in seen.parameters:
        for step in _agreed_steps(subject.effective[key]):
            return TermsFinding(rule, seen, step.source, step.statement)
    return TermsFinding(rule, seen)


def _agreed_steps(found: Effective) -> Iterator[Step]:
    """What documents say, the words that stand first."""
    told = [step for step in found.steps if step.statement]
    yield from sorted(told, key=lambda step: step.statement is not found.statement)

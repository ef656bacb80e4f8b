"""Rules about costs: who bears them, and which rate is meant. Source: X-3."""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.terms.rule import TermsObservation, TermsRule, TermsSubject

CHARGES = ("billing.tests", "billing.assistance", "audit.separate_cost")
"""What lets a processor charge although each bears its own costs."""


def _costs(subject: TermsSubject) -> Iterator[TermsObservation]:
    """Each bears its own costs, and yet there are charges."""
    charging = [name for name in CHARGES if subject.agreed(name) not in (None, (), "processor")]
    if subject.agreed("billing.own_costs") is True and charging:
        yield TermsObservation(("billing.own_costs", *charging))


def _approval(subject: TermsSubject) -> Iterator[TermsObservation]:
    """Help with duties of the GDPR is charged without asking first."""
    if subject.agreed_texts("billing.assistance") and subject.agreed("billing.approval") != "before":
        yield TermsObservation(("billing.assistance", "billing.approval"), variant="approval")


def _both(subject: TermsSubject) -> Iterator[TermsObservation]:
    yield from _costs(subject)
    yield from _approval(subject)


RULES = (TermsRule("X-3", "costs", "warning", ("D-44", "D-56", "D-110", "D-147"), _both),)

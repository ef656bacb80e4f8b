"""Rules about what is kept, what happens at the end, and what nobody has set. Source: X-16, X-19, X-22."""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.periods.lengths import Length, OpenLength, Unit
from ketju.core.terms.resolution import Effective
from ketju.core.terms.rule import TermsObservation, TermsRule, TermsSubject
from ketju.core.terms.values import written

BY_OTHERS = {"notice.length": "X-6", "audit.year": "X-23"}
"""What is asked of another rule, which knows when it matters."""
_YEAR: dict[Unit, int] = {"years": 1, "months": 12, "weeks": 53, "days": 366, "hours": 366 * 24}
"""What is not more than a year."""
_NEEDED_BY = {
    "objection.window": "notice.length",
    "end.retained_law": "end.retained",
    "end.retained_until": "end.retained",
    "billing.assistance_rate": "billing.assistance",
    "billing.regular_rate": "audit.separate_cost",
}
"""What only matters where something else is agreed."""
_NOTHING = (None, (), "processor")
"""Nothing is kept or charged: not agreed, an empty list, or the processor bears it."""


def _retention(subject: TermsSubject) -> Iterator[TermsObservation]:
    """One time for a whole register: each sort of data has its own."""
    kept = subject.agreed("own_register.kept")
    if isinstance(kept, Length) and kept.count > _YEAR.get(kept.unit, kept.count):
        yield TermsObservation(("own_register.kept",), {"length": str(written(kept))})


def _end(subject: TermsSubject) -> Iterator[TermsObservation]:
    """The customer chooses at the end, and everything is erased at the end."""
    chosen, default = subject.agreed_texts("end.choices"), subject.agreed("end.default")
    if "return" in chosen and default == "erasure":
        yield TermsObservation(("end.choices", "end.default", "end.copy_requested"))


def _open(subject: TermsSubject) -> Iterator[TermsObservation]:
    """A figure that something is computed with, and that nobody has set."""
    for key, found in subject.effective.items():
        is_fast = isinstance(found.value, OpenLength)
        is_open = found.state == "unset" or is_fast
        if not found.parameter.is_asked or not is_open or key in BY_OTHERS:
            continue
        if found.parameter.group == "agreement" and not _is_whole(subject):
            continue
        if key in _NEEDED_BY and subject.agreed(_NEEDED_BY[key]) in _NOTHING:
            continue
        yield TermsObservation((key,), *_openness(found, is_fast))


def _is_whole(subject: TermsSubject) -> bool:
    """Whether there is more of the agreement than a single appendix, so that it can say what it is about."""
    ranks = {layer.rank for layer in subject.stack.agreement}
    return not ranks or bool(ranks & {"data-protection", "main-agreement"})


def _openness(found: Effective, is_fast: bool) -> tuple[dict[str, str], str]:
    """Who is to set an open value and until when, and the sentence that says so."""
    owned = next((s.statement for s in found.steps if s.statement and s.statement.owner), None)
    if owned:
        return {"owner": owned.owner, "due": str(owned.due or "–")}, "owned"
    left_open = is_fast or any(step.why == "open" for step in found.steps)
    return {}, "open" if left_open else ""


RULES = (
    TermsRule("X-16", "retention", "warning", ("D-180", "D-181", "GDPR Art. 5(1)(e)"), _retention),
    TermsRule("X-19", "end", "warning", ("D-144", "D-152", "D-153"), _end),
    TermsRule("X-22", "not-set", "warning", ("D-73", "D-88", "D-92", "D-144"), _open),
)

"""Rules about breaches: the time and the content of the notice, suspended investigations. Source: X-1, X-2, X-15."""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.periods.lengths import Length
from ketju.core.terms.rule import TermsObservation, TermsRule, TermsSubject
from ketju.core.terms.values import written


def _alarm(subject: TermsSubject) -> Iterator[TermsObservation]:
    """A number of hours is an outer alarm: the law says "without undue delay"."""
    alarm = subject.agreed("breach.alarm")
    notice = subject.agreed("breach.notice")
    if isinstance(alarm, Length):
        alone = subject.effective["breach.notice"].layer == "statute"
        yield TermsObservation(
            ("breach.alarm", "breach.notice"),
            {"length": str(written(alarm))},
            "alone" if alone else "",
            level="warning" if alone else None,
        )
    if isinstance(notice, Length):
        yield TermsObservation(("breach.notice",), {"length": str(written(notice))}, "number", level="error")


def _content(subject: TermsSubject) -> Iterator[TermsObservation]:
    """The notice has to hold what Art. 33(3) lists, whatever an agreement lists."""
    found = subject.effective["breach.content"]
    agreed, least = subject.agreed("breach.content"), found.parameter.statute
    if not isinstance(agreed, tuple) or not isinstance(least, tuple):
        return
    missing = [name for name in least if name not in agreed]
    if missing:
        yield TermsObservation(("breach.content",), {"missing": ", ".join(missing)})


def _suspension(subject: TermsSubject) -> Iterator[TermsObservation]:
    """An investigation may rest, the notice and the register of breaches may not."""
    if subject.agreed_texts("breach.suspended"):
        yield TermsObservation(("breach.suspended",))


RULES = (
    TermsRule("X-1", "alarm", "info", ("D-112", "GDPR Art. 33(2)"), _alarm),
    TermsRule("X-2", "breach-content", "warning", ("D-113", "GDPR Art. 33(3)(a)"), _content),
    TermsRule("X-15", "suspension", "warning", ("D-121", "GDPR Art. 33(2)"), _suspension),
)

"""Rules about authorities, disclosure, audits and requests. Source: X-12 to X-14, X-20, X-23."""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.terms.rule import TermsObservation, TermsRule, TermsSubject


def _authority(subject: TermsSubject) -> Iterator[TermsObservation]:
    """Authorities of the EEA are authorities too."""
    if subject.agreed("authority.scope") == "eu":
        yield TermsObservation(("authority.scope",))


def _authorities(subject: TermsSubject) -> Iterator[TermsObservation]:
    """Nothing goes to others without an agreement, and yet authorities may be told."""
    closed = subject.agreed("disclosure.third_parties") in ("agreed-in-writing", "never")
    if closed and subject.agreed("breach.authorities") is True:
        yield TermsObservation(("disclosure.third_parties", "breach.authorities"))


def _withheld(subject: TermsSubject) -> Iterator[TermsObservation]:
    """Information and auditors may be refused, and the law asks for all information that is necessary."""
    named = [name for name in ("audit.withheld", "audit.refused_auditors") if subject.agreed_texts(name)]
    if named:
        yield TermsObservation(tuple(named))


def _relay(subject: TermsSubject) -> Iterator[TermsObservation]:
    """Requests are passed on only where the processor finds it right."""
    if subject.agreed("requests.condition") == "if-appropriate-and-lawful":
        yield TermsObservation(("requests.condition",))


def _year(subject: TermsSubject) -> Iterator[TermsObservation]:
    """So many audits a year: which year?"""
    if subject.agreed("audit.times_a_year") is not None and subject.effective["audit.year"].value is None:
        yield TermsObservation(("audit.times_a_year", "audit.year"))


RULES = (
    TermsRule("X-12", "authority-scope", "warning", ("D-21", "GDPR Art. 51"), _authority),
    TermsRule("X-13", "authorities-told", "info", ("D-47", "D-124"), _authorities),
    TermsRule("X-14", "withheld", "warning", ("D-103", "D-105", "GDPR Art. 28(3)(h)"), _withheld),
    TermsRule("X-20", "relay", "warning", ("D-61", "GDPR Art. 28(3)(e)"), _relay),
    TermsRule("X-23", "audit-year", "warning", ("D-97",), _year),
)

"""Rules about sub-processors: access, liability, notice, objection. Source: X-4 to X-8."""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.model.register import Entry
from ketju.core.periods.lengths import Length
from ketju.core.terms.rule import TermsObservation, TermsRule, TermsSubject
from ketju.core.terms.values import favour, written

CONTENT = frozenset({"EmailContent", "Communication", "VoiceCommunicationRecording"})
"""Categories of DPV-PD that are what people write or say, and so what a customer stores. Source: requirements 6.2."""

INVOICING = frozenset({"PaymentManagement"})
"""What an entry is for that only writes invoices. Source: D-139."""


def _access(subject: TermsSubject) -> Iterator[TermsObservation]:
    """No sub-processor may reach stored data, and the list has some that do, for more than the invoices."""
    if subject.agreed("sub_processors.access") != "none":
        return
    for _, entry in subject.entries():
        if entry.role == "processor" and _reaches_content(entry) and not _is_excepted(subject, entry):
            yield TermsObservation(("sub_processors.access",), {"name": entry.name}, entry=entry.name)


def _reaches_content(entry: Entry) -> bool:
    return entry.access == "content" or any(CONTENT & set(one.terms) for one in entry.data)


def _is_excepted(subject: TermsSubject, entry: Entry) -> bool:
    excepted = subject.agreed_texts("sub_processors.access_exceptions")
    return "invoicing" in excepted and set(entry.purpose_read) == INVOICING


def _liability(subject: TermsSubject) -> Iterator[TermsObservation]:
    """A processor answers for its sub-processors in full."""
    if subject.agreed("sub_processors.liability") in ("none", "on-consent"):
        yield TermsObservation(("sub_processors.liability",))


def _notice(subject: TermsSubject) -> Iterator[TermsObservation]:
    """No length of the notice, or no right to object, is stated."""
    if subject.effective["notice.length"].value is None:
        yield TermsObservation(("notice.length",), variant="length")
    if subject.agreed("objection.right") is None:
        yield TermsObservation(("objection.right",))


def _grounds(subject: TermsSubject) -> Iterator[TermsObservation]:
    """The law does not limit the grounds of an objection."""
    if subject.agreed("objection.grounds") in ("data-security", "data-protection"):
        yield TermsObservation(("objection.grounds",))


def _window(subject: TermsSubject) -> Iterator[TermsObservation]:
    """The time to object can end after use begins: it is as long as the notice, or begins later."""
    notice, window = subject.agreed("notice.length"), subject.agreed("objection.window")
    if not isinstance(notice, Length) or not isinstance(window, Length):
        return
    longer = favour("longer", notice, window)
    if longer is None or longer >= 0:
        params = {"notice": str(written(notice)), "window": str(written(window))}
        yield TermsObservation(("notice.length", "objection.window"), params)


RULES = (
    TermsRule("X-4", "sub-processor-access", "warning", ("D-138", "D-139"), _access),
    TermsRule("X-5", "liability", "error", ("D-131", "GDPR Art. 28(4)"), _liability),
    TermsRule("X-6", "notice-length", "warning", ("D-135", "GDPR Art. 28(2)"), _notice),
    TermsRule("X-7", "grounds", "warning", ("D-200", "GDPR Art. 28(2)"), _grounds),
    TermsRule("X-8", "window", "warning", ("D-198", "D-202"), _window),
)

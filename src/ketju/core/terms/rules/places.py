"""Rules about places: backups, transfers, two activities of one company. Source: X-9 to X-11."""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.model.register import Entry
from ketju.core.terms.rule import TermsObservation, TermsRule, TermsSubject

OTHER_USES = frozenset(
    {
        "Marketing",
        "DirectMarketing",
        "Advertising",
        "TargetedAdvertising",
        "ServiceUsageAnalytics",
        "CustomerRelationshipManagement",
        "PersonnelHiring",
    }
)
"""Purposes of DPV that serve the company itself rather than its customers' data. Source: requirements 6.1, X-11."""
BACKUP_WORDS = ("backup", "back-up", "varmuuskopio", "säkerhetskopi")
"""What an entry for backups says, in the languages of the product."""


def _backups(subject: TermsSubject) -> Iterator[TermsObservation]:
    """Backups stay in some countries, and a company that keeps backups is elsewhere; or nothing shows where it is."""
    allowed = subject.agreed_texts("residency.backup")
    if not allowed:
        return
    elsewhere = list(_backups_elsewhere(subject, allowed))
    yield from elsewhere
    if not elsewhere and subject.agreed("residency.choice") is True:
        params = {"countries": ", ".join(allowed)}
        yield TermsObservation(("residency.backup", "residency.choice"), params, "check", level="info")


def _backups_elsewhere(subject: TermsSubject, allowed: tuple[str, ...]) -> Iterator[TermsObservation]:
    for _, entry in subject.entries():
        found = sorted(_codes_of_backups(entry) - set(allowed))
        if found:
            params = {"name": entry.name, "found": ", ".join(found), "countries": ", ".join(allowed)}
            yield TermsObservation(("residency.backup",), params, entry=entry.name)


def _codes_of_backups(entry: Entry) -> set[str]:
    """Where an entry keeps backups: the places that say so, or all of one that says it keeps them."""
    marked = {one.code for one in entry.places if one.kind == "backup"}
    texts = (text for words in (entry.purpose, entry.function) for _, text in words.texts)
    if not marked and any(word in text.casefold() for text in texts for word in BACKUP_WORDS):
        return {one.code for one in entry.places if one.kind not in ("seat", "remote access")}
    return marked


def _transfers(subject: TermsSubject) -> Iterator[TermsObservation]:
    """The company's own register and its customers' data follow different rules for transfers."""
    own, customers = subject.agreed("own_register.transfers"), subject.agreed("transfers.outside")
    if own is not None and customers is not None and own != customers:
        yield TermsObservation(("own_register.transfers", "transfers.outside"))


def _disclosure(subject: TermsSubject) -> Iterator[TermsObservation]:
    """The own register goes to few, and the list has companies for other uses."""
    allowed = subject.agreed_texts("own_register.disclosed_for")
    if not allowed or "marketing" in allowed:
        return
    for _, entry in subject.entries():
        uses = sorted(OTHER_USES & set(entry.purpose_read))
        if uses:
            params = {"name": entry.name, "uses": ", ".join(uses)}
            yield TermsObservation(("own_register.disclosed_for",), params, entry=entry.name)


RULES = (
    TermsRule("X-9", "backups", "error", ("D-83",), _backups),
    TermsRule("X-10", "two-activities", "info", ("D-140", "D-179"), _transfers),
    TermsRule("X-11", "own-disclosure", "warning", ("D-177", "D-178", "D-5"), _disclosure),
)

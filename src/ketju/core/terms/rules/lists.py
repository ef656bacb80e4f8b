"""Rules about published lists beside an agreement. Source: X-17, X-18, X-21, X-24, X-25."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from ketju.core.model.date import first_day
from ketju.core.model.register import Entry
from ketju.core.terms.rule import TermsObservation, TermsRule, TermsSubject

NATIONAL_NUMBER = "OfficialID"
"""The category of DPV-PD for numbers that a state gives to people. Source: requirements 6.2."""
UNNAMED_TOOL = "ARTICLE_46"
"""What a reader notes for “article 46” or “appropriate safeguards”: some tool, and nobody knows which."""


def _versions(subject: TermsSubject) -> Iterator[TermsObservation]:
    """A list that is newer than the version of the agreement whose appendix it is."""
    dated = [layer.first for layer in subject.stack.agreement if layer.first]
    if not dated:
        return
    version = min(dated)
    newer = [
        entry for _, entry in subject.entries() if entry.since and date(*first_day(entry.since)) > version
    ]
    if newer:
        params = {"version": str(version), "count": str(len(newer)), "name": newer[0].name}
        yield TermsObservation(params=params, entry=newer[0].name)


def _numbers(subject: TermsSubject) -> Iterator[TermsObservation]:
    """One name with numbers of two countries: a company, its branch, or a mistake."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for _, entry in subject.entries():
        for one in entry.identifiers:
            if one.country:
                found[_name(entry)].setdefault(one.country, one.value)
    for name, by_country in found.items():
        if len(by_country) > 1:
            params = {"name": name, "numbers": ", ".join(by_country.values())}
            yield TermsObservation(params=params, entry=name)


def _name(entry: Entry) -> str:
    return " ".join((entry.legal_entity or entry.name).split())


def _contacts(subject: TermsSubject) -> Iterator[TermsObservation]:
    """A list that everybody may see, and contacts that customers have to get."""
    for register in subject.registers:
        if register.tlp in ("TLP:CLEAR", "TLP:WHITE"):
            without = sum(entry.contact is None for entry in register.entries if entry.role == "processor")
            variant = "missing" if without else ""
            yield TermsObservation(params={"count": str(without)}, variant=variant)


def _safeguards(subject: TermsSubject) -> Iterator[TermsObservation]:
    """A safeguard by the number of an article, which says no tool."""
    for _, entry in subject.entries():
        cited = entry.transfer
        if (
            cited
            and set(cited.tools) <= {UNNAMED_TOOL}
            and any(one.startswith("46") for one in cited.articles)
        ):
            yield TermsObservation(params={"name": entry.name}, entry=entry.name)


def _national_numbers(subject: TermsSubject) -> Iterator[TermsObservation]:
    """Numbers that a state gives to people: states set conditions for them."""
    for _, entry in subject.entries():
        if any(NATIONAL_NUMBER in one.terms for one in entry.data):
            yield TermsObservation(params={"name": entry.name}, entry=entry.name)


RULES = (
    TermsRule("X-17", "list-newer", "info", ("D-1", "D-9"), _versions),
    TermsRule("X-18", "two-numbers", "warning", ("L-5",), _numbers),
    TermsRule("X-21", "contacts", "info", ("D-4", "GDPR Art. 28(2)"), _contacts),
    TermsRule("X-24", "safeguard-by-article", "warning", ("L-12", "GDPR Art. 46"), _safeguards),
    TermsRule("X-25", "national-number", "info", ("L-8", "GDPR Art. 87"), _national_numbers),
)

"""Data that need special care are handed on.

What: an entry names national identity numbers, payment card data, health data or another kind with rules of its own.
Why: identity numbers have national conditions (Art. 87), health and the like need Art. 9, cards the card rules.
Fix: check the conditions with the customer, say why the company needs the data, or leave them out.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.finding import Level

KINDS = {
    "OfficialID": "national-id",
    "PaymentCard": "card",
    "PaymentCardNumber": "card",
    "CreditCardNumber": "card",
    "HealthData": "health",
    "Health": "health",
    "MedicalHealth": "health",
    "Biometric": "special",
    "Genetic": "special",
    "Religion": "special",
    "Ethnicity": "special",
    "PoliticalAffiliation": "special",
    "SexualOrientation": "special",
    "TradeUnionMembership": "special",
    "CriminalOffence": "special",
}
"""DPV-PD terms with rules of their own, and what the finding calls them."""


def check(subject: Subject) -> Iterator[Observation]:
    """One observation for each such kind that an entry's data name."""
    for entry in subject.register.entries:
        told = set()
        for item in entry.data:
            for term in item.terms:
                kind = KINDS.get(term)
                if kind and kind not in told:
                    told.add(kind)
                    path = f"entries/{entry.id}/data"
                    span = subject.span_of_words(path, item.printed)
                    level: Level | None = "info" if kind == "card" else None
                    yield Observation(path, {"words": item.printed}, span=span, variant=kind, level=level)


RULE = Rule("REG045", "data-sensitive", "warning", ("X-25", "L-8", "GDPR Art. 9", "GDPR Art. 87"), check)

"""Only a brand is named, not the company behind it.

What: the name has no legal form, and neither a legal entity nor a company number stands beside it.
Why: the customer must know who processes the data: brands belong to several companies in several countries.
Fix: print the full name of the contracting company, with its legal form.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.absence import absent
from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.register import Entry
from ketju.core.vocabulary.companies import has_legal_form


def check(subject: Subject) -> Iterator[Observation]:
    """Entries whose company cannot be told from the name."""
    return absent(subject, "legal_entity", _is_a_company)


def _is_a_company(entry: Entry) -> bool:
    return bool(entry.legal_entity or entry.identifiers) or has_legal_form(entry.name)


RULE = Rule(
    "REG007", "legal-entity-missing", "warning", ("L-1", "EDPB Opinion 22/2024", "SCC Annex IV"), check
)

"""No contact person is given.

What: an entry names nobody to ask at the company.
Why: the name, address and contact person of every processor in the chain must be available to the customer at all
times; a public list need not print them.
Fix: keep the contact in the register file; it is left out of what is published.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.absence import absent
from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject


def check(subject: Subject) -> Iterator[Observation]:
    """Entries without a contact."""
    return absent(subject, "contact", lambda entry: entry.contact)


RULE = Rule("REG012", "contact-missing", "info", ("L-15", "EDPB Opinion 22/2024", "SCC Annex IV"), check)

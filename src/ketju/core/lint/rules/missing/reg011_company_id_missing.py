"""No company number is given.

What: an entry, or the whole list, has no number of the company in a trade or tax register.
Why: a number tells companies of like names apart, and outlives a change of name.
Fix: print the number with its register: business id, VAT number, trade register, LEI.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.absence import absent
from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject


def check(subject: Subject) -> Iterator[Observation]:
    """Entries without a company number."""
    return absent(subject, "identifiers", lambda entry: entry.identifiers)


RULE = Rule("REG011", "company-id-missing", "info", ("L-5", "L-15", "D-7"), check)

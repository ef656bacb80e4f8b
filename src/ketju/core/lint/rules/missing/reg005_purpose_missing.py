"""Nothing says what a company is used for.

What: an entry has neither a purpose nor a kind of service.
Why: customers instruct processing for a purpose (Art. 28(3)) and can judge a sub-processor only by it.
Fix: say in a few words what the company does with the data.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.absence import absent
from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject


def check(subject: Subject) -> Iterator[Observation]:
    """Entries without purpose and function."""
    return absent(subject, "purpose", lambda entry: entry.purpose or entry.function or entry.purpose_read)


RULE = Rule("REG005", "purpose-missing", "warning", ("L-9", "L-2", "GDPR Art. 28(3)"), check)

"""The list does not say of which day it is.

What: neither the list nor its register file gives a date of this version.
Why: nobody can tell which list was in force when, or whether a notice came before the change.
Fix: print the day of the version, and of each new version, beside the title.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject


def check(subject: Subject) -> Iterator[Observation]:
    """One observation for a register without a version date."""
    if subject.register.version_on is None:
        yield Observation("version_on")


RULE = Rule("REG002", "version-date-missing", "warning", ("D-3", "D-2", "GDPR Art. 28(2)"), check)

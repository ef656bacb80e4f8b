"""The list says of a company that it has no access to personal data.

What: an entry gives "no access" as the level of access, though it stands among the sub-processors.
Why: a list of sub-processors names who processes personal data. Who reaches none is not one of them, and who stores or
carries data that are encrypted does process them, whatever it can read.
Fix: take the company off the list, or say which data it stores or carries.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject


def check(subject: Subject) -> Iterator[Observation]:
    """Entries of sub-processors whose access is none."""
    for entry in subject.register.entries:
        if entry.role == "processor" and entry.access == "none":
            yield Observation(f"entries/{entry.id}/access")


RULE = Rule("REG049", "access-none", "info", ("D-133",), check)

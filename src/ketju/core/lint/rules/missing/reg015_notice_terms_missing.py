"""Nothing says how changes are announced.

What: the list does not tell how long before a change customers are told, and by what channel.
Why: customers with a general authorisation must be told of changes in time to object (Art. 28(2)); the
list is where they look.
Fix: say how many days before use, to whom and how you announce changes, as your agreement has it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject


def check(subject: Subject) -> Iterator[Observation]:
    """One observation for a register without it."""
    if subject.register.notice is None:
        yield Observation("notice")


RULE = Rule("REG015", "notice-terms-missing", "info", ("D-135", "D-198", "X-6", "GDPR Art. 28(2)"), check)

"""A condition does not say when it is met.

What: an entry applies "if needed" or "optionally", and no option, product or contract is named.
Why: customers cannot tell whether the entry touches them, and nobody can compute whom to notify.
Fix: name the option, product or contract clause that brings the company in.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject

LONGEST = 2
"""A condition of so few words names nothing."""


def check(subject: Subject) -> Iterator[Observation]:
    """Conditions of one or two words, or of a kind that names nothing to order or to agree to."""
    for entry in subject.register.entries:
        condition = entry.condition
        if condition and condition.kind != "consent" and _names_nothing(str(condition.printed)):
            yield Observation(f"entries/{entry.id}/condition", {"words": str(condition.printed)})


def _names_nothing(printed: str) -> bool:
    """Whether a condition is a word or two without any name in them."""
    words = printed.split()
    return len(words) <= LONGEST and printed[1:] == printed[1:].lower()


RULE = Rule("REG044", "condition-vague", "info", ("L-10", "D-192"), check)

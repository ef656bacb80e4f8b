"""A text stands for a value that nobody filled in.

What: a field holds "FIXME", "TBD", "to be confirmed" or the like instead of a value.
Why: readers cannot tell whether the value is unknown, withheld or forgotten; the list is not finished.
Fix: fill in the value, or leave the field out and waive the finding with a reason, an owner and a day.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject


def check(subject: Subject) -> Iterator[Observation]:
    """Each field that the reading found to hold a placeholder."""
    for entry in subject.register.entries:
        for field in entry.placeholders:
            yield Observation(f"entries/{entry.id}/{field}", {"field": field})


RULE = Rule("REG001", "placeholder", "error", ("D-7",), check)

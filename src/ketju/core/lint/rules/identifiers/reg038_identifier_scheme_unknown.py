"""Nobody can tell which register a number comes from.

What: a company number fits no scheme that is known for its label, its letters or its company's country.
Why: a number without its register cannot be looked up.
Fix: name the register beside the number.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject


def check(subject: Subject) -> Iterator[Observation]:
    """Numbers without a scheme; those that are placeholders are another rule's."""
    for entry in subject.register.entries:
        for identifier in entry.identifiers:
            if not identifier.scheme and "identifiers" not in entry.placeholders:
                yield Observation(f"entries/{entry.id}/identifiers", {"number": identifier.printed})


RULE = Rule("REG038", "identifier-scheme-unknown", "info", ("L-5",), check)

"""A company number cannot be right.

What: the number has the shape of a known scheme, and its check digit or its length is wrong.
Why: a wrong number leads the customer to another company, or to none.
Fix: look the number up in the register that gave it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.vocabulary.identifiers import scheme_name


def check(subject: Subject) -> Iterator[Observation]:
    """Each number whose scheme has a check that it fails."""
    for entry in subject.register.entries:
        for identifier in entry.identifiers:
            if identifier.valid is False:
                path = f"entries/{entry.id}/identifiers"
                yield Observation(
                    path,
                    {"number": identifier.printed, "scheme": scheme_name(identifier.scheme)},
                    span=subject.span_of_words(path, identifier.printed),
                )


RULE = Rule("REG030", "identifier-invalid", "error", ("L-5", "D-24"), check)

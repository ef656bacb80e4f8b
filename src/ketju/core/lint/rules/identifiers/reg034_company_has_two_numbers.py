"""One company has two numbers of the same kind.

What: entries of one company bear different numbers of one scheme.
Why: at least one is wrong, or two companies go under one name.
Fix: look the company up; give two companies two names.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.register.company_numbers import normal_number, number_family


def check(subject: Subject) -> Iterator[Observation]:
    """Entries whose company has another number of the same family in an earlier entry."""
    for company in subject.companies:
        first: dict[str, tuple[str, str, str]] = {}
        for entry in company:
            for identifier in entry.identifiers:
                number = normal_number(identifier)
                if not number or identifier.valid is False:
                    continue
                known, printed, other = first.setdefault(
                    number_family(identifier), (number, identifier.printed, entry.id)
                )
                if known != number:
                    path = f"entries/{entry.id}/identifiers"
                    params = {"number": identifier.printed, "other": printed}
                    yield Observation(path, params, related=(f"entries/{other}/identifiers",))


RULE = Rule("REG034", "company-has-two-numbers", "warning", ("L-5", "X-18"), check)

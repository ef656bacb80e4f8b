"""One company is written in two ways.

What: entries of one company, by number or by name, do not spell it alike.
Why: readers count two companies; a search for one spelling misses the other.
Fix: write the company alike everywhere, with its legal form.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.register import Entry


def check(subject: Subject) -> Iterator[Observation]:
    """The first entry of each spelling of a company after the first spelling."""
    for company in subject.companies:
        first = company[0]
        seen = {_spelling(first)}
        for entry in company[1:]:
            spelling = _spelling(entry)
            if spelling not in seen:
                seen.add(spelling)
                params = {"other": first.legal_entity or first.name}
                yield Observation(f"entries/{entry.id}/name", params, related=(f"entries/{first.id}/name",))


def _spelling(entry: Entry) -> str:
    return " ".join((entry.legal_entity or entry.name).split())


RULE = Rule("REG035", "company-has-two-names", "warning", ("L-1",), check)

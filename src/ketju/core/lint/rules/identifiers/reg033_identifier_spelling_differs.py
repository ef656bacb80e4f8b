"""One number is written in two ways.

What: the same number appears with and without a country code, a hyphen or a gap.
Why: searches and comparisons miss one of the two, and readers wonder whether they are one company.
Fix: write each number in the form that its register uses.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.register.company_numbers import normal_number


def check(subject: Subject) -> Iterator[Observation]:
    """Entries that write a number otherwise than the first entry that has it."""
    first: dict[str, tuple[str, str]] = {}
    for entry in subject.register.entries:
        for identifier in entry.identifiers:
            number = normal_number(identifier)
            if not number:
                continue
            printed, other = first.setdefault(number, (identifier.printed, entry.id))
            if printed != identifier.printed:
                path = f"entries/{entry.id}/identifiers"
                params = {"number": identifier.printed, "other": printed}
                span = subject.span_of_words(path, identifier.printed)
                yield Observation(path, params, span=span, related=(f"entries/{other}/identifiers",))


RULE = Rule("REG033", "identifier-spelling-differs", "warning", ("L-5",), check)

"""A place is told in words that name no country.

What: the place is printed, and no country or bloc can be read from it: "closest to the user", "worldwide regions".
Why: records of transfers go by country; the customer cannot file this entry.
Fix: name the countries that may be meant, and say what decides between them.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject


def check(subject: Subject) -> Iterator[Observation]:
    """Entries with a printed place of which nothing was read, unless it is a placeholder or says "outside"."""
    for entry in subject.register.entries:
        is_open = not entry.places and not entry.outside_eea and "places" not in entry.placeholders
        if entry.places_printed and is_open:
            yield Observation(f"entries/{entry.id}/places_printed", {"place": entry.places_printed})


RULE = Rule("REG023", "place-vague", "info", ("L-7", "GDPR Art. 30(2)(c)"), check)

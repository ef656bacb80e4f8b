"""An entry stands twice.

What: two entries agree in company, purpose, place and what they apply to.
Why: one of them is left over; a later change will miss one of the two.
Fix: remove one, or say in what they differ.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.vocabulary.fold import folded


def check(subject: Subject) -> Iterator[Observation]:
    """Entries that say what an earlier one says, their ids aside."""
    first: dict[tuple[object, ...], str] = {}
    for entry in subject.register.entries:
        key = (
            folded(entry.name),
            folded(entry.legal_entity),
            folded(entry.brand),
            folded(entry.service),
            folded(str(entry.purpose)),
            folded(str(entry.function)),
            folded(entry.places_printed),
            entry.data,
            entry.condition,
            (entry.since, entry.until),
            entry.applies_to,
        )
        if key in first:
            yield Observation(f"entries/{entry.id}/name", related=(f"entries/{first[key]}/name",))
        else:
            first[key] = entry.id


RULE = Rule("REG074", "entry-doubled", "warning", ("L-1",), check)

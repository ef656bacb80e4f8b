"""The end lies before the start.

What: an entry's last day is earlier than its first.
Why: one of the two is wrong, and nobody can tell who was a recipient when.
Fix: correct the dates.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.date import first_day, last_day


def check(subject: Subject) -> Iterator[Observation]:
    """Entries whose end is before their start on any reading of the dates."""
    for entry in subject.register.entries:
        if entry.since and entry.until and last_day(entry.until) < first_day(entry.since):
            params = {"since": str(entry.since), "until": str(entry.until)}
            yield Observation(f"entries/{entry.id}/until", params, related=(f"entries/{entry.id}/since",))


RULE = Rule("REG052", "dates-reversed", "error", ("L-3", "L-4", "D-8"), check)

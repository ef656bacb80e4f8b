"""The engagement has ended, and the entry is still among the current ones.

What: the last day of an entry has passed.
Why: customers read the list as what is used today; a former sub-processor belongs to the history.
Fix: move the entry to a part for former sub-processors, with its last day; keep it there.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.date import last_day


def check(subject: Subject) -> Iterator[Observation]:
    """Entries whose last day lies before the day of the check."""
    day = (subject.on.year, subject.on.month, subject.on.day)
    for entry in subject.register.entries:
        if entry.until and last_day(entry.until) < day:
            yield Observation(f"entries/{entry.id}/until", {"date": str(entry.until)})


RULE = Rule("REG050", "ended-but-listed", "warning", ("D-8", "L-4"), check)

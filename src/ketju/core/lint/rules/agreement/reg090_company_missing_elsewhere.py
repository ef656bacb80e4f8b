"""A company of the list is missing in another document.

What: an annex or a translation that holds most of the companies of the list lacks one.
Why: customers rely on whichever document they have; what it lacks was never told to them.
Fix: bring the other document up to date, or say that it is an extract.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.agreement import differences
from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject

MOST = 0.5
"""A document with a smaller share of the companies is a notice or an extract, which need not name them all."""


def check(subject: Subject) -> Iterator[Observation]:
    """Entries that a document with most of the others does not have."""
    for other in subject.others:
        gone = [one for found, one in differences(subject) if found is other and one.kind == "removed"]
        if len(gone) <= (1 - MOST) * len(subject.register.entries):
            yield from (Observation(f"entries/{one.old_id}/name", {"file": other.name}) for one in gone)


RULE = Rule("REG090", "company-missing-elsewhere", "warning", ("D-133", "D-1"), check, needs_others=True)

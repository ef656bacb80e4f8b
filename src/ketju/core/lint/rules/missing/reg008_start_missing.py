"""The start of the engagement is missing.

What: an entry does not say since when its company is used, though others do; or the whole list gives no start.
Why: without dates nobody can tell who was a recipient at a given time (Art. 15), or whether notice came first.
Fix: give the day, the month or the year of the start, as closely as it is known.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.absence import absent
from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject


def check(subject: Subject) -> Iterator[Observation]:
    """Entries without a start, where any entry has one; a note on a list without any."""
    return absent(subject, "since", lambda entry: entry.since, wholly="info")


RULE = Rule("REG008", "start-missing", "warning", ("L-3", "D-7", "D-6"), check)

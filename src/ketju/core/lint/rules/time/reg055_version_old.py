"""The list has not been renewed for two years.

What: the version date lies more than two years back.
Why: the list must show the current sub-processors; one that never changes has often been forgotten.
Fix: go through the entries, and give the list the date of that review.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.date import last_day

OLD = timedelta(days=731)


def check(subject: Subject) -> Iterator[Observation]:
    """The version date, when two years have passed since its last possible day."""
    version = subject.register.version_on
    if version and date(*last_day(version)) + OLD < subject.on:
        yield Observation("version_on", {"version": str(version)})


RULE = Rule("REG055", "version-old", "info", ("D-133", "D-3"), check)

"""The list bears a date that is still to come.

What: the version date lies after the day of the check.
Why: a list cannot be of a day that has not been; the date may be a slip, or that of a planned change.
Fix: correct the date; announce planned changes by the start of their entries.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.date import first_day


def check(subject: Subject) -> Iterator[Observation]:
    """The version date, when even its first day is in the future."""
    version = subject.register.version_on
    if version and first_day(version) > (subject.on.year, subject.on.month, subject.on.day):
        yield Observation("version_on", {"version": str(version)})


RULE = Rule("REG054", "version-in-future", "warning", ("D-3",), check)

"""A waiver has ended.

What: the last day of a waiver has passed.
Why: somebody promised to have put the matter right by then; what it accepted is a finding again.
Fix: mend what was waived and remove the waiver, or renew it with a new reason and day.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.date import last_day


def check(subject: Subject) -> Iterator[Observation]:
    """Each waiver whose last day lies before the day of the check."""
    day = (subject.on.year, subject.on.month, subject.on.day)
    for number, waiver in enumerate(subject.register.waivers):
        if last_day(waiver.until) < day:
            params = {"rule": waiver.rule, "owner": waiver.owner, "until": str(waiver.until)}
            yield Observation(f"waivers/{number}", params)


RULE = Rule("REG080", "waiver-expired", "warning", ("D-7",), check)

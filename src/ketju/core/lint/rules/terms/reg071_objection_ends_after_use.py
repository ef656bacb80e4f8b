"""The time to object can end after the use has begun.

What: customers may object for as long as the notice runs, or longer.
Why: the notice runs from its sending, the objection from its delivery, and its last day may roll on; a customer could
object in time to something that is already done.
Fix: give notice for longer than the time to object, or begin only when no time to object is open.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject

DAYS = {"days": 1, "working days": 1.4, "weeks": 7, "months": 30}
"""About how many days a unit has; two equal terms compare alike whatever the factor."""


def check(subject: Subject) -> Iterator[Observation]:
    """One observation where the objection lasts at least as long as the notice."""
    notice, objection = subject.register.notice, subject.register.objection
    if not (notice and objection and notice.days and objection.days and notice.unit and objection.unit):
        return
    if objection.days * DAYS[objection.unit] >= notice.days * DAYS[notice.unit]:
        params = {"notice": str(notice.days), "objection": str(objection.days)}
        yield Observation("objection", params, related=("notice",))


RULE = Rule("REG071", "objection-ends-after-use", "info", ("X-8", "D-198", "D-202"), check)

"""Two documents promise different terms of notice or objection.

What: an annex, a notice or a translation gives other days for notice or for objection than the list.
Why: the agreement governs; a customer who reads the longer time loses its right, or the publisher breaks its promise.
Fix: bring all documents to the terms of the agreement.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject


def check(subject: Subject) -> Iterator[Observation]:
    """Days and units that both documents state, and state differently."""
    mine = subject.register
    for other in subject.others:
        pairs = (
            ("notice", mine.notice, other.register.notice),
            ("objection", mine.objection, other.register.objection),
        )
        for field, here, there in pairs:
            if (
                here
                and there
                and here.days
                and there.days
                and (here.days, here.unit) != (there.days, there.unit)
            ):
                params = {"file": other.name, "here": str(here.days), "there": str(there.days)}
                yield Observation(field, params, variant=field)


RULE = Rule(
    "REG097", "terms-differ-elsewhere", "error", ("D-135", "D-198", "D-202"), check, needs_others=True
)

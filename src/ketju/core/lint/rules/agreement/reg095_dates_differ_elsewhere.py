"""Two documents give different dates.

What: the start or the end of an entry is another in an annex, a notice or a translation.
Why: the notice period is counted from one of the two.
Fix: correct the document that is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.agreement import disagreements
from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.change import ChangeKind

KINDS: frozenset[ChangeKind] = frozenset({"dates"})


def check(subject: Subject) -> Iterator[Observation]:
    """Values that both documents state, and state differently."""
    return disagreements(subject, KINDS)


RULE = Rule("REG095", "dates-differ-elsewhere", "warning", ("L-3", "D-6"), check, needs_others=True)

"""Two documents give one company different numbers.

What: the number of a company is another in an annex, a notice or a translation.
Why: the two lead to different companies in the register.
Fix: look the number up, and correct the document that is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.agreement import disagreements
from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.change import ChangeKind

KINDS: frozenset[ChangeKind] = frozenset({"identifier"})


def check(subject: Subject) -> Iterator[Observation]:
    """Values that both documents state, and state differently."""
    return disagreements(subject, KINDS)


RULE = Rule("REG093", "number-differs-elsewhere", "error", ("L-5",), check, needs_others=True)

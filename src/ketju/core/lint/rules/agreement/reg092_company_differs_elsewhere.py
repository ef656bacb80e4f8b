"""Two documents name one company differently.

What: the name or the legal entity of an entry is another in an annex, a notice or a translation.
Why: names of companies are not translated; a different legal entity is a different sub-processor.
Fix: find out which company holds the contract, and name it alike everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.agreement import disagreements
from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.change import ChangeKind

KINDS: frozenset[ChangeKind] = frozenset({"legal-entity", "renamed"})


def check(subject: Subject) -> Iterator[Observation]:
    """Values that both documents state, and state differently."""
    return disagreements(subject, KINDS)


RULE = Rule("REG092", "company-differs-elsewhere", "error", ("D-133", "L-1"), check, needs_others=True)

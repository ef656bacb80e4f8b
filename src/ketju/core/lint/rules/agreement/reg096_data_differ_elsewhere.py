"""Two documents give different data.

What: the categories of data of an entry are others in an annex, a notice or a translation.
Why: the customer informs its own people by the document that it has.
Fix: correct the document that is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.agreement import disagreements_about
from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.change import ChangeKind
from ketju.core.model.register import Entry

KINDS: frozenset[ChangeKind] = frozenset({"data-widened", "data-narrowed", "data-changed"})


def check(subject: Subject) -> Iterator[Observation]:
    """Values that both documents state, and state differently."""
    return disagreements_about(subject, KINDS, _data)


def _data(entry: Entry) -> str:
    return ", ".join(item.printed for item in entry.data)


RULE = Rule(
    "REG096", "data-differ-elsewhere", "warning", ("L-8", "GDPR Art. 28(3)"), check, needs_others=True
)

"""Another document names a sub-processor that the list lacks.

What: an annex, a notice or a translation has a company that the list does not have.
Why: the list must show the current sub-processors; either it is behind, or the other document is wrong.
Fix: add the company to the list, or correct the other document.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.agreement import differences
from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject


def check(subject: Subject) -> Iterator[Observation]:
    """Companies of the other documents without an entry; each is told once for a document."""
    for other, change in differences(subject):
        if change.kind == "added" or (change.kind == "replaced" and change.new_id):
            yield Observation("entries", {"name": change.name, "file": other.name})


RULE = Rule(
    "REG091", "company-missing-here", "error", ("D-133", "D-195", "GDPR Art. 28(2)"), check, needs_others=True
)

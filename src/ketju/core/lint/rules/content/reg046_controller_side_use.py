"""A company is used for the publisher's own purposes.

What: an entry serves recruitment, or the list says that the company acts for the publisher as a controller.
Why: such a company is no sub-processor: it belongs to the publisher's own privacy notice (Art. 13) and record.
Fix: move it to a part of its own for the publisher's own use, or to the privacy notice.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject

OWN = frozenset({"PersonnelHiring"})
"""Purposes that a processor has for itself alone."""


def check(subject: Subject) -> Iterator[Observation]:
    """Entries for purposes of the publisher's own; a note where the list itself sets them apart."""
    for entry in subject.register.entries:
        if entry.role == "controller":
            yield Observation(f"entries/{entry.id}/role", level="info", variant="declared")
        elif OWN & set(entry.purpose_read):
            yield Observation(f"entries/{entry.id}/purpose")


RULE = Rule("REG046", "controller-side-use", "warning", ("D-5", "D-188", "X-11"), check)

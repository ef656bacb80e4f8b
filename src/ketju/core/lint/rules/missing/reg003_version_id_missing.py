"""The version has no id.

What: the list carries no version number and no revision of its source.
Why: an id lets an agreement, a notice and an answer name the very version that they mean.
Fix: number the versions, or print the revision that your files have anyway.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject


def check(subject: Subject) -> Iterator[Observation]:
    """One observation for a register without version and source revision."""
    if not subject.register.version and not subject.register.source_revision:
        yield Observation("version")


RULE = Rule("REG003", "version-id-missing", "info", ("D-2", "D-9"), check)

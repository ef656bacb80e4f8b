"""Whether data leave the EU/EEA is answered for some and not for others.

What: the list declares for other entries whether processing lies outside the EU/EEA, and not for this one.
Why: an empty answer looks like an oversight, and the customer needs it for its records (Art. 30) and notices (Art. 13).
Fix: answer yes or no for every entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.absence import absent
from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject


def check(subject: Subject) -> Iterator[Observation]:
    """Entries without the declaration, in a list where it is made for most of the others."""
    declared = sum(entry.outside_eea is not None for entry in subject.register.entries)
    if declared * 2 > len(subject.register.entries):
        yield from absent(subject, "outside_eea", lambda entry: entry.outside_eea is not None)


RULE = Rule("REG009", "outside-eea-missing", "warning", ("L-6", "D-7"), check)
